using Crm.Api.Csv;
using Crm.Domain.Catalog;
using Crm.Projections.ReadModels.Catalog;

namespace Crm.Api.Catalog;

/// <summary>
/// POST /products/import, and the columns of a file of products: what is exported can be imported, and then changes nothing.
/// </summary>
public static class ProductFile
{
    public const int LongestCode = 100;
    public const int LongestUnit = 50;

    internal static readonly CsvColumn Id = new("id", ProductFileTexts.Id) { IsIdentifier = true };
    internal static readonly CsvColumn Code = new("code", ProductFileTexts.Code, "артикул", "sku")
    {
        IsIdentifier = true,
    };
    internal static readonly CsvColumn Name = new(
        "name",
        ProductFileTexts.Name,
        "название",
        "номенклатура",
        "товар",
        "product"
    );
    internal static readonly CsvColumn Unit = new(
        "unit",
        ProductFileTexts.Unit,
        "ед.",
        "ед. изм.",
        "единица измерения"
    );
    internal static readonly CsvColumn Price = new("price", ProductFileTexts.Price);
    internal static readonly CsvColumn Currency = new("currency", ProductFileTexts.Currency) { IsIdentifier = true };
    internal static readonly CsvColumn VatRate = new("vatRate", ProductFileTexts.VatRate, "ндс", "vat", "vat rate");
    internal static readonly CsvColumn Cost = new("cost", ProductFileTexts.Cost);
    internal static readonly CsvColumn CostCurrency = new(
        "costCurrency",
        ProductFileTexts.CostCurrency,
        "cost currency"
    )
    {
        IsIdentifier = true,
    };
    internal static readonly CsvColumn Archived = new("archived", ProductFileTexts.Archived, "архив");

    internal static readonly CsvColumn[] Columns =
    [
        Id,
        Code,
        Name,
        Unit,
        Price,
        Currency,
        VatRate,
        Cost,
        CostCurrency,
        Archived,
    ];

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/products/import", Import)
            .Operation(
                new("importProducts")
                {
                    Permission = Permissions.CatalogueWrite,
                    Tag = "Catalogues",
                    Summary = "Import products",
                    Description =
                        $"Adds and changes products from a CSV file: UTF-8 or Windows-1251, at most 10 MiB and "
                        + $"{CsvTable.MostRows} rows, separated by "
                        + "commas or semicolons, decimal point or comma, headers in English or Russian "
                        + $"({string.Join(", ", Columns.Select(x => x.Name))}). "
                        + "A row refers to a product by id, otherwise by code; values of missing columns "
                        + "do not change. Importing the same file twice changes nothing.",
                    Query = Csv.Import.Parameters,
                    Refusals =
                    [
                        "import.faulty",
                        "import.headers_faulty",
                        "import.empty",
                        "import.not_utf8",
                        "import.too_large",
                        "import.too_many_rows",
                        "permission.missing",
                        "product.taken",
                    ],
                }
            )
            .WithMetadata(new CsvBody(Columns))
            .Answers<ImportAnswer>();

    /// <summary>A product as a row; whoever does not see costs gets none.</summary>
    internal static IReadOnlyList<string?> Cells(HttpContext http, ProductDocument document) =>
        Cells(document.State, Language.Of(http), Caller.Of(http).Grants.Has(Permissions.CostSee));

    internal static IReadOnlyList<string?> Cells(Product x, string language, bool costs) =>
        [
            x.Id.ToString(),
            x.Code,
            x.Name,
            x.Unit,
            x.Price is { } price ? CsvCells.Text(price.Amount, language) : null,
            x.Price?.Currency.Code,
            x.VatRate is { } rate ? CsvCells.Text(rate, language) : ProductFileTexts.Exempt.In(language),
            costs && x.Cost is { } cost ? CsvCells.Text(cost.Amount, language) : null,
            costs ? x.Cost?.Currency.Code : null,
            (x.Archived ? ProductFileTexts.Yes : ProductFileTexts.No).In(language),
        ];

    private static async Task<IResult> Import(HttpContext http, CsvImporter importer, Company company, Names names)
    {
        var perItem = Csv.Import.PerItem(http);
        var upload = await CsvUpload.Read(http);
        var table = CsvTable.Read(upload.Text, Columns).With(Currency, Price).With(CostCurrency, Cost);
        // An export for eyes that see no cost has the columns, and nothing in them.
        var costs = Caller.Of(http).Grants.Has(Permissions.CostSee);
        var namesHiddenCosts = !costs && table.Rows.Any(x => x[Cost] is not null);
        var import = new ProductImport(table, perItem, costs, company.Settings.VatRates, company.BaseCurrency)
        {
            Language = Language.Of(http),
        };
        var result = await importer.Run(
            http,
            new ImportCommand(upload.Hash, perItem, null),
            "products",
            "product.taken",
            import.Streams,
            import.Decide,
            namesHiddenCosts ? Permissions.CostSee : null
        );
        names.Invalidate<ProductDocument>();
        return result;
    }
}
