using Crm.Api.Hosting;
using Crm.Domain.Catalog;
using Crm.Domain.Deals.Process;
using Crm.Projections.Catalog;
using Marten;
using Npgsql;

namespace Crm.Api.Catalog;

/// <summary>A product or service that we sell.</summary>
/// <param name="Code">For people and imports; unique.</param>
/// <param name="VatRate">0, 5, 7, 10, 20 or 22 percent; absent is exempt.</param>
/// <param name="Cost">Cost per unit, copied to lines.</param>
public sealed record AddProductBody(string Name, string? Code = null, string? Unit = null, Money? Price = null, decimal? VatRate = null, Money? Cost = null, Guid? Id = null);

/// <summary>A product.</summary>
public sealed record ProductAnswer(Guid Id, string? Code, string Name, string? Unit, Money? Price, decimal? VatRate, [property: Cost] Money? Cost, DateTimeOffset RecordedAt)
{
    public static ProductAnswer Of(ProductDocument x) => new(x.Id, x.State.Code, x.State.Name, x.State.Unit, x.State.Price, x.State.VatRate, x.State.Cost, x.RecordedAt);
}

/// <summary>Where enquiries come from.</summary>
public sealed record AddSourceBody(string Code, string Title, string? Channel = null);

/// <summary>A source.</summary>
public sealed record SourceItemAnswer(Guid Id, string Code, string Title, string? Channel, DateTimeOffset RecordedAt)
{
    public static SourceItemAnswer Of(SourceDocument x) => new(x.Id, x.State.Code, x.State.Title, x.State.Channel, x.RecordedAt);
}

/// <summary>Why deals are lost.</summary>
/// <param name="Requires">comment, competitor or none: what a loss for this reason must be explained by.</param>
public sealed record AddLostReasonBody(string Code, string Title, LostReasonRequires Requires = LostReasonRequires.None);

/// <summary>A lost reason.</summary>
public sealed record LostReasonAnswer(Guid Id, string Code, string Title, LostReasonRequires Requires, DateTimeOffset RecordedAt);

/// <summary>/products, /sources, /lost-reasons and /deal-kinds: thin catalogues, each change a fact.</summary>
public static class CatalogEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/products", AddProduct).Operation("addProduct", Permissions.CatalogueWrite, "Catalogues", "Add a product", "A code, where given, is unique.", refuses: ["validation.failed", "product.taken", "id.taken"])
            .Takes(new AddProductBody("Принтер лазерный", "PRN-100", "шт", Sample.Rub(15000), 20, Sample.Rub(11000))).Answers<ProductAnswer>(201).Answers<ProductAnswer>();
        routes.MapPost("/sources", AddSource).Operation("addSource", Permissions.CatalogueWrite, "Catalogues", "Add a source", "The code is unique.", refuses: ["validation.failed", "source.taken"])
            .Takes(new AddSourceBody("site-form", "Форма на сайте", "site")).Answers<SourceItemAnswer>(201).Answers<SourceItemAnswer>();
        routes.MapPost("/lost-reasons", AddReason).Operation("addLostReason", Permissions.CatalogueWrite, "Catalogues", "Add a lost reason", "The code is unique.", refuses: ["validation.failed", "lost_reason.taken"])
            .Takes(new AddLostReasonBody("no-stock", "Нет на складе", LostReasonRequires.Comment)).Answers<LostReasonAnswer>(201).Answers<LostReasonAnswer>();
        Documents.Read(routes, new Resource<ProductDocument, ProductAnswer>("products", "Product", "Catalogues", Permissions.CatalogueRead, (_, x) => ProductAnswer.Of(x)));
        Documents.Read(routes, new Resource<SourceDocument, SourceItemAnswer>("sources", "Source", "Catalogues", Permissions.CatalogueRead, (_, x) => SourceItemAnswer.Of(x)));
        Documents.Read(routes, new Resource<LostReasonDocument, LostReasonAnswer>("lost-reasons", "LostReason", "Catalogues", Permissions.CatalogueRead, Answer));
    }

    private static LostReasonAnswer Answer(HttpContext http, LostReasonDocument x) =>
        new(x.Id, x.State.Code, x.State.Title.In(Language.Of(http)), x.State.Requires, x.RecordedAt);

    private static async Task<IResult> AddProduct(HttpContext http, CreationPath path, RequestStore store, TimeProvider clock)
    {
        var body = await Body.Read<AddProductBody>(http);
        if (body.Cost is not null) Guard.DemandCost(http);
        if (body.VatRate is { } rate && !VatRates.All.Contains(rate)) throw ProblemException.Member("/vatRate", "vat_rate.unknown", string.Join(", ", VatRates.All));
        if (body.Price is { Amount: < 0 }) throw ProblemException.Member("/price/amount", "amount.negative", ">= 0");
        if (body.Cost is { Amount: < 0 }) throw ProblemException.Member("/cost/amount", "amount.negative", ">= 0");
        var code = Texts.Optional(body.Code, "/code", 100);
        // A product with a code lives on the stream that the code names, so a code cannot be taken twice.
        var id = body.Id ?? (code is null ? Guid.CreateVersion7() : CodeStream.Of("product", code));
        var product = new Product(new(id), code, Texts.Required(body.Name, "/name", Texts.Title), Texts.Optional(body.Unit, "/unit", 50), body.Price, body.VatRate, body.Cost);
        var document = new ProductDocument(id, product, clock.GetUtcNow());
        return await Documents.Add(http, path, store, new Creation(id, body, true, [new ProductAdded(product) { HappenedAt = document.RecordedAt }], code is null ? "id.taken" : "product.taken"),
            document, x => ProductAnswer.Of(x), $"/api/v1/products/{id}");
    }

    private static async Task<IResult> AddSource(HttpContext http, CreationPath path, RequestStore store, TimeProvider clock)
    {
        var body = await Body.Read<AddSourceBody>(http);
        var source = new Source(Texts.Required(body.Code, "/code", 100), Texts.Required(body.Title, "/title", Texts.Title), Texts.Optional(body.Channel, "/channel", Texts.Short));
        var document = new SourceDocument(CodeStream.Of("source", source.Code), source, clock.GetUtcNow());
        return await Documents.Add(http, path, store, new Creation(document.Id, body, true, [new SourceAdded(source) { HappenedAt = document.RecordedAt }], "source.taken"),
            document, x => SourceItemAnswer.Of(x), $"/api/v1/sources/{document.Id}");
    }

    private static async Task<IResult> AddReason(HttpContext http, CreationPath path, RequestStore store, TimeProvider clock)
    {
        var body = await Body.Read<AddLostReasonBody>(http);
        var title = Texts.Required(body.Title, "/title", Texts.Title);
        var reason = new LostReason(Texts.Required(body.Code, "/code", 100), new Localized(title, title), body.Requires);
        var document = new LostReasonDocument(CodeStream.Of("lost-reason", reason.Code), reason, clock.GetUtcNow());
        return await Documents.Add(http, path, store, new Creation(document.Id, body, true, [new LostReasonAdded(reason) { HappenedAt = document.RecordedAt }], "lost_reason.taken"),
            document, x => Answer(http, x), $"/api/v1/lost-reasons/{document.Id}");
    }
}
