using Crm.Domain.Settings;

namespace Crm.Domain.Tests;

/// <summary>The company's counters for one deal: the numbers of its events are consecutive.</summary>
public static class Counters
{
    public static Decision Numbered(Decision decision, IEnumerable<DomainEvent> before, CompanyCommandContext context)
    {
        var wanted = Numbering.Wanted(decision.Events, context);
        if (wanted.IsEmpty)
            return decision;
        // A later revision of a proposal has the number of the first.
        var given = before
            .Where(x => x is not ProposalIssued { Revision: > 1 })
            .Select(x => Blank(x) is { } blank ? Numbering.CounterOf(blank, context) : null)
            .OfType<(string, int)>()
            .GroupBy(x => x)
            .ToDictionary(x => x.Key, x => x.LongCount());
        var first = wanted.ToDictionary(x => (x.Series, x.Year), x => given.GetValueOrDefault((x.Series, x.Year)) + 1);
        return decision with { Events = Numbering.Filled(decision.Events, context, first) };
    }

    private static DomainEvent? Blank(DomainEvent domainEvent) =>
        domainEvent
            is ProposalIssued
                or OrderPlaced
                or InvoiceIssued
                or ShipmentMade
                or ReturnAccepted
                or PaymentReceived
                or RefundMade
                or DebtWrittenOff
            ? Numbering.With(domainEvent, "")
            : null;
}
