using Crm.Api.Catalog;
using Crm.Api.CustomFields;
using Crm.Domain.CustomFields;
using Crm.Domain.Deals.Lifecycle;

namespace Crm.Api.Deals;

/// <summary>A product or service that the client asks for.</summary>
/// <param name="ProductId">Id of the product. Give either productId or text.</param>
/// <param name="Text">What the client asks for, in words. Give either text or productId.</param>
/// <param name="Quantity">Quantity, up to 6 decimals.</param>
/// <param name="Unit">Unit of measure (единица измерения) of the quantity, such as <c>шт</c>.</param>
/// <param name="Amount">Estimated amount of the line.</param>
/// <param name="CustomFields">Values of the custom fields of lines, by field code.</param>
public sealed record InterestBody(
    Guid? ProductId = null,
    [SeveralLines] string? Text = null,
    decimal? Quantity = null,
    string? Unit = null,
    Money? Amount = null,
    [SeveralLines] SortedDictionary<string, FieldInput?>? CustomFields = null
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
