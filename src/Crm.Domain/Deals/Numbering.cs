using Crm.Domain.Settings;

namespace Crm.Domain.Deals;

/// <summary>
/// Numbers of documents for people. A decision leaves them empty; whoever records it takes them from the company's counters in
/// the transaction of the facts, so that a series has neither a gap nor a number twice. What has a number keeps it.
/// </summary>
public static class Numbering
{
    /// <summary>What to take, in the one order in which everybody takes: so no two wait for each other.</summary>
    public static ImmutableArray<(string Series, int Year, int Count)> Wanted(IEnumerable<Fact> facts, Intent intent) =>
        [
            .. facts
                .Select(x => CounterOf(x, intent))
                .OfType<(string Series, int Year)>()
                .GroupBy(x => x)
                .Select(x => (x.Key.Series, x.Key.Year, x.Count()))
                .OrderBy(x => x.Series, StringComparer.Ordinal)
                .ThenBy(x => x.Year),
        ];

    /// <param name="first">The first of the numbers taken of each counter.</param>
    public static ImmutableArray<Fact> Filled(
        IEnumerable<Fact> facts,
        Intent intent,
        IReadOnlyDictionary<(string Series, int Year), long> first
    )
    {
        var next = new Dictionary<(string Series, int Year), long>(first);
        return
        [
            .. facts.Select(fact =>
                CounterOf(fact, intent) is { } counter
                    ? With(
                        fact,
                        intent.Series(counter.Series).Number(next[counter]++, intent.DayOf(fact.HappenedAt).Year)
                    )
                    : fact
            ),
        ];
    }

    /// <summary>The counter that a fact still needs a number of; the year 0 for a series that goes through.</summary>
    public static (string Series, int Year)? CounterOf(Fact fact, Intent intent)
    {
        var series = fact switch
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
            : (series, intent.Series(series).IsPerYear ? intent.DayOf(fact.HappenedAt).Year : 0);
    }

    public static Fact With(Fact fact, string number) =>
        fact switch
        {
            ProposalIssued f => f with { Number = number },
            OrderPlaced f => f with { Number = number },
            InvoiceIssued f => f with { Number = number },
            ShipmentMade f => f with { Number = number },
            ReturnAccepted f => f with { Number = number },
            PaymentReceived f => f with { Number = number },
            RefundMade f => f with { Number = number },
            DebtWrittenOff f => f with { Number = number },
            _ => throw new ArgumentOutOfRangeException(nameof(fact), fact.GetType().Name, "a fact without a number"),
        };
}
