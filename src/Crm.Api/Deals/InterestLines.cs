using System.Text.Json;
using Crm.Api.Catalog;
using Crm.Domain.Deals;
using Crm.Domain.Deals.Lifecycle;

namespace Crm.Api.Deals;

/// <summary>What the client asked for as the lines of a proposal or an order.</summary>
/// <param name="Asked">The interest that the lines were made of.</param>
public sealed record InterestLines(ImmutableArray<InterestLine> Asked, ReadLines Read)
{
    /// <summary>False: the interest was changed in between, and what would be ordered now differs.</summary>
    public bool IsStillAskedOn(Deal deal) =>
        JsonSerializer.Serialize(deal.Interest, StoreFormat.Json) == JsonSerializer.Serialize(Asked, StoreFormat.Json);
}

/// <summary>
/// Prices what the client asked for: at the amount that was noted for it, else at the product's price; a line without a quantity
/// asks for one. It is done before the deal is locked; under the lock <see cref="InterestLines.IsStillAskedOn"/> looks whether it
/// still is what was asked for.
/// </summary>
public sealed class InterestReader(DealReader deals, References references)
{
    private const string Pointer = "/fromInterest";

    /// <summary>Everything that has no price is named at once.</summary>
    public async Task<InterestLines> Of(HttpContext http, Guid dealId, DateOnly day)
    {
        var ct = http.RequestAborted;
        var asked = (await deals.Now(dealId, ct)).Deal.State.Interest;
        if (asked.IsEmpty)
            throw Incomplete([
                new(
                    "interest.missing",
                    $"deal:{dealId}",
                    "at least one line",
                    "none",
                    new Fix.SetInterest(new(dealId))
                ),
            ]);
        await references.Prefetch(asked.Select(x => (x.Product?.Value, (string?)null)), ct);
        List<LineBody> lines = [];
        List<(int Line, string Name)> unpriced = [];
        for (var i = 0; i < asked.Length; i++)
        {
            var (line, quantity) = (asked[i], asked[i].Quantity ?? 1);
            var product = line.Product is { } id ? await references.Product(id.Value, Pointer, ct) : null;
            var price = line.UnitPrice();
            if (price is null && (product is null || await references.Price(product, null, day, Pointer, ct) is null))
                unpriced.Add((i, line.Text ?? product?.Name ?? ""));
            else
                lines.Add(new LineBody(quantity, line.Product?.Value, line.Text, line.Unit, price));
        }

        if (unpriced.Count > 0)
        {
            var fix = Priced(new(dealId), asked, unpriced.Select(one => one.Line));
            throw Incomplete([
                .. unpriced.Select(one => new Blocker(
                    "interest.unpriced",
                    $"interest:{one.Line}",
                    "an amount, or a product with a price",
                    Phrase.Data(one.Name),
                    fix
                )),
            ]);
        }

        var read = await LineBody.Read(http, lines, day, Pointer, references);
        return new(
            asked,
            read with
            {
                Lines =
                [
                    .. read.Lines.Zip(
                        asked,
                        (x, y) => x with { Draft = x.Draft with { CustomFields = y.CustomFields } }
                    ),
                ],
            }
        );
    }

    /// <summary>The same interest, with amounts for the lines that have no price.</summary>
    private static Fix.SetInterest Priced(DealId deal, ImmutableArray<InterestLine> asked, IEnumerable<int> unpriced) =>
        new(deal)
        {
            Known = new()
            {
                Lines = JsonSerializer.SerializeToNode(asked.Select(DealCard.Asked), Wire.WithValues)!.AsArray(),
                Members = [.. unpriced.Select(line => $"lines/{line}/amount")],
            },
        };

    private static ProblemException Incomplete(IReadOnlyList<Blocker> blockers) =>
        new(409, "interest.incomplete") { Blockers = blockers };
}
