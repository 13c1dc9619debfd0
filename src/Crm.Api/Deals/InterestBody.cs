using Crm.Api.Catalog;
using Crm.Api.CustomFields;
using Crm.Domain.CustomFields;
using Crm.Domain.Deals.Lifecycle;

namespace Crm.Api.Deals;

/// <summary>One thing that the client asked for: a product of the catalogue or free text.</summary>
/// <param name="ProductId">Id of a product; this or text.</param>
/// <param name="Text">What was asked for, in words; this or productId.</param>
/// <param name="Quantity">How much, up to 6 decimals.</param>
/// <param name="Unit">Unit of the quantity, such as pcs.</param>
/// <param name="Amount">What it may come to.</param>
/// <param name="CustomFields">Values of the fields of lines, by code.</param>
public sealed record InterestBody(
    Guid? ProductId = null,
    string? Text = null,
    decimal? Quantity = null,
    string? Unit = null,
    Money? Amount = null,
    SortedDictionary<string, FieldInput?>? CustomFields = null
)
{
    public static async ValueTask<ImmutableArray<InterestLine>> Lines(
        HttpContext http,
        IReadOnlyList<InterestBody>? lines,
        string pointer,
        References references
    )
    {
        var ct = http.RequestAborted;
        lines = TextValidation.Most(lines, pointer, 500);
        var result = ImmutableArray.CreateBuilder<InterestLine>(lines.Count);
        for (var i = 0; i < lines.Count; i++)
        {
            var (line, at) = (lines[i], $"{pointer}/{i}");
            if (line.ProductId is { } product)
                await references.Product(product, at + "/productId", ct);
            result.Add(
                new InterestLine(
                    line.ProductId is { } id ? new ProductId(id) : null,
                    TextValidation.Optional(line.Text, at + "/text", TextValidation.Title),
                    line.Quantity,
                    TextValidation.Optional(line.Unit, at + "/unit", 50),
                    line.Amount
                )
                {
                    CustomFields = (
                        await references.Fields.Read(http, FieldOwner.Line, line.CustomFields, at + "/customFields")
                    )
                        .Filled()
                        .OrNull(),
                }
            );
        }

        return result.ToImmutable();
    }
}
