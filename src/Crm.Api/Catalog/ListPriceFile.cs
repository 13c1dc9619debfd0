using System.Globalization;
using Crm.Api.Csv;
using Crm.Domain.Catalog;
using Crm.Projections.ReadModels.Catalog;
using Marten;

namespace Crm.Api.Catalog;

/// <summary>POST /price-lists/{priceListId}/prices/import, and the columns of a file of prices.</summary>
internal static class ListPriceFile
{
    private static readonly CsvColumn ProductId = new("productId", ListPriceFileTexts.ProductId, "product id")
    {
        IsIdentifier = true,
    };
    private static readonly CsvColumn Price = ProductFile.Price;
    private static readonly CsvColumn ValidFrom = new(
        "validFrom",
        ListPriceFileTexts.ValidFrom,
        "с даты",
        "дата",
        "valid from",
        "date"
    );

    internal static readonly CsvColumn[] Columns =
    [
        ProductId,
        ProductFile.Code,
        ProductFile.Name,
        Price,
        ProductFile.Currency,
        ValidFrom,
    ];

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/price-lists/{priceListId:guid}/prices/import", Import)
            .Operation(
                new("importListPrices")
                {
                    Permission = Permissions.CatalogueWrite,
                    Tag = "Catalogues",
                    Summary = "Import prices of a price list",
                    Description =
                        $"Sets prices from a CSV file: UTF-8 or Windows-1251, at most 10 MiB and {CsvTable.MostRows} rows, "
                        + "separated by commas or "
                        + "semicolons, decimal point or comma, headers in English or Russian "
                        + $"({string.Join(", ", Columns.Select(x => x.Name))}; name is ignored). "
                        + "All changes are recorded as one event. Importing the same file twice changes nothing.",
                    Query =
                    [
                        .. Csv.Import.Parameters,
                        new(
                            "validFrom",
                            "date",
                            "First day of the prices in rows without one; today when omitted, and then only "
                                + "for prices that differ from the present ones.",
                            "2026-03-01"
                        ),
                    ],
                    Refusals =
                    [
                        "import.faulty",
                        "import.headers_faulty",
                        "import.empty",
                        "import.not_utf8",
                        "import.too_large",
                        "import.too_many_rows",
                        "price_list.not_found",
                        "price_list.archived",
                        "parameter.invalid",
                    ],
                }
            )
            .WithMetadata(new CsvBody(Columns))
            .Answers<ImportAnswer>();

    internal static IReadOnlyList<string?> Cells(ListPriceAnswer x, string language) =>
        [
            x.ProductId.ToString(),
            x.Code,
            x.Name,
            CsvCells.Text(x.Price.Amount, language),
            x.Price.Currency.Code,
            x.ValidFrom.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ];

    private static async Task<IResult> Import(
        Guid priceListId,
        HttpContext http,
        CsvImporter importer,
        PriceBooks books
    )
    {
        var (perItem, day) = (Csv.Import.PerItem(http), Query.Date(http, "validFrom"));
        var upload = await CsvUpload.Read(http);
        var table = CsvTable.Read(upload.Text, Columns, Price);
        var result = await importer.Run(
            http,
            new ImportCommand(upload.Hash, perItem, day?.ToString("O", CultureInfo.InvariantCulture)),
            "prices-" + priceListId,
            "resource.busy",
            _ => Task.FromResult<Guid[]>([priceListId]),
            async (session, context) =>
                await Decide(session, context, priceListId, table, new Import(table, perItem), day)
        );
        books.Invalidate(priceListId);
        return result;
    }

    private static async Task<Import> Decide(
        IDocumentSession session,
        CommandContext context,
        Guid id,
        CsvTable table,
        Import import,
        DateOnly? day
    )
    {
        if (await session.LoadAsync<PriceListDocument>(id) is not { State: var list })
            throw ProblemException.NotFound("price_list.not_found");
        var (byId, byCode) = await Products(session, table);
        var book = await PriceBooks.Under(session, id, byId.Keys.Select(x => new ProductId(x)), CancellationToken.None);
        List<WantedPrice> wanted = [];
        Dictionary<(ProductId, DateOnly), CsvRow> seen = [];
        foreach (var row in import.HeadersWrong ? [] : table.Rows)
        {
            List<RequestFault> faults = [];
            var product =
                row[ProductId] is { } known
                    ? byId.GetValueOrDefault(Guid.TryParseExact(known, "D", out var guid) ? guid : default)
                : row[ProductFile.Code] is { } code ? byCode.Find(code)
                : null;
            if (row[ProductId] is null && row[ProductFile.Code] is { } typed && byCode.Ambiguous(typed) is { } twins)
                faults.Add(row.Fault(ProductFile.Code, "code.ambiguous", Phrase.Data(twins)));
            else if (product is null)
                faults.Add(
                    row.Fault(
                        row[ProductId] is null ? ProductFile.Code : ProductId,
                        "product.not_found",
                        "the id or the code of a product"
                    )
                );
            if (
                row[ProductFile.Currency] is { } currency
                && !currency.Equals(list.Currency.Code, StringComparison.OrdinalIgnoreCase)
            )
                faults.Add(row.Fault(ProductFile.Currency, "currency.differs", $"{list.Currency.Code}"));
            var from =
                row[ValidFrom] is null ? day
                : CsvCells.TryDate(row[ValidFrom]!, out var date) ? date
                : null;
            if (row[ValidFrom] is not null && from is null)
                faults.Add(row.Fault(ValidFrom, "member.invalid", "a day, such as 2026-03-01 or 01.03.2026"));
            if (!CsvCells.TryNumber(row[Price] ?? "", SetListPrices.Decimals, out var price))
                faults.Add(
                    row.Fault(
                        Price,
                        row[Price] is null ? "member.required" : "member.invalid",
                        "a number of at most 15 digits before and 6 after the point or comma"
                    )
                );
            else if (SetListPrices.Wrong(price, "") is { } wrong)
                faults.Add(row.Fault(Price, wrong.Code, wrong.Expected!));
            if (product is not null && faults.Count == 0 && !seen.TryAdd((product.Id, from ?? context.Today), row))
            {
                var first = seen[(product.Id, from ?? context.Today)];
                if (row.IsEqual(first, Columns))
                {
                    import.Unchanged();
                    continue;
                }

                faults.Add(row.Twice(first, row[ProductId] is null ? ProductFile.Code : ProductId));
            }

            foreach (var fault in faults)
                import.Faulty(fault);
            if (faults.Count > 0)
                continue;
            var one = new WantedPrice(product!.Id, from, price);
            if (one.Holds(book, context.Today))
                import.Unchanged();
            else
                Did(import, row.Line, product, book, one, from ?? context.Today, wanted);
        }

        var decision = new SetListPrices([.. wanted]).Decide(list, book, context);
        if (decision.Refused is { } refused)
            throw new ProblemException(409, refused.Code) { Blockers = refused.Blockers };
        if (!decision.Events.IsEmpty)
            session.Events.Append(
                id,
                decision.Events.Select(x => (object)RequestStore.Recorded(session, x, context.Now)).ToArray()
            );
        return import;
    }

    private static void Did(
        Import import,
        int line,
        Product product,
        PriceBook book,
        WantedPrice price,
        DateOnly day,
        List<WantedPrice> wanted
    )
    {
        wanted.Add(price);
        var before = book.On(product.Id, day)?.Price;
        import.Did(
            line,
            book.Of(product.Id, day) is null,
            string.Create(CultureInfo.InvariantCulture, $"{product.Code ?? product.Id.ToString()} {day:yyyy-MM-dd}"),
            [new("price", before is { } was ? CsvCells.Text(was, "en") : null, CsvCells.Text(price.Price, "en"))]
        );
    }

    /// <summary>The products that the rows name, in one query.</summary>
    private static async Task<(Dictionary<Guid, Product> ById, ProductsByCode ByCode)> Products(
        IDocumentSession session,
        CsvTable table
    )
    {
        var ids = table
            .Rows.Select(row => Guid.TryParseExact(row[ProductId], "D", out var id) ? id : (Guid?)null)
            .OfType<Guid>()
            .Distinct();
        var codes = table.Rows.Select(row => row[ProductFile.Code]).OfType<string>().Distinct(StringComparer.Ordinal);
        Dictionary<Guid, Product> byId = [];
        ProductsByCode byCode = new();
        foreach (var document in await ProductsOfFile.Load(session, [.. ids], [.. codes], CancellationToken.None))
        {
            var found = document.State;
            byId[found.Id.Value] = found;
            byCode.Add(found);
        }

        return (byId, byCode);
    }
}
