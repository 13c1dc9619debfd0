using Crm.Domain.Deals.Settlement;

namespace Crm.Api.Deals;

/// <summary>
/// A discount of a whole document beside those of its lines: percent or sum. It is split over the lines, and VAT is reckoned after
/// it.
/// </summary>
/// <param name="Percent">0 to 100 of what the lines come to after their own discounts.</param>
/// <param name="Sum">In the document's currency; with or without VAT as its prices.</param>
public sealed record DiscountBody(decimal? Percent = null, Money? Sum = null)
{
    /// <exception cref="ProblemException">The currency is another one than that of the document.</exception>
    public DocumentDiscount Of(Currency currency)
    {
        var discount = Validated();
        if (Sum is { } sum)
            LineBody.Agree(sum.Currency, currency, "/discount/sum/currency");
        return discount;
    }

    /// <summary>For a document whose currency is not known yet.</summary>
    public DocumentDiscount Validated()
    {
        if ((Percent is null) == (Sum is null))
            throw ProblemException.Member("/discount", "member.conflict", "percent or sum");
        if (Percent is < 0 or > 100)
            throw ProblemException.Member("/discount/percent", "percent.out_of_range", "0 to 100");
        if (Sum is { Amount: < 0 })
            throw ProblemException.Member("/discount/sum/amount", "amount.negative", ">= 0");
        return new DocumentDiscount(Percent, Sum?.Amount);
    }
}

/// <summary>A discount of a whole document.</summary>
/// <param name="Percent">As it was asked for; this or sum.</param>
/// <param name="Sum">As it was asked for; with or without VAT as the document's prices.</param>
/// <param name="Amount">What it takes off the lines, alternatives left out; with or without VAT as the document's prices.</param>
public sealed record DiscountAnswer(decimal? Percent, Money? Sum, Money Amount)
{
    public static DiscountAnswer? Of(DocumentDiscount? x, IEnumerable<PricedLine> lines, Currency currency) =>
        x is null
            ? null
            : new(
                x.Percent,
                LineAnswer.Sum(x.Sum, currency),
                new(lines.Where(l => !l.Alternative).Sum(l => l.DocumentDiscount ?? 0), currency)
            );
}
