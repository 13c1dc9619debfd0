namespace Crm.Domain.Deals.Lifecycle;

/// <summary>Replaces the whole list of the client's interest.</summary>
public sealed record SetInterest(ImmutableArray<InterestLine> Lines) : DealCommand
{
    protected override Decision DecideCore(DecisionContext at)
    {
        if (ByContent.Same(at.Deal.Interest, Lines))
            return Decision.AlreadySatisfied;
        if (Fault(Lines, null, "/lines") is { } fault)
            return fault;
        if (
            Lines.Select(x => x.Amount?.Currency).FirstOrDefault(x => x is not null) is { } currency
            && Rule.SameCurrency(at, currency, at.Deal.ExpectedAmount?.Currency) is { } differs
        )
            return differs;
        return Clocks.Replacing(at, "interest") is { } early ? early : Decision.Accept(new InterestChanged(Lines));
    }

    /// <summary>Faults of interest lines; all amounts must have the same currency.</summary>
    public static Rejection? Fault(ImmutableArray<InterestLine> lines, Currency? bound, string pointer)
    {
        List<Fault> faults = [];
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            if ((line.Product is null) == (line.Text is null))
                faults.Add(new($"{pointer}/{i}", "interest.product_or_text", "either productId or text"));
            if (line.Quantity <= 0)
                faults.Add(new($"{pointer}/{i}/quantity", "quantity.not_positive", "> 0"));
            if (line.Amount is not { } amount)
                continue;
            if (amount.Amount < 0)
                faults.Add(new($"{pointer}/{i}/amount", "amount.negative", ">= 0"));
            else if (!amount.IsWhole)
                faults.Add(
                    new($"{pointer}/{i}/amount", "amount.too_precise", $"at most {amount.Currency.Decimals} decimals")
                );
            bound ??= amount.Currency;
            if (amount.Currency != bound)
                return Rejection
                    .Conflict("currency.differs")
                    .With("expected", bound.Value.Code)
                    .With("actual", amount.Currency.Code);
        }

        return faults.Count > 0 ? Rejection.Invalid(faults) : null;
    }
}
