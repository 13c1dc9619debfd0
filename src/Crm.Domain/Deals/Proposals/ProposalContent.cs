using System.Text.Json.Serialization;
using Crm.Domain.Deals.Prices;
using Crm.Domain.Deals.Settlement;

namespace Crm.Domain.Deals.Proposals;

/// <summary>What a proposal offers: lines, validity and terms.</summary>
/// <param name="ValidUntil">Valid to the end of that day in the company's time zone.</param>
public sealed record ProposalContent(
    ImmutableArray<PricedLine> Lines,
    Currency Currency,
    bool PriceIncludesVat,
    DateOnly ValidUntil,
    ProposalTerms? Terms
)
{
    /// <summary>
    /// Discount of the whole document in addition to line discounts; each line already includes its share.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DocumentDiscount? Discount { get; init; }

    /// <summary>Days from order to delivery for lines without their own lead time.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? LeadTimeDays { get; init; }

    /// <summary>The sum of the lines with VAT, without alternatives.</summary>
    public Money Total => new(Main.Sum(x => x.Total), Currency);

    /// <summary>The prices that an issue agrees.</summary>
    [JsonIgnore]
    public AgreedPrices Prices => new(Lines, Currency, Discount);

    /// <summary>What is offered, without alternatives.</summary>
    [JsonIgnore]
    public IEnumerable<PricedLine> Main => Lines.Where(x => !x.Alternative);

    /// <summary>
    /// The document discount for an order of some of its lines: a percentage stays the same, a sum becomes the sum of
    /// the shares of these lines.
    /// </summary>
    public DocumentDiscount? DiscountOf(ImmutableArray<PricedLine> ordered) =>
        Discount is null or { Percent: not null } ? Discount
        : ordered.Sum(x => x.DocumentDiscount ?? 0) is > 0 and var sum ? new(null, sum)
        : null;

    /// <summary>The same lines with another document discount.</summary>
    public ProposalContent Discounted(DocumentDiscount? discount) =>
        this with
        {
            Discount = discount,
            Lines = Pricing.Of([.. Lines.Select(x => x.Asked())], PriceIncludesVat, Currency, discount),
        };

    public bool Equals(ProposalContent? other) =>
        other is not null
        && ByContent.Same(Lines, other.Lines)
        && Currency == other.Currency
        && PriceIncludesVat == other.PriceIncludesVat
        && ValidUntil == other.ValidUntil
        && Equals(Terms, other.Terms)
        && Equals(Discount, other.Discount)
        && LeadTimeDays == other.LeadTimeDays;

    public override int GetHashCode() => HashCode.Combine(Lines.Length, Currency, ValidUntil);
}

/// <summary>Terms of a proposal, as free text.</summary>
/// <param name="Delivery">Terms of delivery (условия поставки).</param>
/// <param name="Payment">Terms of payment (условия оплаты).</param>
/// <param name="Other">Other terms.</param>
public sealed record ProposalTerms(
    [SeveralLines] string? Delivery = null,
    [SeveralLines] string? Payment = null,
    [SeveralLines] string? Other = null
);
