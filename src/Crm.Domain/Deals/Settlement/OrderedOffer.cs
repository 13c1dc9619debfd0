using Crm.Domain.Deals.Prices;
using Crm.Domain.Deals.Proposals;

namespace Crm.Domain.Deals.Settlement;

/// <summary>What the orders from a proposal took of its lines: ordered and not cancelled.</summary>
internal sealed class OrderedOffer
{
    private readonly ProposalContent offered;
    private readonly OrderLine[] lines;
    private readonly Dictionary<LineId, Sums> taken;

    /// <summary>Sum of the orders in force, with VAT.</summary>
    private readonly decimal total;

    public OrderedOffer(Deal deal, ProposalId proposal, ProposalContent offered)
    {
        this.offered = offered;
        lines = [.. deal.Ledger.OrdersFrom(proposal).SelectMany(x => x.LinesAsGiven)];
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
                    $"<= {Rest(line)}",
                    $"{part.Quantity}",
                    fix
                );
        var (most, sum) = (Most(ordered), total + ordered.Sum(part => part.Total));
        if (sum > most)
            yield return new Blocker(
                "order.exceeds_proposal",
                $"proposal:{proposal}",
                $"<= {new Money(most, offered.Currency)}",
                $"{new Money(sum, offered.Currency)}",
                fix
            );
    }

    /// <summary>
    /// Share of lines without a product in the net of all orders, in percent. Parts count by their quantity: rounded sums
    /// of equal parts have other shares than the whole.
    /// </summary>
    /// <param name="further">Parts that are ordered in addition; each states its quantity.</param>
    public decimal FreeTextPercent(IEnumerable<LineChoice> further) =>
        FreeText.Percent(
            lines
                .Select(line =>
                    Offered(LineOf(line)) is { } part
                        ? (part.Product, Net(part, line.InForce.Quantity))
                        : (line.Product, line.InForce.Net)
                )
                .Concat(
                    further.Select(x =>
                        Offered(x.Line) is { } part ? (part.Product, Net(part, x.Quantity!.Value)) : default
                    )
                )
        );

    /// <summary>
    /// The proposal's total, with alternatives in place of main lines. Each takes one place, and a part of it the same part
    /// of a place; whose place is not stated, so it is that of the least expensive main line.
    /// </summary>
    private decimal Most(ImmutableArray<PricedLine> ordered)
    {
        var alternatives = offered
            .Lines.Where(line => line.Alternative)
            .Select(line => (line.Total, Part: Math.Min(1, Quantity(line.Line) / line.Quantity)))
            .OrderByDescending(x => x.Total)
            .ToArray();
        var places = Math.Min(alternatives.Sum(x => x.Part), offered.Main.Count());
        var replaced = Fill(places, offered.Main.Select(line => (line.Total, 1m)).Order());
        var most = offered.Total.Amount;
        return Math.Max(most, offered.Currency.Round(most - replaced + Fill(places, alternatives)));

        decimal Quantity(LineId line) =>
            Taken(line).Quantity + ordered.Where(part => part.ProposalLine == line).Sum(part => part.Quantity);
    }

    /// <summary>Sum of the first lines that fill so many places.</summary>
    private static decimal Fill(decimal places, IEnumerable<(decimal Total, decimal Part)> lines)
    {
        var sum = 0m;
        foreach (var (whole, part) in lines)
        {
            var filled = Math.Min(part, places);
            (sum, places) = (sum + whole * filled, places - filled);
        }
        return sum;
    }

    private PricedLine? Offered(LineId line) => offered.Lines.FirstOrDefault(x => x.Line == line);

    private static decimal Net(PricedLine line, decimal quantity) => line.Net * quantity / line.Quantity;

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
