using System.Globalization;
using Crm.Api.Clients;
using Crm.Api.Paging;
using Crm.Domain.Deals;
using JasperFx.Events;

namespace Crm.Api.Deals;

/// <summary>An event with what the store knows of it, and the deal as it stands.</summary>
/// <param name="SeesClient">The caller may read what the event says of a client.</param>
public sealed record PartOf<TFact>(TFact Fact, Deal Deal, DateTimeOffset RecordedAt, bool SeesClient = false)
    where TFact : DomainEvent;

/// <summary>
/// Reads what belongs to one deal - interactions, orders, payments - from its own stream: never behind, and as it stood at any
/// instant. Pages are cut by the event's version, so they are stable under inserts.
/// </summary>
public sealed class DealParts(DealReader deals, DocumentClients clients, CursorSeal cursors)
{
    public async Task<IResult> List<TFact, TAnswer>(HttpContext http, Guid dealId, Func<PartOf<TFact>, TAnswer> answer)
        where TFact : DomainEvent
    {
        var limit = Query.Limit(http);
        var (events, deal) = await Load(http, dealId);
        var scope = $"{http.Request.Path}|{Query.Text(http, "asOf")}|{Query.Text(http, "knownAt")}";
        var after = Query.Text(http, "cursor") is { } cursor
            ? long.Parse(cursors.Open(scope, cursor)[0], CultureInfo.InvariantCulture)
            : 0;
        var found = events.Where(x => x.Data is TFact && x.Version > after).Take(limit + 1).ToArray();
        List<TAnswer> items = [];
        foreach (var x in found.Take(limit))
            items.Add(
                answer(
                    new(
                        (TFact)x.Data,
                        deal.State,
                        x.Timestamp,
                        await clients.Sees(http.Viewer(), (DomainEvent)x.Data, deal.State, http.RequestAborted)
                    )
                )
            );
        var next =
            found.Length > limit
                ? cursors.Seal(scope, [found[limit - 1].Version.ToString(CultureInfo.InvariantCulture)])
                : null;
        return Pages.Of(http, new Listed<TAnswer>(items, next));
    }

    public async Task<IResult> Get<TFact, TAnswer>(
        HttpContext http,
        Guid dealId,
        Func<TFact, bool> wanted,
        string notFound,
        Func<PartOf<TFact>, TAnswer> answer
    )
        where TFact : DomainEvent
        where TAnswer : notnull
    {
        var (events, deal) = await Load(http, dealId);
        var found =
            events.FirstOrDefault(x => x.Data is TFact domainEvent && wanted(domainEvent))
            ?? throw ProblemException.NotFound(notFound);
        var sees = await clients.Sees(http.Viewer(), (DomainEvent)found.Data, deal.State, http.RequestAborted);
        return Reply.Ok(
            answer(new((TFact)found.Data, deal.State, found.Timestamp, sees)),
            ETags.OfPart(deal.State, http.Viewer(), sees)
        );
    }

    private async Task<(IReadOnlyList<IEvent> Facts, DealDocument Deal)> Load(HttpContext http, Guid dealId)
    {
        var events = await deals.Facts(
            dealId,
            Query.Instant(http, "asOf"),
            Query.Instant(http, "knownAt"),
            http.RequestAborted
        );
        return (events, DealReader.Folded(events, dealId) ?? throw ProblemException.NotFound("deal.not_found"));
    }
}

/// <summary>The three routes that every part of a deal has: create, list, read.</summary>
/// <param name="Noun">Path segment, plural.</param>
/// <param name="One">Singular, for operation ids, such as Order.</param>
/// <param name="Route">Name of the route value, such as orderId.</param>
public sealed record PartRoutes(string Noun, string One, string Route, string Tag)
{
    public void Read<TFact, TAnswer>(
        IEndpointRouteBuilder routes,
        Func<TFact, Guid> id,
        string notFound,
        Func<PartOf<TFact>, TAnswer> answer
    )
        where TFact : DomainEvent
        where TAnswer : notnull
    {
        var words = NameHumanizer.Of(Noun);
        routes
            .MapGet(
                $"/deals/{{dealId:guid}}/{Noun}",
                (Guid dealId, HttpContext http, DealParts parts) => parts.List(http, dealId, answer)
            )
            .Operation(
                new($"list{One}s")
                {
                    Permission = Permissions.DealsRead,
                    Tag = Tag,
                    Summary = $"List {words}",
                    Description = $"The {words} of the deal, in the order of recording.",
                    Query = [.. Param.Page, Param.AsOf, Param.KnownAt],
                    Refusals = ["deal.not_found", "cursor.invalid"],
                }
            )
            .Answers<Listed<TAnswer>>();
        routes
            .MapGet(
                $"/deals/{{dealId:guid}}/{Noun}/{{{Route}:guid}}",
                (Guid dealId, HttpContext http, DealParts parts) =>
                {
                    var wanted = Guid.Parse((string)http.Request.RouteValues[Route]!);
                    return parts.Get(http, dealId, x => id(x) == wanted, notFound, answer);
                }
            )
            .Operation(
                new($"get{One}")
                {
                    Permission = Permissions.DealsRead,
                    Tag = Tag,
                    Summary = $"Read {NameHumanizer.A(One)}",
                    Description = $"Returns {NameHumanizer.A(One)} of the deal.",
                    Query = [Param.AsOf, Param.KnownAt],
                    Refusals = ["deal.not_found", notFound],
                }
            )
            .Answers<TAnswer>();
    }
}
