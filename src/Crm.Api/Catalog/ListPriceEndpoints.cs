using System.Globalization;
using System.Text.Json;
using Crm.Api.Csv;
using Crm.Domain.Catalog;
using Crm.Projections.Catalog;
using Npgsql;
using Wolverine;

namespace Crm.Api.Catalog;

/// <summary>What a product costs in a list from a day on, until its next price there.</summary>
/// <param name="Price">Per unit, up to 6 decimals, in the list's currency.</param>
/// <param name="ValidFrom">A past day is a correction: what copied the earlier price keeps it. Absent: today, unless that price holds already.</param>
public sealed record SetListPriceBody(Guid ProductId, Money Price, DateOnly? ValidFrom = null);

/// <summary>A price of a list.</summary>
/// <param name="Price">Per unit, in the list's currency and VAT mode.</param>
/// <param name="ValidFrom">It holds from this day until the product's next price in the list.</param>
public sealed record ListPriceAnswer(Guid ProductId, string? Code, string Name, Money Price, DateOnly ValidFrom);

/// <summary>/price-lists/{priceListId}/prices: what stands in a list, on a day or on all, now or as it was known.</summary>
public static class ListPriceEndpoints
{
    private static readonly Param[] Filters =
    [
        new(
            "on",
            "date",
            "The price of each product that holds on this day; absent: every price of every day.",
            "2026-03-01"
        ),
        new("productId", "uuid", "Only of these products, by commas."),
        new("q", "string", "Beginnings of words of the product's code and name.", "принтер"),
        Param.AsOf with
        {
            Description = "As they stood at this instant; later corrections do not count.",
        },
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/price-lists/{priceListId:guid}/prices", Set)
            .Operation(
                "setListPrice",
                Permissions.CatalogueWrite,
                "Catalogues",
                "Set a price in a list",
                "The price holds from its day until the product's next one in the list. A price that holds already leaves no fact.",
                refuses:
                [
                    "validation.failed",
                    "price_list.not_found",
                    "price_list.archived",
                    "currency.differs",
                    "version.stale",
                ]
            )
            .Takes(new SetListPriceBody(Sample.Product, Sample.Rub(14000), Sample.Day(3, 1)))
            .Answers<ListPriceAnswer>();
        routes
            .MapGet("/price-lists/{priceListId:guid}/prices", List)
            .Operation(
                "listListPrices",
                Permissions.CatalogueRead,
                "Catalogues",
                "List prices of a list",
                "By day and product. With Accept: text/csv a file of all that fit, which an import takes back.",
                query: [.. Param.Page, Param.Count, .. Filters],
                refuses:
                [
                    "price_list.not_found",
                    "limit.invalid",
                    "cursor.invalid",
                    "search.no_words",
                    "parameter.invalid",
                ]
            )
            .Answers<Listed<ListPriceAnswer>>();
        ListPriceFile.Map(routes);
    }

    private static async Task<IResult> Set(
        Guid priceListId,
        HttpContext http,
        IMessageBus bus,
        References references,
        CommandContexts contexts
    )
    {
        var body = await Body.Read<SetListPriceBody>(http);
        var product = await references.Product(body.ProductId, "/productId", http.RequestAborted);
        if (SetListPrices.Wrong(body.Price.Amount, "/price/amount") is { } wrong)
            throw ProblemException.Member(wrong.Pointer, wrong.Code, wrong.Expected!);
        var command = new SetListPrices([new(product.Id, body.ValidFrom, body.Price.Amount)]);
        var stated = new StatedPrices(priceListId, product.Id);
        return await bus.Answer(
            http,
            new ExecutePriceListCommand(
                priceListId,
                (list, context) =>
                    list.State.Currency == body.Price.Currency
                        ? command.Decide(list.State, stated.Book, context)
                        : CurrencyDiffers(list.State.Currency),
                http.CommandRequest(body)
            )
            {
                Reads = stated,
                Subject = new ListPriceAnswer(
                    body.ProductId,
                    product.Code,
                    product.Name,
                    body.Price,
                    body.ValidFrom ?? contexts.Create(Caller.Of(http)).Today
                ),
            }
        );
    }

    private static Rejection CurrencyDiffers(Currency expected) =>
        Rejection.Conflict("currency.differs") with
        {
            Faults = [new("/price/currency", "currency.differs", expected.Code)],
        };

    private static async Task<IResult> List(
        Guid priceListId,
        HttpContext http,
        NpgsqlDataSource database,
        CursorSeal cursors,
        ResourceHistory history
    )
    {
        var list = (
            await history.At(
                http,
                priceListId,
                (PriceListDocument?)null,
                (x, e) =>
                    EventCatalogue.Of(e.EventType).Stream == "price_list"
                        ? PriceListProjection.After(x, priceListId, (Fact)e.Data, e.Timestamp)
                        : throw ProblemException.NotFound("price_list.not_found"),
                "price_list.not_found"
            )
        )!.State;
        var page = Page(http, priceListId, list);
        if (CsvExport.Wanted(http))
            return new CsvExport(
                "prices-" + list.Code,
                ListPriceFile.Columns,
                page.All(
                    database,
                    [new("validFrom", "r.valid_from", "date", false)],
                    x => ListPriceFile.Cells(Read(x), Language.Of(http)),
                    http.RequestAborted
                )
            );
        var (items, next, total) = await page.Read(
            http,
            database,
            cursors,
            [new("validFrom", "r.valid_from", "date", false)],
            PageOf.Scope(http),
            Read,
            http.RequestAborted
        );
        return Pages.Of(http, new Listed<ListPriceAnswer>(items, next) { Total = total });

        ListPriceAnswer Read(NpgsqlDataReader x) =>
            new(
                x.GetGuid(0),
                x.IsDBNull(1) ? null : x.GetString(1),
                x.GetString(2),
                new(x.GetDecimal(3), list.Currency),
                x.GetFieldValue<DateOnly>(4)
            );
    }

    private static PageOf Page(HttpContext http, Guid id, PriceList list)
    {
        var (on, asOf) = (Query.Date(http, "on"), Query.Instant(http, "asOf"));
        // Of a day the last that was recorded counts, of a product the last day that is not after the one asked for.
        var stated =
            $"select distinct on (p.product, p.valid_from) p.product, p.valid_from, p.price from {ListPrices.Qualified} p where p.list = $1 and p.recorded_at <= $2 and p.valid_from <= $3 order by p.product, p.valid_from, p.n desc";
        var page = new PageOf(
            $"({(on is null ? stated : $"select distinct on (s.product) s.* from ({stated}) s order by s.product, s.valid_from desc")}) r join crm.mt_doc_product d on d.id = r.product",
            "r.product, d.code, d.data->'state'->>'name', r.price, r.valid_from",
            "r.product"
        );
        page.Parameter(id);
        page.Parameter(
            new NpgsqlParameter
            {
                Value = (asOf ?? new DateTimeOffset(9999, 1, 1, 0, 0, 0, TimeSpan.Zero)).UtcDateTime,
                NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz,
            }
        );
        page.Parameter(on ?? DateOnly.MaxValue);
        if (on < list.ValidFrom)
            page.Where("false");
        if (Query.Ids(http, "productId") is { } products)
            page.Where($"r.product = any({page.Parameter(products)})");
        foreach (var prefix in Query.Words(http, "q"))
            page.Where(SearchWords.Sql("d.words", page.Parameter(prefix)));
        return page;
    }
}
