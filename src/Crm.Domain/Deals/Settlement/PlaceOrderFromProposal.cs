using Crm.Domain.Deals.Proposals;

namespace Crm.Domain.Deals.Settlement;

/// <summary>
/// Places an order from a proposal: all lines except alternatives, or the lines that the client chose. Orders from one
/// proposal together are at most its quantities and its total.
/// </summary>
/// <param name="Offered">Content of the proposal, read under its lock.</param>
/// <param name="Chosen">Null: all lines except alternatives, as far as they are not ordered yet.</param>
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
        var ordered = new OrderedOffer(at.Deal, Proposal, Offered);
        ImmutableArray<PricedLine> lines = [.. Wanted(ordered).Select(choice => Priced(choice, ordered))];
        var placed = new PlaceOrder(
            Id,
            Proposal,
            Offered.PriceIncludesVat,
            Offered.Currency,
            [.. lines.Select(line => line with { Line = new(at.Context.NewId()) })]
        )
        {
            Discount = Offered.DiscountOf(lines),
        }.Place(at);
        return
            placed.Refused is null && IsBound(at) && ordered.Beyond(lines, Proposal).ToArray() is { Length: > 0 } beyond
            ? Rejection.Conflict("order.exceeds_proposal", beyond)
            : placed;
    }

    /// <summary>
    /// Approved prices are approved for these quantities, and callers with a limit order no more at the prices of others.
    /// Whoever may agree any price could order the same without the proposal.
    /// </summary>
    private bool IsBound(DecisionContext at) =>
        at.Context.DiscountLimit is not null
        || at.Deal.Proposals.GetValueOrDefault(Proposal)?.Approval is { Status: ApprovalStatus.Approved };

    /// <summary>What is left of the main lines; when nothing is, all of them once more.</summary>
    private IEnumerable<LineChoice> Wanted(OrderedOffer ordered) =>
        Chosen is { } chosen ? chosen
        : ordered.Rests.Any() ? ordered.Rests
        : Offered.Main.Select(line => new LineChoice(line.Line, null));

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
    private PricedLine Priced(LineChoice choice, OrderedOffer ordered)
    {
        var line = Find(choice) ?? throw new InvalidOperationException($"no line {choice.Line}");
        var quantity = choice.Quantity ?? (ordered.Rest(line) is > 0 and var rest ? rest : line.Quantity);
        return line.Part(ordered.Taken(line.Line), quantity, Offered.Currency) with
        {
            Alternative = false,
            ProposalLine = line.Line,
        };
    }
}

/// <summary>A line of a proposal that the client orders.</summary>
/// <param name="Quantity">Null: what is not ordered yet; when nothing is left, the offered quantity.</param>
public readonly record struct LineChoice(LineId Line, decimal? Quantity);
