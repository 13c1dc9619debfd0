using Crm.Api.CustomFields;
using Crm.Domain.Catalog;
using Crm.Projections.ReadModels.Catalog;
using Crm.Projections.ReadModels.DealKinds;

namespace Crm.Api.Catalog;

/// <summary>Checks at the edge that what a command refers to exists.</summary>
public sealed class References(
    Names names,
    Authorizer authorizer,
    FieldReader fields,
    PriceBooks prices,
    Company company,
    TimeProvider clock
)
{
    public FieldReader Fields => fields;

    /// <summary>The company's.</summary>
    public Currency BaseCurrency => company.BaseCurrency;

    /// <summary>The rates of VAT in force.</summary>
    public ImmutableArray<decimal> VatRates => company.Settings.VatRates;

    /// <summary>The VAT rate of lines without a product; null: exempt unless another one is chosen.</summary>
    public decimal? DefaultVatRate => company.Settings.Prices.DefaultVatRate;

    public async ValueTask<ClientId> Client(HttpContext http, Guid id, string pointer) =>
        await names.Client(new(id), http.RequestAborted) is not null
        && await authorizer.SeesClient(Caller.Of(http), id, Permissions.ClientsRead, http.RequestAborted)
            ? new(id)
            : throw ProblemException.Member(pointer, "client.not_found", "the id of a client");

    public async ValueTask<UserId> User(Guid id, string pointer, CancellationToken ct) =>
        await names.User(new(id), ct) is not null
            ? new(id)
            : throw ProblemException.Member(pointer, "user.not_found", "the id of a user");

    /// <summary>A contact of the deal's client; a deal that does not exist is the command's own 404.</summary>
    public async ValueTask<ContactId> Contact(Guid dealId, Guid id, string pointer, CancellationToken ct) =>
        await names.ClientOf(dealId, ct) is { Deal: true } found
        && found.Client?.Contacts.Any(x => x.Id.Value == id) != true
            ? throw ProblemException.Member(pointer, "contact.not_found", "the id of a contact of the deal's client")
            : new(id);

    public async ValueTask<Product> Product(Guid id, string pointer, CancellationToken ct) =>
        await names.Product(new(id), ct)
        ?? throw ProblemException.Member(pointer, "product.not_found", "the id of a product");

    /// <summary>The business day that a document's prices are of.</summary>
    public DateOnly Day(DateTimeOffset? happenedAt) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(happenedAt ?? clock.GetUtcNow(), company.TimeZone).DateTime);

    /// <summary>A product that may go into a new line.</summary>
    public async ValueTask<Product> Sold(Guid id, string pointer, CancellationToken ct) =>
        await Product(id, pointer, ct) is { Archived: false } found
            ? found
            : throw ProblemException.Member(
                pointer,
                "product.archived",
                "a product in use: POST /products/{productId}/restore"
            );

    /// <summary>
    /// All products of a document, and their prices in its lists, in one query each: what is asked for one by one later is then at
    /// hand.
    /// </summary>
    public async Task Prefetch(IEnumerable<(Guid? Product, string? List)> lines, CancellationToken ct)
    {
        var named = lines.Where(x => x.Product is not null).Select(x => (Product: x.Product!.Value, x.List)).ToArray();
        await names.Prefetch<ProductDocument>(named.Select(x => x.Product), ct);
        foreach (var list in named.Where(x => x.List is not null).GroupBy(x => x.List!, StringComparer.Ordinal))
            await prices.Prefetch(
                PriceListDocument.StreamOf(Codes.Fold(list.Key)),
                list.Select(x => new ProductId(x.Product)),
                ct
            );
    }

    /// <summary>
    /// What a product costs on a day: in the list that is named, else its base price, which is without VAT; null when it has none.
    /// That a list has no price for it then is a fault: nothing else is taken in its place.
    /// </summary>
    public async ValueTask<(Money Price, string? List, bool IncludesVat)?> Price(
        Product product,
        string? priceList,
        DateOnly day,
        string pointer,
        CancellationToken ct
    )
    {
        if (priceList is null)
            return product.Price is { } price ? (price, null, false) : null;
        if (await names.PriceList(priceList, ct) is not { State: var list } found)
            throw ProblemException.Member(pointer, "price_list.not_found", "the code of a price list");
        if (list.Archived)
            throw ProblemException.Member(
                pointer,
                "price_list.archived",
                "a list in use: POST /price-lists/{priceListId}/restore"
            );
        if (list.ValidFrom > day || await prices.On(found.Id, product.Id, day, ct) is not { } listed)
            throw ProblemException.Member(
                pointer,
                "price.not_found",
                $"a price of '{product.Name}' in the list {list.Code} on {day}: POST /price-lists/{found.Id}/prices"
            );
        return (new Money(listed.Price, list.Currency), list.Code, list.PriceIncludesVat);
    }

    /// <summary>A source by its id or its code; it may be retired.</summary>
    public async ValueTask<Source> Source(string idOrCode, string pointer, CancellationToken ct)
    {
        var found = Guid.TryParse(idOrCode, out var id)
            ? await names.Source(id, ct)
            : await names.SourceTyped(idOrCode, ct);
        return found ?? throw ProblemException.Member(pointer, "source.not_found", "the id or code of a source");
    }

    /// <summary>A lost reason by its code; it may be retired.</summary>
    public async ValueTask<LostReason> LostReason(string code, string pointer, CancellationToken ct) =>
        await names.LostReasonTyped(code, ct)
        ?? throw ProblemException.Member(pointer, "lost_reason.unknown", "the code of a lost reason");

    /// <summary>A kind by its code or id, in the version in force.</summary>
    public static Crm.Domain.Processes.DealProcess Kind(KindRegistry kinds, string? code, Guid? id, DateTimeOffset now)
    {
        var wanted =
            (code is null ? null : Codes.Fold(code))
            ?? (
                id is null
                    ? Crm.Domain.Processes.ShippedKinds.Default
                    : kinds.Codes.FirstOrDefault(x => CodeStream.Of("deal-kind", x) == id)
            );
        return wanted is not null && kinds.InForce(wanted, now) is { } process
            ? process
            : throw ProblemException.Member(
                code is not null ? "/kind" : "/kindId",
                "deal_kind.not_found",
                Phrase.Data(kinds.Codes)
            );
    }
}
