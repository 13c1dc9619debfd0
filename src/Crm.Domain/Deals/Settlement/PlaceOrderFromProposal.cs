using Crm.Domain.Deals.Prices;
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
    /// <summary>As the request states it; null: as the proposal.</summary>
    public bool? PriceIncludesVat { get; init; }

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
        if (placed.Refused is not null)
            return placed;
        if (Contradiction(at) is { } contradiction)
            return contradiction;
        if (IsBound(at) && ordered.Beyond(lines, Proposal).ToArray() is { Length: > 0 } beyond)
            return Rejection.Conflict("order.exceeds_proposal", beyond);
        return MoreFreeText(at, ordered, lines) is { } unapproved ? unapproved : placed;
    }

    private Rejection? Contradiction(DecisionContext at) =>
        InheritedVat.Refuse(
            PriceIncludesVat,
            Offered.PriceIncludesVat,
            $"proposal:{Proposal}",
            new Fix.PlaceOrder(at.Deal.Id)
        );

    /// <summary>
    /// Lines without a product are at most the share of all orders that the proposal agreed or that the company admits.
    /// Orders without such a line are not judged: they only lower the share.
    /// </summary>
    private Rejection? MoreFreeText(DecisionContext at, OrderedOffer ordered, ImmutableArray<PricedLine> lines)
    {
        if (!PriceRule.LimitsFreeText(at) || IsApproved(at) || lines.All(line => line.Product is not null))
            return null;
        var most = Math.Max(at.Context.Prices.FreeTextLimitPercent, Offered.Prices.FreeTextPercent);
        LineChoice[] wanted = [.. lines.Select(line => new LineChoice(line.ProposalLine!.Value, line.Quantity))];
        var share = ordered.FreeTextPercent(wanted);
        if (share <= most)
            return null;
        LineChoice[] whole = [.. ordered.Rests.Concat(wanted).DistinctBy(choice => choice.Line)];
        Fix fix = IsWithin(most, ordered, whole) ? new Fix.PlaceOrder(at.Deal.Id) : new Fix.ReviseProposal(Proposal);
        return Rejection.Conflict(
            PriceRule.Code,
            PriceRule.FreeTextBeyond(at, $"proposal:{Proposal}", share, fix, most)
        );
    }

    /// <summary>The share holds when the rest of the main lines is ordered too, and the rest can be ordered.</summary>
    private bool IsWithin(decimal most, OrderedOffer ordered, LineChoice[] whole) =>
        ordered.FreeTextPercent(whole) <= most
        && !ordered.Beyond([.. whole.Select(choice => Priced(choice, ordered))], Proposal).Any();

    /// <summary>
    /// Approved prices are approved for these quantities, and callers with a limit order no more at the prices of others.
    /// Whoever may agree any price could order the same without the proposal.
    /// </summary>
    private bool IsBound(DecisionContext at) => at.Context.DiscountLimit is not null || IsApproved(at);

    private bool IsApproved(DecisionContext at) =>
        at.Deal.Proposals.GetValueOrDefault(Proposal) is { IsApproved: true };

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
        return line.Part(ordered.Taken(line.Line), quantity, Offered.PriceIncludesVat, Offered.Currency) with
        {
            Alternative = false,
            ProposalLine = line.Line,
        };
    }
}

/// <summary>A line of a proposal that the client orders.</summary>
/// <param name="Quantity">Null: what is not ordered yet; when nothing is left, the offered quantity.</param>
public readonly record struct LineChoice(LineId Line, decimal? Quantity);
