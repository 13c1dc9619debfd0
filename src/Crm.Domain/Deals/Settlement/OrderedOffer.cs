using Crm.Domain.Deals.Proposals;

namespace Crm.Domain.Deals.Settlement;

/// <summary>What the orders from a proposal took of its lines: ordered and not cancelled.</summary>
internal sealed class OrderedOffer
{
    private readonly ProposalContent offered;
    private readonly Dictionary<LineId, Sums> taken;

    /// <summary>Sum of the orders in force, with VAT.</summary>
    private readonly decimal total;

    public OrderedOffer(Deal deal, ProposalId proposal, ProposalContent offered)
    {
        this.offered = offered;
        var lines = deal.Ledger.Orders.Values.Where(x => x.Proposal == proposal).SelectMany(x => x.Lines.Values);
        taken = lines
            .GroupBy(LineOf)
            .ToDictionary(x => x.Key, x => x.Aggregate(Sums.None, (sums, line) => sums + line.InForce));
        total = taken.Values.Sum(x => x.Total);
    }

    public Sums Taken(LineId line) => taken.GetValueOrDefault(line);

    /// <summary>Quantity that is not ordered yet.</summary>
    public decimal Rest(PricedLine line) => Math.Max(0, line.Quantity - Taken(line.Line).Quantity);

    /// <summary>Main lines that are not ordered completely, with their rests.</summary>
    public IEnumerable<LineChoice> Rests =>
        offered.Main.Where(line => Rest(line) > 0).Select(line => new LineChoice(line.Line, Rest(line)));

    /// <summary>Quantities beyond what is left of the lines, or a sum beyond the proposal's.</summary>
    public IEnumerable<Blocker> Beyond(ImmutableArray<PricedLine> ordered, ProposalId proposal)
    {
        var fix = new Fix.ReviseProposal(proposal);
        foreach (var part in ordered)
            if (offered.Lines.First(line => line.Line == part.ProposalLine) is var line && part.Quantity > Rest(line))
                yield return new Blocker(
                    "order.exceeds_proposal",
                    $"line:{line.Line}",
                    $"<= {ValueText.Of(Rest(line))}",
                    ValueText.Of(part.Quantity),
                    fix
                );
        var (most, sum) = (Most(ordered), total + ordered.Sum(part => part.Total));
        if (sum > most)
            yield return new Blocker(
                "order.exceeds_proposal",
                $"proposal:{proposal}",
                $"<= {new Money(most, offered.Currency)}",
                new Money(sum, offered.Currency).ToString(),
                fix
            );
    }

    /// <summary>
    /// The proposal's total. An alternative replaces a main line; which one is not stated, so the least expensive ones
    /// count as replaced.
    /// </summary>
    private decimal Most(ImmutableArray<PricedLine> ordered)
    {
        var chosen = offered
            .Lines.Where(line =>
                line.Alternative
                && (Taken(line.Line).Quantity > 0 || ordered.Any(part => part.ProposalLine == line.Line))
            )
            .ToArray();
        var replaced = offered.Main.Select(line => line.Total).Order().Take(chosen.Length).Sum();
        return Math.Max(offered.Total.Amount, offered.Total.Amount - replaced + chosen.Sum(line => line.Total));
    }

    /// <summary>Orders of earlier builds do not name the line: the first one that offers the same counts.</summary>
    private LineId LineOf(OrderLine line) =>
        line.ProposalLine
        ?? offered
            .Lines.FirstOrDefault(x =>
                x.Product == line.Product
                && x.Name == line.Name
                && x.Price == line.Price
                && x.DiscountPercent == line.DiscountPercent
                && x.VatRate == line.VatRate
            )
            ?.Line
        ?? line.Id;
}
