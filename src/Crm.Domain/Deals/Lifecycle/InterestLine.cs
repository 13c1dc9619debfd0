using Crm.Domain.CustomFields;

namespace Crm.Domain.Deals.Lifecycle;

/// <summary>What the client asked for: a product of the catalogue or free text.</summary>
public sealed record InterestLine(ProductId? Product, string? Text, decimal? Quantity, string? Unit, Money? Amount)
{
    public FieldList? CustomFields { get; init; }

    /// <summary>
    /// The noted amount for one unit, of a line without a quantity for the one it asks for; with as few decimals as bring the amount back:
    /// thirty thousand at a third of a rouble each are ten thousand. Null: nothing is noted, or no such price exists.
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
