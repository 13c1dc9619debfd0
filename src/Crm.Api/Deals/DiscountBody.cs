using Crm.Domain.Deals.Settlement;

namespace Crm.Api.Deals;

/// <summary>
/// A discount on a whole document (скидка на документ), in addition to the discounts of its lines. Give either percent or sum. It
/// is split over the lines; VAT is calculated after it.
/// </summary>
/// <param name="Percent">Discount in percent, 0 to 100, of the lines' total after their own discounts.</param>
/// <param name="Sum">Discount in the document's currency, with or without VAT like its prices.</param>
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

/// <summary>A discount on a whole document (скидка на документ).</summary>
/// <param name="Percent">Discount in percent as it was given; null when a sum was given.</param>
/// <param name="Sum">
/// Discount in money as it was given, with or without VAT like the document's prices; null when a percentage was given.
/// </param>
/// <param name="Amount">
/// Amount deducted from the lines, alternatives excluded; with or without VAT like the document's prices.
/// </param>
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
