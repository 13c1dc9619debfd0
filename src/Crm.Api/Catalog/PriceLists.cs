using System.Globalization;
using Crm.Api.Resources;
using Crm.Domain.Catalog;
using Crm.Projections.ReadModels.Catalog;
using Wolverine;

namespace Crm.Api.Catalog;

/// <summary>/price-lists: lists and their lives; what stands in them is <see cref="ListPriceEndpoints"/>.</summary>
public static class PriceListEndpoints
{
    /// <summary>Prices that one event of a history shows; an import may have set thousands.</summary>
    private const int MostShown = 200;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/price-lists", Make)
            .Operation(
                new("createPriceList")
                {
                    Permission = Permissions.CatalogueWrite,
                    Tag = "Catalogues",
                    Summary = "Create a price list",
                    Description =
                        "Creates a price list (прайс-лист, вид цен). Code, currency and VAT mode never change. A "
                        + "list without `grants` is open to all.",
                    Refusals = ["validation.failed", "price_list.taken"],
                }
            )
            .Takes(new MakePriceListBody("dealers", "Дилерский", "RUB", true, Sample.Day(1, 1)))
            .Answers<PriceListAnswer>(201)
            .Answers<PriceListAnswer>();
        routes
            .MapPatch("/price-lists/{priceListId:guid}", Edit)
            .Operation(
                new("updatePriceList")
                {
                    Permission = Permissions.CatalogueWrite,
                    Tag = "Catalogues",
                    Summary = "Edit a price list",
                    Description = "Changes the title, the first day or the grants of a price list. Requires If-Match.",
                    RequiresMatch = true,
                    Refusals = ["validation.failed", "if_match.required", "version.stale", "price_list.not_found"],
                }
            )
            .TakesPatch(new EditPriceListBody("Дилерский, 2026"))
            .Answers<PriceListAnswer>();
        routes
            .MapPost(
                "/price-lists/{priceListId:guid}/archive",
                (Guid priceListId, HttpContext http, IMessageBus bus) => Archive(http, priceListId, bus, true)
            )
            .Operation(
                new("archivePriceList")
                {
                    Permission = Permissions.CatalogueWrite,
                    Tag = "Catalogues",
                    Summary = "Archive a price list",
                    Description =
                        "The list accepts no new prices and provides none to new lines; existing lines keep "
                        + "theirs.",
                    Refusals = ["price_list.not_found", "version.stale"],
                }
            )
            .Takes(new NoBody(), optional: true)
            .Answers<PriceListAnswer>();
        routes
            .MapPost(
                "/price-lists/{priceListId:guid}/restore",
                (Guid priceListId, HttpContext http, IMessageBus bus) => Archive(http, priceListId, bus, false)
            )
            .Operation(
                new("restorePriceList")
                {
                    Permission = Permissions.CatalogueWrite,
                    Tag = "Catalogues",
                    Summary = "Restore a price list",
                    Description = "The list accepts and provides prices again.",
                    Refusals = ["price_list.not_found", "version.stale"],
                }
            )
            .Takes(new NoBody(), optional: true)
            .Answers<PriceListAnswer>();
        Documents.Read(
            routes,
            new Resource<PriceListDocument, PriceListAnswer>(
                "price-lists",
                "PriceList",
                "Catalogues",
                Permissions.CatalogueRead,
                (http, x) => PriceListAnswer.Of(x, Caller.Of(http))
            )
            {
                Version = x => x.Version,
                Fold = PriceListProjection.After,
                Filters =
                [
                    new(
                        "archived",
                        "boolean",
                        "`true`: archived items only; `false`: items in use only; all when omitted."
                    ),
                ],
                List = http =>
                {
                    var list = new PriceListList();
                    if (Query.Text(http, "archived") is not null)
                        list.Archived(Query.Flag(http, "archived"));
                    return list;
                },
                History = (http, id, history) =>
                    history.Page(
                        http,
                        id,
                        Walk.Nothing,
                        (x, e) => x.After(id, e),
                        x => x.Document is null ? null : PriceListAnswer.Of(x.Document, Caller.Of(http)),
                        "price_list.not_found",
                        (before, _, e) => before.Changes(e)
                    ),
            }
        );
    }

    private static async Task<IResult> Make(
        HttpContext http,
        IMessageBus bus,
        ProblemRenderer problems,
        References references,
        AccessRegistry access,
        TimeProvider clock
    )
    {
        var body = await Body.Read<MakePriceListBody>(http);
        if (!Currency.IsKnown(body.Currency))
            throw ProblemException.Member("/currency", "currency.unknown", "a code of ISO 4217, such as RUB");
        var list = new PriceList(
            TextValidation.Required(body.Code, "/code", TextValidation.Short),
            TextValidation.Required(body.Title, "/title", TextValidation.Title),
            new(body.Currency),
            body.PriceIncludesVat,
            body.ValidFrom,
            false
        )
        {
            Grants = await Granted(http, body.Grants, references, access),
        };
        if (list.Faults().ToArray() is { Length: > 0 } faults)
            return problems.Answer(http, Rejection.Invalid(faults));
        var id = PriceListDocument.StreamOf(list.Code);
        return await bus.Answer(
            http,
            new MakePriceListCommand(
                id,
                [new PriceListMade(list) { HappenedAt = clock.GetUtcNow() }],
                http.CommandRequest(body, null, id)
            )
        );
    }

    private static async ValueTask<PriceListGrants?> Granted(
        HttpContext http,
        PriceListGrantsBody? grants,
        References references,
        AccessRegistry access
    ) => grants is null ? null : await grants.Validated(http, references, await access.Staff(http.RequestAborted));

    private static async Task<IResult> Edit(
        Guid priceListId,
        HttpContext http,
        IMessageBus bus,
        References references,
        AccessRegistry access
    )
    {
        var (body, given) = await Body.ReadPatch<EditPriceListBody>(http);
        if (given.Contains("title") && body.Title is null)
            throw ProblemException.Member("/title", "member.null", "a value");
        var title = body.Title is { } named ? TextValidation.Required(named, "/title", TextValidation.Title) : null;
        var grants = await Granted(http, body.Grants, references, access);
        return await Change(
            http,
            priceListId,
            bus,
            new { body, given = given.Order() },
            list =>
                list with
                {
                    Title = title ?? list.Title,
                    ValidFrom = given.Contains("validFrom") ? body.ValidFrom : list.ValidFrom,
                    Grants = given.Contains("grants") ? grants : list.Grants,
                }
        );
    }

    private static async Task<IResult> Archive(HttpContext http, Guid id, IMessageBus bus, bool archived)
    {
        var body = await Body.Read<NoBody>(http, optional: true);
        return await Change(http, id, bus, new { body, archived }, x => x with { Archived = archived });
    }

    private static Task<IResult> Change(
        HttpContext http,
        Guid id,
        IMessageBus bus,
        object body,
        Func<PriceList, PriceList> wanted
    ) =>
        bus.Answer(
            http,
            new ExecutePriceListCommand(
                id,
                (list, context) => new ChangePriceList(wanted(list.State)).Decide(list.State, context),
                http.CommandRequest(body)
            )
        );

    /// <summary>A list with its prices, as a history walks through it.</summary>
    private sealed record Walk(PriceListDocument? Document, ImmutableDictionary<(ProductId, DateOnly), decimal> Prices)
    {
        public static Walk Nothing { get; } = new(null, ImmutableDictionary<(ProductId, DateOnly), decimal>.Empty);

        public Walk After(Guid id, EventRow e)
        {
            if (e.Entry.Stream != "price_list")
                throw ProblemException.NotFound("price_list.not_found");
            var prices = e.Data is ListPricesSet set
                ? Prices.SetItems(set.Prices.Select(x => KeyValuePair.Create((x.Product, x.ValidFrom), x.Price)))
                : Prices;
            return new(PriceListProjection.After(Document, id, e.Data, e.RecordedAt), prices);
        }

        public FieldChange[]? Changes(EventRow e) =>
            e.Data is not ListPricesSet set
                ? null
                :
                [
                    .. set
                        .Prices.Take(MostShown)
                        .Select(x => new FieldChange(
                            string.Create(CultureInfo.InvariantCulture, $"prices.{x.Product}.{x.ValidFrom:yyyy-MM-dd}"),
                            Prices.TryGetValue((x.Product, x.ValidFrom), out var was) ? was : null,
                            x.Price
                        )),
                ];
    }
}
