using Crm.Api.Catalog;
using Crm.Api.CustomFields;
using Crm.Domain.Catalog;
using Crm.Domain.CustomFields;
using Crm.Domain.Deals.Settlement;
using Crm.Projections.CustomFields;

namespace Crm.Api.Deals;

/// <summary>A line of a proposal, an order or an invoice.</summary>
/// <param name="ProductId">Id of a product: name, unit, price, VAT rate and cost are copied from it where not given.</param>
/// <param name="Name">What it is; required without a product.</param>
/// <param name="Quantity">Above zero, up to 6 decimals.</param>
/// <param name="Price">Per unit, up to 6 decimals; required where the product has none.</param>
/// <param name="DiscountPercent">0 to 100; 0 when absent.</param>
/// <param name="CustomFields">Values of the fields of lines, by code.</param>
/// <param name="VatRate">0, 5, 7, 10, 20 or 22 percent; absent: the product's, else exempt.</param>
public sealed record LineBody(
    decimal Quantity, Guid? ProductId = null, string? Name = null, string? Unit = null, Money? Price = null, decimal? DiscountPercent = null, decimal? VatRate = null,
    SortedDictionary<string, FieldInput?>? CustomFields = null)
{
    /// <summary>No line comes to more: sums of many such lines still are exact.</summary>
    private const decimal Most = 1_000_000_000_000_000m;

    /// <summary>Prices the lines; they must agree in one currency.</summary>
    public static async ValueTask<(ImmutableArray<PricedLine> Lines, Currency Currency)> Priced(
        HttpContext http, IReadOnlyList<LineBody> lines, bool includesVat, string pointer, References references)
    {
        var ct = http.RequestAborted;
        Texts.Some(lines, pointer, 1000);
        var priced = ImmutableArray.CreateBuilder<PricedLine>(lines.Count);
        Currency? currency = null;
        for (var i = 0; i < lines.Count; i++)
        {
            var (line, at) = (lines[i], $"{pointer}/{i}");
            var product = line.ProductId is { } id ? await references.Product(id, at + "/productId", ct) : null;
            var price = line.Price ?? product?.Price ?? throw ProblemException.Member(at + "/price", "member.required", "a price per unit");
            currency ??= price.Currency;
            if (price.Currency != currency) throw new ProblemException(409, "currency.differs") { Errors = [new(at + "/price/currency", null, "currency.differs", currency.Value.Code)] };
            priced.Add(PricedLine.From(line.Draft(product, price, at) with { CustomFields = (await references.Fields.Read(http, FieldOwner.Line, line.CustomFields, at + "/customFields")).Filled().OrNull() }, includesVat, currency.Value));
        }

        return (priced.ToImmutable(), currency!.Value);
    }

    private LineDraft Draft(Product? product, Money price, string at)
    {
        if (Quantity <= 0) throw ProblemException.Member(at + "/quantity", "quantity.not_positive", "> 0");
        if (price.Amount < 0) throw ProblemException.Member(at + "/price/amount", "amount.negative", ">= 0");
        if (DiscountPercent is < 0 or > 100) throw ProblemException.Member(at + "/discountPercent", "percent.out_of_range", "0 to 100");
        if (VatRate is { } rate && !VatRates.All.Contains(rate)) throw ProblemException.Member(at + "/vatRate", "vat_rate.unknown", string.Join(", ", VatRates.All));
        if (Quantity * price.Amount >= Most) throw ProblemException.Member(at + "/price/amount", "amount.too_large", "quantity x price below 10^15");
        var name = Texts.Optional(Name, at + "/name", Texts.Title) ?? product?.Name ?? throw ProblemException.Member(at + "/name", "member.required", "a name or a product");
        return new LineDraft(new(Guid.CreateVersion7()), product?.Id, name, Quantity, Texts.Optional(Unit, at + "/unit", 50) ?? product?.Unit, price.Amount,
            DiscountPercent ?? 0, VatRate ?? product?.VatRate, product?.Cost?.Currency == price.Currency ? product.Cost?.Amount : null);
    }
}

/// <summary>A line with its sums.</summary>
/// <param name="LineId">Refers to the line in shipments, invoices and cancellations.</param>
/// <param name="Amount">Without VAT, after discount.</param>
/// <param name="Total">With VAT.</param>
public sealed record LineAnswer(
    Guid LineId, Guid? ProductId, string Name, decimal Quantity, string? Unit, Money Price, decimal DiscountPercent, decimal? VatRate, Money Amount, Money Vat, Money Total,
    IReadOnlyDictionary<string, System.Text.Json.Nodes.JsonNode?> CustomFields)
{
    public static LineAnswer Of(PricedLine x, Currency currency) => new(x.Line.Value, x.Product?.Value, x.Name, x.Quantity, x.Unit, new(x.Price, currency),
        x.DiscountPercent, x.VatRate, new(x.Net, currency), new(x.Vat, currency), new(x.Total, currency), FieldJson.Of(x.CustomFields));
}
