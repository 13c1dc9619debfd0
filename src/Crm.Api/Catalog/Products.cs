using Crm.Api.Resources;
using Crm.Domain.Catalog;
using Crm.Projections.ReadModels.Catalog;
using Wolverine;

namespace Crm.Api.Catalog;

/// <summary>/products: what we sell, each change an event.</summary>
public static class ProductEndpoints
{
    private static readonly string[] Refuses =
    [
        "validation.failed",
        "if_match.required",
        "version.stale",
        "product.not_found",
        "product.taken",
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/products", Add)
            .Operation(
                new("createProduct")
                {
                    Permission = Permissions.CatalogueWrite,
                    Tag = "Catalogues",
                    Summary = "Add a product",
                    Description =
                        "Adds a product or service to the catalogue (номенклатура). The code is optional and "
                        + "unique.",
                    Refusals = ["validation.failed", "product.taken", "id.taken"],
                }
            )
            .Takes(new AddProductBody("Принтер лазерный", "PRN-100", "шт", Sample.Rub(15000), 20, Sample.Rub(11000)))
            .Answers<ProductAnswer>(201)
            .Answers<ProductAnswer>();
        routes
            .MapPatch("/products/{productId:guid}", Edit)
            .Operation(
                new("updateProduct")
                {
                    Permission = Permissions.CatalogueWrite,
                    Tag = "Catalogues",
                    Summary = "Edit a product",
                    Description =
                        "Changes a product by merge patch; each changed value is recorded as an event. "
                        + "Existing document lines keep the values that they copied. Requires If-Match.",
                    RequiresMatch = true,
                    Refusals = Refuses,
                }
            )
            .TakesPatch(new EditProductBody(Price: Sample.Rub(15500)))
            .Answers<ProductAnswer>();
        routes
            .MapPost(
                "/products/{productId:guid}/archive",
                (Guid productId, HttpContext http, ProductChanges path) => path.Archive(http, productId, true)
            )
            .Operation(
                new("archiveProduct")
                {
                    Permission = Permissions.CatalogueWrite,
                    Tag = "Catalogues",
                    Summary = "Archive a product",
                    Description = "The product is not available for new lines; existing documents keep it.",
                    Refusals = ["product.not_found", "version.stale"],
                }
            )
            .Takes(new NoBody(), optional: true)
            .Answers<ProductAnswer>();
        routes
            .MapPost(
                "/products/{productId:guid}/restore",
                (Guid productId, HttpContext http, ProductChanges path) => path.Archive(http, productId, false)
            )
            .Operation(
                new("restoreProduct")
                {
                    Permission = Permissions.CatalogueWrite,
                    Tag = "Catalogues",
                    Summary = "Restore a product",
                    Description =
                        "The product is available for new lines again. Its VAT rate must be one of the settings.",
                    Refusals = ["product.not_found", "version.stale", "validation.failed"],
                }
            )
            .Takes(new NoBody(), optional: true)
            .Answers<ProductAnswer>();
        Documents.Read(
            routes,
            new Resource<ProductDocument, ProductAnswer>(
                "products",
                "Product",
                "Catalogues",
                Permissions.CatalogueRead,
                (_, x) => ProductAnswer.Of(x)
            )
            {
                Version = x => x.Version,
                Fold = ProductProjection.After,
                Filters =
                [
                    new Param(
                        "q",
                        "string",
                        "Searches code and name by the beginnings of words, in any script." + Param.OneLetter,
                        "принтер"
                    ).Checked(http => Query.Words(http, "q")),
                    new Param(
                        "code",
                        "string",
                        "Product codes (артикулы), separated by commas. A code that contains a comma or a double quote is put "
                            + "in double quotes, each quote in it doubled.",
                        "PRN-100"
                    ).Checked(http => Query.Codes(http, "code")),
                    new(
                        "archived",
                        "boolean",
                        "`true`: archived items only; `false`: items in use only; all when omitted."
                    ),
                ],
                List = List,
                Csv = (ProductFile.Columns, ProductFile.Cells),
            }
        );
        ProductFile.Map(routes);
    }

    private static ProductList List(HttpContext http)
    {
        var list = new ProductList();
        foreach (var prefix in Query.Words(http, "q"))
            list.HasWord(prefix);
        if (Query.Codes(http, "code") is { } codes)
            list.HasCode(codes);
        if (Query.Text(http, "archived") is not null)
            list.Archived(Query.Flag(http, "archived"));
        return list;
    }

    private static async Task<IResult> Add(
        HttpContext http,
        IMessageBus bus,
        Company company,
        Names names,
        ProblemRenderer problems,
        TimeProvider clock
    )
    {
        var body = await Body.Read<AddProductBody>(http);
        if (body.Cost is not null)
            await ReplayOnly.Require(http, Permissions.CostSee);
        var code = TextValidation.Optional(body.Code, "/code", ProductFile.LongestCode);
        var id = body.Id ?? (code is null ? Guid.CreateVersion7() : await Stream(names, code, http.RequestAborted));
        var product = new Product(
            new(id),
            code,
            TextValidation.Required(body.Name, "/name", TextValidation.Title),
            TextValidation.Optional(body.Unit, "/unit", ProductFile.LongestUnit),
            body.Price,
            body.VatRate,
            body.Cost
        )
        {
            Service = body.Service,
        };
        if (product.Faults(company.Settings.VatRates).ToArray() is { Length: > 0 } faults)
            return problems.Answer(http, Rejection.Invalid(faults));
        return await bus.Answer(
            http,
            new AddProductCommand(
                id,
                [new ProductAdded(product) { HappenedAt = clock.GetUtcNow() }],
                http.CommandRequest(body, null, id)
            )
            {
                Code = code,
                Alike = code is null ? null : new LookAlikes(CatalogCodes.Products, code),
            }
        );
    }

    /// <summary>
    /// A product with a code lives on the stream that the code names, so that adding it again is found to be that; unless it was
    /// given another code since.
    /// </summary>
    private static async ValueTask<Guid> Stream(Names names, string code, CancellationToken ct)
    {
        var named = CodeStream.Of("product", code);
        return await names.Product(new(named), ct) is { } known && known.Code != code ? Guid.CreateVersion7() : named;
    }

    private static async Task<IResult> Edit(Guid productId, HttpContext http, ProductChanges path)
    {
        var (body, given) = await Body.ReadPatch<EditProductBody>(http);
        if (given.Contains("cost"))
            await ReplayOnly.Require(http, Permissions.CostSee);
        if (given.Contains("name") && body.Name is null)
            throw ProblemException.Member("/name", "member.null", "a value");
        var name = body.Name is { } named ? TextValidation.Required(named, "/name", TextValidation.Title) : null;
        var code = TextValidation.Optional(body.Code, "/code", ProductFile.LongestCode);
        var unit = TextValidation.Optional(body.Unit, "/unit", ProductFile.LongestUnit);
        return await path.Change(
            http,
            productId,
            new { body, given = given.Order() },
            product =>
                product with
                {
                    Name = name ?? product.Name,
                    Code = given.Contains("code") ? code : product.Code,
                    Unit = given.Contains("unit") ? unit : product.Unit,
                    Price = given.Contains("price") ? body.Price : product.Price,
                    VatRate = given.Contains("vatRate") ? body.VatRate : product.VatRate,
                    Cost = given.Contains("cost") ? body.Cost : product.Cost,
                    Service = given.Contains("service") ? body.Service ?? false : product.Service,
                },
            code
        );
    }
}
