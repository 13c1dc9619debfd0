using Crm.Domain.Deals;
using Crm.Domain.Deals.Settlement;

namespace Crm.Domain.BankStatements;

/// <summary>A part of a line as a user gives it.</summary>
/// <param name="Amount">Null: the whole line.</param>
public sealed record WantedPart(DealId Deal, InvoiceId? Invoice, Money? Amount);

/// <summary>A payment of a line that is to be recorded.</summary>
/// <param name="Pointer">The member of the request that it comes from.</param>
public sealed record PartPayment(int Part, DealId Deal, InvoiceId? Invoice, Money Amount, string Pointer)
{
    /// <summary>What no part takes stays an advance.</summary>
    public bool IsRest { get; init; }
}

/// <summary>A user says which deals and invoices a line pays.</summary>
/// <param name="Parts">At least one, and at most <see cref="MostParts"/>.</param>
public sealed record AssignLine(ImmutableArray<WantedPart> Parts)
{
    public const int MostParts = 20;

    /// <summary>Why the line is not split so; null: it may be.</summary>
    public Rejection? Refuse(StatementLine line)
    {
        if (PayFromLine.Refuse(line) is { } refused)
            return refused;
        Fault[] faults = [.. Parts.Index().SelectMany(part => Faults(line, part.Item, $"/parts/{part.Index}/amount"))];
        if (faults.Length > 0)
            return Rejection.Invalid(faults);
        return Sum(line) > line.Amount.Amount
            ? Rejection.Invalid("/parts", "parts.exceed_line", $"<= {line.Amount}")
            : null;
    }

    /// <summary>The payments in the order of the parts; what they leave of the line is an advance on the deal of the last part.</summary>
    public IEnumerable<PartPayment> Payments(StatementLine line)
    {
        foreach (var (at, part) in Parts.Index())
            yield return new(at, part.Deal, part.Invoice, part.Amount ?? line.Amount, $"/parts/{at}");
        if (line.Amount.Amount - Sum(line) is > 0 and var rest)
            yield return new(Parts.Length, Parts[^1].Deal, null, line.Amount.With(rest), "/parts") { IsRest = true };
    }

    /// <summary>The line is split just so already: repeating is no conflict.</summary>
    public bool IsDone(StatementLine line) =>
        line.IsSettled
        && Payments(line)
            .Select(part => (part.Deal, part.Invoice, part.Amount))
            .SequenceEqual(line.Payments.Select(part => (part.Deal, part.Invoice, part.Amount)));

    private decimal Sum(StatementLine line) => Parts.Sum(part => (part.Amount ?? line.Amount).Amount);

    private static IEnumerable<Fault> Faults(StatementLine line, WantedPart part, string pointer)
    {
        if (part.Amount is not { } amount)
            yield break;
        if (amount.Currency != line.Amount.Currency)
            yield return new Fault(pointer + "/currency", "currency.differs", Phrase.Data(line.Amount.Currency.Code));
        if (amount.Amount <= 0)
            yield return new Fault(pointer + "/amount", "amount.not_positive", "> 0");
        else if (!amount.IsWhole)
            yield return new Fault(
                pointer + "/amount",
                "amount.too_precise",
                $"at most {amount.Currency.Decimals} decimals"
            );
    }
}
