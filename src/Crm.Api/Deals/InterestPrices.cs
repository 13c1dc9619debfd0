using Crm.Api.Catalog;

namespace Crm.Api.Deals;

/// <summary>What the client asked for, at the prices of the catalogue: the lines of a document that begins with the interest.</summary>
public sealed class InterestPrices(DealReader deals, References references)
{
    /// <summary>Everything that has no price is named at once. A line without a quantity asks for one.</summary>
    public async Task<ReadLines> Of(HttpContext http, Guid dealId, DateOnly day)
    {
        var ct = http.RequestAborted;
        var interest = (await deals.Fold(dealId, null, null, ct)).State.Interest;
        if (interest.IsEmpty) throw ProblemException.Member("/fromInterest", "interest.missing", "at least one line of interest");
        await references.Prefetch(interest.Select(x => (x.Product?.Value, (string?)null)), ct);
        List<LineBody> lines = [];
        List<ProblemError> missing = [];
        for (var i = 0; i < interest.Length; i++)
        {
            var line = interest[i];
            var product = line.Product is { } id ? await references.Product(id.Value, "/fromInterest", ct) : null;
            if (product is null || await references.Price(product, null, day, "/fromInterest", ct) is null)
                missing.Add(new("/fromInterest", null, "interest.price_missing", $"interest/{i}: {line.Text ?? product?.Name}"));
            else
                lines.Add(new LineBody(line.Quantity ?? 1, line.Product!.Value.Value, Unit: line.Unit));
        }

        if (missing.Count > 0) throw new ProblemException(422, "validation.failed") { Errors = missing };
        var read = await LineBody.Read(http, lines, day, "/fromInterest", references);
        return read with { Lines = [.. read.Lines.Zip(interest, (x, asked) => x with { Draft = x.Draft with { CustomFields = asked.CustomFields } })] };
    }
}
