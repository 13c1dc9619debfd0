using Crm.Domain.Deals.Settlement;

namespace Crm.Domain.Deals;

/// <summary>What a proposal offers: lines, validity and terms.</summary>
/// <param name="ValidUntil">Good to the end of that day in the company's time zone.</param>
public sealed record ProposalContent(
    ImmutableArray<PricedLine> Lines, Currency Currency, bool PriceIncludesVat, DateOnly ValidUntil, ProposalTerms? Terms)
{
    /// <summary>The sum of the lines, with VAT.</summary>
    public Money Total => new(Lines.Sum(x => x.Total), Currency);

    public bool Equals(ProposalContent? other) =>
        other is not null && ByContent.Same(Lines, other.Lines) && Currency == other.Currency && PriceIncludesVat == other.PriceIncludesVat
        && ValidUntil == other.ValidUntil && Equals(Terms, other.Terms);

    public override int GetHashCode() => HashCode.Combine(Lines.Length, Currency, ValidUntil);
}

/// <summary>The terms of a proposal, as free text.</summary>
public sealed record ProposalTerms(string? Delivery = null, string? Payment = null, string? Other = null);
