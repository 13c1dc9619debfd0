using Crm.Api.Catalog;
using Crm.Api.CustomFields;
using Crm.Domain.Catalog;
using Crm.Domain.CustomFields;
using Crm.Domain.Deals.Settlement;

namespace Crm.Api.Deals;

/// <summary>A line with what the catalogue says of it.</summary>
/// <param name="Taken">The catalogue's price that the line takes; null: it was typed by hand.</param>
/// <param name="Standard">The catalogue's base price; null: no product, or one without.</param>
public sealed record ReadLine(
    LineDraft Draft,
    Money Price,
    (Money Price, string? List, bool IncludesVat)? Taken,
    (Money Price, string? List, bool IncludesVat)? Standard
);

/// <summary>Lines that were read, before it is known how the document's prices stand to VAT.</summary>
public sealed record ReadLines(ImmutableArray<ReadLine> Lines, Currency Currency)
{
    private const int PriceDecimals = 6;

    /// <summary>With the catalogue's prices as the document's: with VAT or without.</summary>
    public ImmutableArray<LineDraft> In(bool includesVat) =>
        [
            .. Lines.Select(x =>
                x.Draft with
                {
                    Price = x.Taken is { } taken
                        ? As(taken.Price.Amount, taken.IncludesVat, includesVat, x.Draft.VatRate)
                        : x.Draft.Price,
                    PriceList = x.Taken?.List,
                    BasePrice =
                        x.Standard is { } standard && standard.Price.Currency == Currency
                            ? As(standard.Price.Amount, standard.IncludesVat, includesVat, x.Draft.VatRate)
                            : null,
                    ForeignBasePrice =
                        x.Standard is { } foreign && foreign.Price.Currency != Currency
                            ? foreign.Price with
                            {
                                Amount = As(foreign.Price.Amount, foreign.IncludesVat, includesVat, x.Draft.VatRate),
                            }
                            : null,
                }
            ),
        ];

    public ImmutableArray<PricedLine> Priced(bool includesVat, DocumentDiscount? discount = null) =>
        Pricing.Of(In(includesVat), includesVat, Currency, discount);

    /// <summary>A price is no sum: it keeps the decimals that a price may have.</summary>
    private static decimal As(decimal price, bool given, bool wanted, decimal? rate) =>
        given == wanted || rate is null
            ? price
            : Math.Round(
                wanted ? price * (100 + rate.Value) / 100 : price * 100 / (100 + rate.Value),
                PriceDecimals,
                MidpointRounding.AwayFromZero
            );
}

/// <summary>A line of a proposal, an order or an invoice.</summary>
/// <param name="Quantity">Quantity, above zero, up to 6 decimals.</param>
/// <param name="ProductId">Id of the product; name, unit, price, VAT rate and cost are copied from it where omitted.</param>
/// <param name="Name">Name of the product or service; required without a product.</param>
/// <param name="Unit">Unit of measure (единица измерения), such as <c>шт</c>.</param>
/// <param name="Price">
/// Price per unit, up to 6 decimals, with or without VAT as priceIncludesVat says; required when the product has none. A price
/// below the product's is a discount.
/// </param>
/// <param name="DiscountPercent">Discount on the line in percent, 0 to 100; 0 when omitted.</param>
/// <param name="VatRate">
/// VAT rate (ставка НДС) in percent, one of the rates in the settings. When omitted: that of the product; without a product, the
/// defaultVatRate of the settings, or exempt when there is none. Another rate needs the permission `vat.choose`.
/// </param>
/// <param name="CustomFields">Values of the custom fields of lines, by field code.</param>
/// <param name="DiscountSum">
/// Discount on the whole line in money, deducted after discountPercent; with or without VAT like the price.
/// </param>
/// <param name="PriceList">Code of the price list from which the product's price is taken. Give either priceList or price.</param>
/// <param name="Alternative"><c>true</c> marks an alternative to another line, which is part of no total; proposals only.</param>
/// <param name="LeadTimeDays">Lead time (срок поставки) of the line: days from order to delivery, 0 to 3650.</param>
public sealed record LineBody(
    decimal Quantity,
    Guid? ProductId = null,
    string? Name = null,
    string? Unit = null,
    Money? Price = null,
    decimal? DiscountPercent = null,
    decimal? VatRate = null,
    [SeveralLines] SortedDictionary<string, FieldInput?>? CustomFields = null,
    Money? DiscountSum = null,
    [property: Identifier] string? PriceList = null,
    bool Alternative = false,
    int? LeadTimeDays = null
)
{
    /// <summary>No line comes to more: sums of many such lines still are exact.</summary>
    private const decimal Most = 1_000_000_000_000_000m;

    /// <summary>Looks up what the lines refer to; they must agree in one currency.</summary>
    /// <param name="day">Prices of the catalogue are those of this day.</param>
    public static async ValueTask<ReadLines> Read(
        HttpContext http,
        IReadOnlyList<LineBody> lines,
        DateOnly day,
        string pointer,
        References references,
        bool alternatives = false
    )
    {
        TextValidation.Some(lines, pointer, 1000);
        var read = ImmutableArray.CreateBuilder<ReadLine>(lines.Count);
        Currency? currency = null;
        await references.Prefetch(lines.Select(x => (x.ProductId, x.PriceList)), http.RequestAborted);
        for (var i = 0; i < lines.Count; i++)
        {
            var (line, at) = (lines[i], $"{pointer}/{i}");
            if (line.Alternative && !alternatives)
                throw ProblemException.Member(at + "/alternative", "member.not_applicable", "only in proposals");
            var one = await line.Read(http, day, at, references);
            currency ??= one.Price.Currency;
            Agree(one.Price.Currency, currency.Value, at + "/price/currency");
            if (line.DiscountSum is { } off)
                Agree(off.Currency, currency.Value, at + "/discountSum/currency");
            read.Add(one);
        }

        return new ReadLines(read.ToImmutable(), currency!.Value);
    }

    /// <summary>One currency in one document.</summary>
    public static void Agree(Currency given, Currency expected, string pointer)
    {
        if (given != expected)
            throw new ProblemException(409, "currency.differs")
            {
                Errors = [new(pointer, null, "currency.differs", $"{expected.Code}")],
            };
    }

    private async ValueTask<ReadLine> Read(HttpContext http, DateOnly day, string at, References references)
    {
        var ct = http.RequestAborted;
        var product = ProductId is { } id ? await references.Sold(id, at + "/productId", ct) : null;
        if (PriceList is not null && product is null)
            throw ProblemException.Member(at + "/priceList", "member.not_applicable", "only with productId");
        if (PriceList is not null && Price is not null)
            throw ProblemException.Member(at + "/priceList", "member.conflict", "price or priceList");
        var standard = product is null ? null : await references.Price(product, null, day, at + "/productId", ct);
        var listed = PriceList is null
            ? standard
            : await references.Price(product!, PriceList, day, at + "/priceList", ct);
        var price =
            Price
            ?? listed?.Price
            ?? throw ProblemException.Member(at + "/price", "member.required", "a price per unit");
        var fields = (await references.Fields.Read(http, FieldOwner.Line, CustomFields, at + "/customFields"))
            .Filled()
            .OrNull();
        return new ReadLine(
            Draft(product, price, at, references) with
            {
                CustomFields = fields,
            },
            price,
            Price is null ? listed : null,
            standard
        );
    }

    private LineDraft Draft(Product? product, Money price, string at, References references)
    {
        var usual = product is null ? references.DefaultVatRate : product.VatRate;
        var rates = references.VatRates;
        if (Quantity <= 0)
            throw ProblemException.Member(at + "/quantity", "quantity.not_positive", "> 0");
        if (price.Amount < 0)
            throw ProblemException.Member(at + "/price/amount", "amount.negative", ">= 0");
        if (DiscountPercent is < 0 or > 100)
            throw ProblemException.Member(at + "/discountPercent", "percent.out_of_range", "0 to 100");
        if (DiscountSum is { Amount: < 0 })
            throw ProblemException.Member(at + "/discountSum/amount", "amount.negative", ">= 0");
        if ((VatRate ?? usual) is { } rate && !rates.Contains(rate))
            throw ProblemException.Member(at + "/vatRate", "vat_rate.unknown", Phrase.Data(VatRates.Text(rates)));
        if (Quantity * price.Amount >= Most)
            throw ProblemException.Member(at + "/price/amount", "amount.too_large", "quantity x price below 10^15");
        var name =
            TextValidation.Optional(Name, at + "/name", TextValidation.Title)
            ?? product?.Name
            ?? throw ProblemException.Member(at + "/name", "member.required", "a name or a product");
        return new LineDraft(
            new(Guid.CreateVersion7()),
            product?.Id,
            name,
            Quantity,
            TextValidation.Optional(Unit, at + "/unit", 50) ?? product?.Unit,
            price.Amount,
            DiscountPercent ?? 0,
            VatRate ?? usual,
            product?.Cost?.Currency == price.Currency ? product.Cost?.Amount : null
        )
        {
            DiscountSum = DiscountSum?.Amount,
            IsVatByHand = product is not null && VatRate is not null && VatRate != usual,
            Alternative = Alternative,
            LeadTimeDays = LeadTimeDays,
        };
    }
}
