using Crm.Domain.Deals.Proposals;
using Crm.Domain.Settings;

namespace Crm.Domain.Deals.Settlement;

/// <summary>
/// Numbers of documents for people. A decision leaves them empty; whoever records it takes them from the company's counters in
/// the transaction of the events, so that a series has neither a gap nor a number twice. What has a number keeps it.
/// </summary>
public static class Numbering
{
    /// <summary>What to take, in the one order in which everybody takes: so no two wait for each other.</summary>
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

    /// <param name="first">The first of the numbers taken of each counter.</param>
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

    /// <summary>The counter that an event still needs a number of; the year 0 for a series that goes through.</summary>
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
