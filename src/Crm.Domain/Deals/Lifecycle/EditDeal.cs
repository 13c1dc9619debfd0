using Crm.Domain.Catalog;

namespace Crm.Domain.Deals.Lifecycle;

/// <summary>Replaces plain attributes of a deal. Each given value that differs becomes an event.</summary>
public sealed record EditDeal(ImmutableArray<DomainEvent> Changes) : DealCommand
{
    /// <summary>The given source is retired: only a deal that has it already keeps it.</summary>
    public bool SourceIsRetired { get; init; }

    protected override Decision DecideCore(DecisionContext at)
    {
        var changes = Changes
            .Select(x =>
                x is CustomFieldsChanged f ? new CustomFieldsChanged(at.Deal.CustomFields.Beyond(f.Fields)) : x
            )
            .Where(x => !Holds(at.Deal, x))
            .ToArray();
        foreach (var change in changes)
        {
            if (
                change is ExpectedAmountChanged { Amount: { } amount }
                && SetExpectedAmount.Refuse(at, amount) is { } refused
            )
                return refused;
            if (change is SourceChanged && SourceIsRetired)
                return Source.RetiredAt("/source");
            if (change is ProbabilityChanged { Percent: { } percent } && SetProbability.Fault(percent) is { } beyond)
                return beyond;
            if (Clocks.Replacing(at, [.. Watermarks.ValuesOf(change)]) is { } early)
                return early;
        }

        return Decision.Accept(changes);
    }

    private static bool Holds(Deal deal, DomainEvent change) =>
        change switch
        {
            DealRetitled f => deal.Title == f.Title,
            ExpectedAmountChanged f => deal.ExpectedAmount == f.Amount,
            ProbabilityChanged f => deal.GivenProbability == f.Percent,
            SourceChanged f => deal.Source == f.Source,
            ExpectedCloseChanged f => deal.ExpectedCloseOn == f.On,
            DealCommentChanged f => f.Comment is null ? deal.Comment is null : f.Comment.SameText(deal.Comment),
            ExternalRefsChanged f => ByContent.Same(deal.ExternalRefs, f.Refs),
            CustomFieldsChanged f => f.Fields.Values.IsEmpty,
            _ => throw new ArgumentOutOfRangeException(
                nameof(change),
                change.GetType().Name,
                "no plain attribute of a deal"
            ),
        };
}

/// <summary>Validation of a probability.</summary>
public static class SetProbability
{
    public static Rejection? Fault(int percent) =>
        percent is < 0 or > 100 ? Rejection.Invalid("/probability", "percent.out_of_range", "0-100") : null;
}

/// <summary>Validation of an expected amount.</summary>
public static class SetExpectedAmount
{
    public static Rejection? Fault(Money amount) =>
        amount.Amount < 0 ? Rejection.Invalid("/expectedAmount/amount", "amount.negative", ">= 0")
        : !amount.IsWhole
            ? Rejection.Invalid(
                "/expectedAmount/amount",
                "amount.too_precise",
                $"at most {amount.Currency.Decimals} decimals"
            )
        : null;

    public static Rejection? Refuse(DecisionContext at, Money amount) =>
        Fault(amount)
        ?? Rule.SameCurrency(
            at,
            amount.Currency,
            at.Deal.Interest.Select(x => x.Amount?.Currency).FirstOrDefault(x => x is not null)
        );
}
