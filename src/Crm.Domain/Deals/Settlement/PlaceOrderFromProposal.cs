using Crm.Domain.Deals.Proposals;

namespace Crm.Domain.Deals.Settlement;

/// <summary>
/// Places an order from a proposal: all lines except alternatives, or the lines that the client chose.
/// </summary>
/// <param name="Offered">Content of the proposal, read under its lock.</param>
/// <param name="Chosen">Null: all lines except alternatives.</param>
public sealed record PlaceOrderFromProposal(
    OrderId Id,
    ProposalId Proposal,
    ProposalContent Offered,
    ImmutableArray<LineChoice>? Chosen
) : DealCommand
{
    protected override Decision DecideCore(DecisionContext at)
    {
        if (Chosen is { } choices && Faults(choices).ToArray() is { Length: > 0 } faults)
            return Rejection.Invalid(faults);
        ImmutableArray<PricedLine> lines = Chosen is { } chosen ? [.. chosen.Select(Priced)] : [.. Offered.Main];
        return new PlaceOrder(
            Id,
            Proposal,
            Offered.PriceIncludesVat,
            Offered.Currency,
            [.. lines.Select(line => line with { Line = new(at.Context.NewId()) })]
        )
        {
            Discount = Offered.DiscountOf(lines),
        }.Place(at);
    }

    private IEnumerable<Fault> Faults(ImmutableArray<LineChoice> choices)
    {
        for (var i = 0; i < choices.Length; i++)
            if (Find(choices[i]) is not { } line)
                yield return new Fault($"/lines/{i}/lineId", "proposal_line.not_found", "a line of the proposal");
            else if (choices[i].Quantity > line.Quantity)
                yield return new Fault($"/lines/{i}/quantity", "quantity.too_large", "at most what was offered");
    }

    private PricedLine? Find(LineChoice choice) => Offered.Lines.FirstOrDefault(line => line.Line == choice.Line);

    /// <summary>A chosen alternative becomes a normal line.</summary>
    private PricedLine Priced(LineChoice choice) =>
        Find(choice) is { } line
            ? line.At(choice.Quantity ?? line.Quantity, Offered.PriceIncludesVat, Offered.Currency) with
            {
                Alternative = false,
            }
            : throw new InvalidOperationException($"no line {choice.Line}");
}

/// <summary>A line of a proposal that the client orders.</summary>
/// <param name="Quantity">Null: the offered quantity.</param>
public readonly record struct LineChoice(LineId Line, decimal? Quantity);
