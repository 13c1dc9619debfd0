using System.Text.Json;
using Crm.Api.Catalog;
using Crm.Api.Deals;
using Crm.Domain.Deals;
using Crm.Domain.Deals.Process;
using Crm.Domain.Deals.Settlement;

namespace Crm.Api.Settlement;

/// <summary>
/// What the client asked for as lines of an order: at the amount that was noted for it, else at the product's price; a line
/// without a quantity asks for one.
/// </summary>
internal sealed record InterestLines(ImmutableArray<InterestLine> Asked, ImmutableArray<PricedLine> Lines, Currency Currency)
{

    /// <summary>Priced before the deal is locked; under the lock <see cref="Hold"/> looks whether it still is what was asked for.</summary>
    public static async Task<InterestLines> Of(HttpContext http, Guid dealId, bool includesVat, DateOnly day, DealReader deals, References references)
    {
        var asked = (await deals.Fold(dealId, null, null, http.RequestAborted)).State.Interest;
        var fix = Fix.To("setInterest", ("dealId", dealId));
        if (asked.IsEmpty) throw Incomplete([new("interest.missing", $"deal:{dealId}", "at least one line", "none", fix)]);
        await references.Prefetch(asked.Select(x => (x.Product?.Value, (string?)null)), http.RequestAborted);
        List<LineBody> lines = [];
        List<Blocker> unpriced = [];
        for (var i = 0; i < asked.Length; i++)
        {
            var (line, quantity) = (asked[i], asked[i].Quantity ?? 1);
            var product = line.Product is { } id ? await references.Product(id.Value, "/fromInterest", http.RequestAborted) : null;
            var price = line.Amount is { } amount && quantity > 0 ? PerUnit(amount, quantity) : null;
            if (price is null && (product is null || await references.Price(product, null, day, "/fromInterest", http.RequestAborted) is null)) unpriced.Add(new("interest.unpriced", $"interest:{i}", "an amount, or a product with a price", line.Text ?? product?.Name ?? "", fix));
            else lines.Add(new LineBody(quantity, line.Product?.Value, line.Text, line.Unit, price));
        }

        if (unpriced.Count > 0) throw Incomplete(unpriced);
        var read = await LineBody.Read(http, lines, day, "/fromInterest", references);
        return new InterestLines(asked, [.. read.Priced(includesVat).Zip(asked, (x, y) => x with { CustomFields = y.CustomFields })], read.Currency);
    }

    /// <summary>As few decimals as bring the amount back: thirty thousand at a third of a rouble each are ten thousand.</summary>
    private static Money? PerUnit(Money amount, decimal quantity)
    {
        for (var decimals = 6; decimals <= 10; decimals++)
            if (Math.Round(amount.Amount / quantity, decimals, MidpointRounding.AwayFromZero) is var unit && amount.Currency.Round(unit * quantity) == amount.Amount) return amount.With(unit);
        return null;
    }

    /// <summary>The interest was changed in between: nothing is written, and what would be ordered now differs.</summary>
    public PlaceOrder Hold(Deal deal, PlaceOrder order) => JsonSerializer.Serialize(deal.Interest, CrmStore.Json) == JsonSerializer.Serialize(Asked, CrmStore.Json)
        ? order : throw new ProblemException(503, "resource.busy") { RetryAfterSeconds = 1 };

    private static ProblemException Incomplete(IReadOnlyList<Blocker> blockers) => new(409, "interest.incomplete") { Blockers = blockers };
}
