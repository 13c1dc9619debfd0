using System.Globalization;
using System.Text.Json;
using Crm.Api.Csv;
using Crm.Api.Paging;
using Crm.Api.Resources;
using Crm.Domain.Catalog;
using Crm.Projections.ReadModels.Catalog;
using Npgsql;
using Wolverine;

namespace Crm.Api.Catalog;

/// <summary>/price-lists/{priceListId}/prices: what stands in a list, on a day or on all, now or as it was known.</summary>
public static class ListPriceEndpoints
{
    private static readonly Param[] Filters =
    [
        new(
            "on",
            "date",
            "Only the price of each product that applies on this day; all prices of all days when omitted.",
            "2026-03-01"
        ),
        new("productId", "uuid", "Ids of products, separated by commas."),
        new Param(
            "q",
            "string",
            "Searches the product's code and name by the beginnings of words." + Param.OneLetter,
            "принтер"
        ).Checked(http => Query.Words(http, "q")),
        Param.AsOf with
        {
            Description = "Returns the prices as they were at this instant, without later corrections.",
        },
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/price-lists/{priceListId:guid}/prices", Set)
            .Operation(
                new("setListPrice")
                {
                    Permission = Permissions.CatalogueWrite,
                    Tag = "Catalogues",
                    Summary = "Set a list price",
                    Description =
                        "Sets the price of a product from a day on; it applies until the product's next "
                        + "price in the list. A price that already applies records no event.",
                    Refusals =
                    [
                        "validation.failed",
                        "price_list.not_found",
                        "price_list.archived",
                        "currency.differs",
                        "version.stale",
                    ],
                }
            )
            .Takes(new SetListPriceBody(Sample.Product, Sample.Rub(14000), Sample.Day(3, 1)))
            .Answers<ListPriceAnswer>();
        routes
            .MapGet("/price-lists/{priceListId:guid}/prices", List)
            .Operation(
                new("listListPrices")
                {
                    Permission = Permissions.CatalogueRead,
                    Tag = "Catalogues",
                    Summary = "List prices of a price list",
                    Description =
                        "Prices, ordered by day and product. With `Accept: text/csv` all matching prices as "
                        + "a file that importListPrices accepts.",
                    AnswersCsv = true,
                    Query = [.. Param.Page, Param.Count, .. Filters],
                    Refusals =
                    [
                        "price_list.not_found",
                        "limit.invalid",
                        "cursor.invalid",
                        "search.no_words",
                        "parameter.invalid",
                    ],
                }
            )
            .AnswersList<ListPriceAnswer>();
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
            Faults = [new("/price/currency", "currency.differs", $"{expected.Code}")],
        };

    private static async Task<IResult> List(
        Guid priceListId,
        HttpContext http,
        NpgsqlDataSource database,
        CursorSeal cursors,
        ResourceHistory history,
        StoredDocuments documents
    )
    {
        // A stream of prices is long: it is read only for a past state.
        var current = Query.Instant(http, "asOf") is null
            ? await documents.Find<PriceListDocument>(priceListId, http.RequestAborted)
                ?? throw ProblemException.NotFound("price_list.not_found")
            : null;
        var list = (
            current
            ?? await history.At(
                http,
                priceListId,
                (PriceListDocument?)null,
                (x, e) =>
                    e.Entry.Stream == "price_list"
                        ? PriceListProjection.After(x, priceListId, e.Data, e.RecordedAt)
                        : throw ProblemException.NotFound("price_list.not_found"),
                "price_list.not_found"
            )
        )!.State;
        var page = new PageOf(Prices(http, priceListId, list));
        if (CsvExport.Wanted(http))
            return new CsvExport(
                "prices-" + list.Code,
                ListPriceFile.Columns,
                page.All(
                    database,
                    [ListPriceList.ByDay],
                    row => ListPriceFile.Cells(Answer(row), Language.Of(http)),
                    http.RequestAborted
                )
            );
        return await page.Answer(http, database, cursors, [ListPriceList.ByDay], Answer);

        ListPriceAnswer Answer(NpgsqlDataReader row)
        {
            var price = ListPriceList.Read(row);
            return new(price.Product, price.Code, price.Name, new(price.Price, list.Currency), price.ValidFrom);
        }
    }

    private static ListPriceList Prices(HttpContext http, Guid id, PriceList list)
    {
        var prices = new ListPriceList(id, list, Query.Date(http, "on"), Query.Instant(http, "asOf"));
        if (Query.Ids(http, "productId") is { } products)
            prices.OfProducts(products);
        foreach (var prefix in Query.Words(http, "q"))
            prices.HasWord(prefix);
        return prices;
    }
}
