using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Settlement;

/// <summary>
/// Whether a deal may be won (docs/domain.md, Closing gate). Evaluated at the moment of closing, from the deal's own
/// stream.
/// </summary>
public static class ClosingGate
{
    /// <param name="last">The task that the closing itself completes; it does not block the closing.</param>
    public static IEnumerable<Blocker> Won(Deal deal, DealProcess process, StageTaskId? last)
    {
        if (Unmet.Client(deal) is { } client)
            yield return client;
        var delivery = process.Gate == ClosingGateKind.Settled ? Unmet.Delivery(deal) : Unmet.Rest(deal);
        if (delivery is not null)
            yield return delivery;
        foreach (var debt in Unmet.Debts(deal))
            yield return debt;
        var open = deal.OpenTasks.Where(x => x.Id != last && deal.Holds(x, process)).ToArray();
        if (open.Length > 0)
            yield return new Blocker(
                "tasks.open",
                $"deal:{deal.Id}",
                "0",
                $"{open.Length}: {Phrase.Data(open.Select(x => x.Code))}",
                new Fix.CompleteTask(deal.Id, open[0].Id)
            );
    }

    /// <summary>Codes of the conditions that the gate leaves out.</summary>
    public static ImmutableArray<string> NotChecked(DealProcess process) =>
        process.Gate == ClosingGateKind.Balanced ? ["shipment.none"] : [];

    public static IEnumerable<Blocker> Lost(Deal deal, bool waived) => waived ? [] : Unmet.Debts(deal);
}
