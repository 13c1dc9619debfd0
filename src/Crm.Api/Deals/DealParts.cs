using System.Globalization;
using Crm.Api.Clients;
using Crm.Api.Paging;
using Crm.Domain.Deals;
using Crm.Domain.Deals.Settlement;

namespace Crm.Api.Deals;

/// <summary>An event with what the store knows of it, and the deal as it stands.</summary>
/// <param name="SeesClient">The caller may read what the event says of a client.</param>
/// <param name="Language">The language of warnings; null in a read, which has none.</param>
public sealed record PartOf<TFact>(
    TFact Fact,
    Deal Deal,
    DateTimeOffset RecordedAt,
    bool SeesClient = false,
    string? Language = null
)
    where TFact : DomainEvent
{
    /// <summary>Whether the caller sees another deal that the event names; null: it names none.</summary>
    public Func<DealId, bool>? SeesDeal { get; init; }
}

/// <summary>What later events have made of the parts of a deal.</summary>
public interface IPartRevisions
{
    /// <summary>Which of the events that made parts still count.</summary>
    ValueTask<Func<EventRow, bool>> Counting(DealAt at, CancellationToken ct);

    /// <summary>The same events with what they say now.</summary>
    ValueTask<IReadOnlyList<EventRow>> Revise(DealAt at, IReadOnlyList<EventRow> made, CancellationToken ct);
}

/// <summary>
/// Reads what belongs to one deal - interactions, orders, payments - from its own stream: never behind, and as it stood at any
/// instant. The database selects the events of the part, so the length of the stream does not matter. Pages are cut by the
/// event's version, so they are stable under inserts.
/// </summary>
public sealed class DealParts(DealReader deals, DocumentClients clients, OtherDeals others, CursorSeal cursors)
{
    /// <param name="isShown">Which of them the list has; null: all.</param>
    public async Task<IResult> List<TFact, TAnswer>(
        HttpContext http,
        Guid dealId,
        Func<PartOf<TFact>, TAnswer> answer,
        Func<TFact, Deal, bool>? isShown = null,
        IPartRevisions? revisions = null
    )
        where TFact : DomainEvent
    {
        var page = new PageBuilder(http, cursors, PageOf.Scope(http));
        var after = page.After is [var last] ? long.Parse(last, CultureInfo.InvariantCulture) : 0;
        var at = await deals.At(http, dealId);
        var deal = at.Deal.State;
        var counts = revisions is null ? _ => true : await revisions.Counting(at, http.RequestAborted);
        var found = await EventsOfPage.Read(
            deals
                .Events<TFact>(at, after, http.RequestAborted)
                .Where(e => counts(e) && (isShown is null || isShown((TFact)e.Data, deal))),
            page.Limit,
            e => e.Size
        );
        var items = revisions is null ? found.Items : await revisions.Revise(at, found.Items, http.RequestAborted);
        foreach (var e in items)
        {
            var sees = await clients.Sees(http.Viewer(), e.Data, deal, http.RequestAborted);
            var part = answer(
                new((TFact)e.Data, deal, e.RecordedAt, sees)
                {
                    SeesDeal = await others.Seen(http.Viewer(), e.Data, deal, http.RequestAborted),
                }
            );
            if (!page.Add(part, e.Version.ToString(CultureInfo.InvariantCulture)))
                return page.Answer();
        }

        if (found.More)
            page.Cut();
        return page.Answer();
    }

    /// <summary>Filters a list of documents by their number.</summary>
    public static Param Number { get; } =
        new Param(
            "number",
            "string",
            "Number of the document; prefix, year and leading zeros may be left out.",
            "21"
        ).Checked(http => NumberKey(http));

    /// <summary>The key that the documents must have; null: any.</summary>
    public static string? NumberKey(HttpContext http) =>
        Query.Code(http, "number") is { } typed
            ? DocumentNumbers.KeyOf(typed) ?? throw Query.Invalid("number", "a number with letters or digits")
            : null;

    /// <param name="id">The id of the part that an event made.</param>
    public async Task<IResult> Get<TFact, TAnswer>(
        HttpContext http,
        (Guid Deal, Guid Part) wanted,
        Func<TFact, Guid> id,
        string notFound,
        Func<PartOf<TFact>, TAnswer> answer,
        IPartRevisions? revisions = null
    )
        where TFact : DomainEvent
        where TAnswer : notnull
    {
        var at = await deals.At(http, wanted.Deal);
        var deal = at.Deal.State;
        var counts = revisions is null ? _ => true : await revisions.Counting(at, http.RequestAborted);
        var found =
            await deals.Find(at, id, wanted.Part, counts, http.RequestAborted)
            ?? throw ProblemException.NotFound(notFound);
        if (revisions is not null)
            found = (await revisions.Revise(at, [found], http.RequestAborted))[0];
        var sees = await clients.Sees(http.Viewer(), found.Data, deal, http.RequestAborted);
        var part = answer(
            new((TFact)found.Data, deal, found.RecordedAt, sees)
            {
                SeesDeal = await others.Seen(http.Viewer(), found.Data, deal, http.RequestAborted),
            }
        );
        return Reply.Ok(part, deal.Version);
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
        Func<PartOf<TFact>, TAnswer> answer,
        Func<TFact, string?>? number = null,
        Func<IServiceProvider, IPartRevisions>? revisions = null
    )
        where TFact : DomainEvent
        where TAnswer : notnull
    {
        var words = NameHumanizer.Of(Noun);
        routes
            .MapGet(
                $"/deals/{{dealId:guid}}/{Noun}",
                (Guid dealId, HttpContext http, DealParts parts) =>
                    parts.List<TFact, TAnswer>(
                        http,
                        dealId,
                        answer,
                        Numbered(http, number),
                        revisions?.Invoke(http.RequestServices)
                    )
            )
            .Operation(
                new($"list{One}s")
                {
                    Permission = Permissions.DealsRead,
                    Tag = Tag,
                    Summary = $"List {words}",
                    Description = $"The {words} of the deal, in the order of recording.",
                    Query =
                    [
                        .. Param.Page,
                        Param.AsOf,
                        Param.KnownAt,
                        .. number is null ? [] : new[] { DealParts.Number },
                    ],
                    Refusals = ["deal.not_found", "cursor.invalid"],
                }
            )
            .AnswersList<TAnswer>();
        routes
            .MapGet(
                $"/deals/{{dealId:guid}}/{Noun}/{{{Route}:guid}}",
                (Guid dealId, HttpContext http, DealParts parts) =>
                {
                    var wanted = Guid.Parse((string)http.Request.RouteValues[Route]!);
                    return parts.Get(
                        http,
                        (dealId, wanted),
                        id,
                        notFound,
                        answer,
                        revisions?.Invoke(http.RequestServices)
                    );
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

    private static Func<TFact, Deal, bool>? Numbered<TFact>(HttpContext http, Func<TFact, string?>? number)
        where TFact : DomainEvent =>
        number is not null && DealParts.NumberKey(http) is { } key
            ? (document, _) => DocumentNumbers.KeysOf(number(document) ?? "").Contains(key)
            : null;
}
