using System.Runtime.CompilerServices;
using Crm.Domain.Deals.Lifecycle;
using Crm.Projections.ReadModels.Clients;

namespace Crm.Api.Deals;

/// <summary>Reads one deal: as it stands from its card, as it stood by folding its own stream. Never behind.</summary>
public sealed class DealReader(
    VisibleDeals visible,
    StoredDocuments documents,
    DealSnapshots snapshots,
    EventQuery events,
    DealAnswers answers,
    Authorizer authorizer,
    TimeProvider clock
)
{
    private static readonly string Opening = EventCatalogue.Of(typeof(DealOpened)).Name;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    public async Task<Reply> Get(HttpContext http, Guid id, CancellationToken ct)
    {
        var (asOf, knownAt) = (Query.Instant(http, "asOf"), Query.Instant(http, "knownAt"));
        var now = clock.GetUtcNow();
        if (asOf is null && knownAt is null)
            return await Present(http, id, ct) ?? throw ProblemException.NotFound("deal.not_found");
        await authorizer.AuthorizeResource(http, Caller.Of(http), http.OperationOf());
        var document = await Fold(id, asOf, knownAt, ct);
        var card = DealCard.Of(document);
        // A frozen answer must not follow a renaming: the name as it was known then takes the place of the token.
        if (knownAt is not null && document.State.Client is { } client)
            card = card with { Client = new(client.Value, (await Client(client, null, knownAt, ct))?.State.Name.Text) };
        var rendered = await answers.Of(
            http.Viewer(),
            card with
            {
                PinnedUrl =
                    asOf < now && knownAt is null
                        ? $"{http.Request.Path}?asOf={Wire.Text(asOf.Value)}&knownAt={Wire.Text(now)}"
                        : null,
                Final = knownAt > now - Settling ? false : null,
            },
            knownAt,
            ct
        );
        return new Reply(200, rendered.Body)
        {
            // The body changes once more by itself, when the answer becomes final.
            ETag =
                knownAt > now - Settling
                    ? EntityTag.OfSeen(card.Version, Language.Of(http), rendered.Body)
                    : rendered.ETag,
        };
    }

    /// <summary>The deal as it stands; null when there is none, or none that the caller sees.</summary>
    public async Task<Reply?> Present(HttpContext http, Guid id, CancellationToken ct)
    {
        if (await visible.FindCard(id, Caller.Of(http).Visibility, ct) is not { } card)
            return null;
        var rendered = await answers.Of(http.Viewer(), card, ct);
        return new Reply(200, rendered.Body) { ETag = rendered.ETag };
    }

    /// <summary>
    /// The state as it stands, from its stored document, or as it stood: by happenedAt, by what was recorded, or both.
    /// </summary>
    public async Task<DealDocument> Fold(
        Guid id,
        DateTimeOffset? asOf,
        DateTimeOffset? knownAt,
        CancellationToken ct
    ) => (await At(id, asOf, knownAt, ct)).Deal;

    /// <summary>The deal at the moment that the request asks for.</summary>
    public Task<DealAt> At(HttpContext http, Guid id) =>
        At(id, Query.Instant(http, "asOf"), Query.Instant(http, "knownAt"), http.RequestAborted);

    /// <summary>The deal as it stands.</summary>
    public Task<DealAt> Now(Guid id, CancellationToken ct) => At(id, null, null, ct);

    /// <summary>All events of the deal in the order of recording, as far as the request asks for them.</summary>
    /// <param name="tolerant">With a placeholder for each that cannot be read; false: reading fails.</param>
    public IAsyncEnumerable<EventRow> Events(HttpContext http, Guid id, bool tolerant = false) =>
        Events(
            id,
            (Query.Instant(http, "asOf"), Query.Instant(http, "knownAt")),
            new EventFilter { Tolerant = tolerant },
            http.RequestAborted
        );

    /// <summary>The events of one type in the order of recording. The database leaves out all others.</summary>
    /// <param name="after">Only events after this version.</param>
    public IAsyncEnumerable<EventRow> Events<TEvent>(DealAt at, long after, CancellationToken ct)
        where TEvent : DomainEvent => Events<TEvent>(at, new EventFilter { After = after }, ct);

    /// <summary>The first event of a type that means the given id; null: none.</summary>
    /// <param name="id">The id that an event means.</param>
    public Task<EventRow?> Find<TEvent>(DealAt at, Func<TEvent, Guid> id, Guid wanted, CancellationToken ct)
        where TEvent : DomainEvent => Find(at, id, wanted, _ => true, ct);

    /// <inheritdoc cref="Find{TEvent}(DealAt, Func{TEvent, Guid}, Guid, CancellationToken)"/>
    /// <param name="counts">Leaves out events.</param>
    public async Task<EventRow?> Find<TEvent>(
        DealAt at,
        Func<TEvent, Guid> id,
        Guid wanted,
        Func<EventRow, bool> counts,
        CancellationToken ct
    )
        where TEvent : DomainEvent
    {
        await foreach (var e in Events<TEvent>(at, new EventFilter { Naming = wanted }, ct))
            if (id((TEvent)e.Data) == wanted && counts(e))
                return e;
        return null;
    }

    /// <summary>The deal after the event of this version; null when it has none.</summary>
    public async Task<DealDocument?> Fold(Guid id, long version, CancellationToken ct)
    {
        DealDocument? deal = null;
        await foreach (var e in events.Read(id, new() { UpTo = version }, ct))
            deal = DealDocument.After(deal, id, e.Data, e.RecordedAt);
        return deal;
    }

    private IAsyncEnumerable<EventRow> Events<TEvent>(DealAt at, EventFilter filter, CancellationToken ct)
        where TEvent : DomainEvent =>
        events.Read(at.Deal.Id, filter with { Types = [typeof(TEvent)], UpTo = at.Version }, ct).Where(at.Includes);

    private async Task<DealAt> At(Guid id, DateTimeOffset? asOf, DateTimeOffset? knownAt, CancellationToken ct)
    {
        if (asOf is null && knownAt is null)
            return await snapshots.Find(id, ct) is var (present, version)
                ? new(present.IsCurrent ? present : (await Fold(id, version, ct))!, version, null, null)
                : throw ProblemException.NotFound("deal.not_found");
        (DealDocument? deal, long last) = (null, 0);
        await foreach (var e in Events(id, (asOf, knownAt), EventFilter.All, ct))
            (deal, last) = (DealDocument.After(deal, id, e.Data, e.RecordedAt), e.Version);
        return deal is null ? throw ProblemException.NotFound("deal.not_found") : new(deal, last, asOf, knownAt);
    }

    private async IAsyncEnumerable<EventRow> Events(
        Guid id,
        (DateTimeOffset? AsOf, DateTimeOffset? KnownAt) moment,
        EventFilter filter,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var isDeal = false;
        await foreach (var e in events.Read(id, filter, ct))
        {
            if (!isDeal && e.Type != Opening)
                break;
            isDeal = true;
            if (DealAt.Includes(e, moment.AsOf, moment.KnownAt))
                yield return e;
        }

        // The id may belong to a stream of any other kind.
        if (!isDeal)
            throw ProblemException.NotFound("deal.not_found");
    }

    /// <summary>
    /// The client as it stood: with asOf by its own business time, with knownAt by what was recorded. A frozen answer must not
    /// follow a renaming.
    /// </summary>
    public async ValueTask<ClientDocument?> Client(
        ClientId id,
        DateTimeOffset? asOf,
        DateTimeOffset? knownAt,
        CancellationToken ct
    )
    {
        if (asOf is null && knownAt is null)
            return await documents.Find<ClientDocument>(id.Value, ct);
        ClientDocument? client = null;
        await foreach (var e in events.Read(id.Value, new() { KnownAt = knownAt }, ct))
            if (DealAt.Includes(e, asOf, knownAt))
                client = ClientProjection.After(client, id.Value, e.Data, e.RecordedAt);
        return client;
    }
}
