using Crm.Domain.Currencies;
using Crm.Domain.Deals.Settlement;

namespace Crm.Api.Settlement;

/// <summary>Warns of costs that cannot be converted.</summary>
public static class CostWarnings
{
    private const string Code = "cost.rate_missing";

    /// <summary>The warnings of a shipment.</summary>
    public static IReadOnlyList<Warning> Of(ShipmentMade shipment, string language) =>
        [
            .. from line in shipment.Lines.Index()
            where line.Item is { CostFrom: CostFrom.Unknown, ForeignUnitCost: not null }
            let pair = new CurrencyPair(line.Item.ForeignUnitCost!.Value.Currency, shipment.Currency)
            select new Warning(
                Code,
                $"/lines/{line.Index}/unitCost",
                Phrases.Sentence(Code, $"a rate of {pair} on the day of the shipment or before it", language)
            ),
        ];
}
