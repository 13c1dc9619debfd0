using Crm.Domain.CustomFields;

namespace Crm.Domain.Deals.Lifecycle;

/// <summary>One item of the client's interest: a product of the catalogue or free text.</summary>
public sealed record InterestLine(ProductId? Product, string? Text, decimal? Quantity, string? Unit, Money? Amount)
{
    public FieldList? CustomFields { get; init; }

    /// <summary>
    /// The amount for one unit (without a quantity, the amount itself), with the fewest decimals that give the amount
    /// back when multiplied: thirty thousand units at a third of a rouble each make ten thousand. Null: there is no
    /// amount, or no such price exists.
    /// </summary>
    public Money? UnitPrice()
    {
        if (Amount is not { } amount || (Quantity ?? 1) is not (> 0 and var quantity))
            return null;
        for (var decimals = 6; decimals <= 10; decimals++)
            if (
                Math.Round(amount.Amount / quantity, decimals, MidpointRounding.AwayFromZero) is var unit
                && amount.Currency.Round(unit * quantity) == amount.Amount
            )
                return amount.With(unit);
        return null;
    }
}
