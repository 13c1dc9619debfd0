using Crm.Domain.Deals.Proposals;
using Crm.Domain.Settings;

namespace Crm.Domain.Deals.Settlement;

/// <summary>
/// Human-readable document numbers. A decision leaves them empty; they are taken from the company's counters in the
/// transaction that appends the events, so that a series has neither gaps nor duplicates. An assigned number never
/// changes.
/// </summary>
public static class Numbering
{
    /// <summary>
    /// The counters to take from, always in the same order, so that concurrent transactions cannot deadlock.
    /// </summary>
    public static ImmutableArray<(string Series, int Year, int Count)> Wanted(
        IEnumerable<DomainEvent> events,
        CompanyCommandContext context
    ) =>
        [
            .. events
                .Select(x => CounterOf(x, context))
                .OfType<(string Series, int Year)>()
                .GroupBy(x => x)
                .Select(x => (x.Key.Series, x.Key.Year, x.Count()))
                .OrderBy(x => x.Series, StringComparer.Ordinal)
                .ThenBy(x => x.Year),
        ];

    /// <param name="first">The first of the numbers taken from each counter.</param>
    public static ImmutableArray<DomainEvent> Filled(
        IEnumerable<DomainEvent> events,
        CompanyCommandContext context,
        IReadOnlyDictionary<(string Series, int Year), long> first
    )
    {
        var next = new Dictionary<(string Series, int Year), long>(first);
        return
        [
            .. events.Select(domainEvent =>
                CounterOf(domainEvent, context) is { } counter
                    ? With(
                        domainEvent,
                        context
                            .Series(counter.Series)
                            .Number(next[counter]++, context.DayOf(domainEvent.HappenedAt).Year)
                    )
                    : domainEvent
            ),
        ];
    }

    /// <summary>
    /// The counter from which the event still needs a number; year 0 for a series that does not restart each year.
    /// </summary>
    public static (string Series, int Year)? CounterOf(DomainEvent domainEvent, CompanyCommandContext context)
    {
        var series = domainEvent switch
        {
            ProposalIssued { Number: "" } => NumberSeries.Proposals,
            OrderPlaced { Number: "" } => NumberSeries.Orders,
            InvoiceIssued { Number: "" } => NumberSeries.Invoices,
            ShipmentMade { Number: "" } => NumberSeries.Shipments,
            ReturnAccepted { Number: "" } => NumberSeries.Returns,
            PaymentReceived { Number: "" } => NumberSeries.Payments,
            RefundMade { Number: "" } => NumberSeries.Refunds,
            DebtWrittenOff { Number: "" } => NumberSeries.WriteOffs,
            _ => null,
        };
        return series is null
            ? null
            : (series, context.Series(series).IsPerYear ? context.DayOf(domainEvent.HappenedAt).Year : 0);
    }

    public static DomainEvent With(DomainEvent domainEvent, string number) =>
        domainEvent switch
        {
            ProposalIssued f => f with { Number = number },
            OrderPlaced f => f with { Number = number },
            InvoiceIssued f => f with { Number = number },
            ShipmentMade f => f with { Number = number },
            ReturnAccepted f => f with { Number = number },
            PaymentReceived f => f with { Number = number },
            RefundMade f => f with { Number = number },
            DebtWrittenOff f => f with { Number = number },
            _ => throw new ArgumentOutOfRangeException(
                nameof(domainEvent),
                domainEvent.GetType().Name,
                "a fact without a number"
            ),
        };
}
