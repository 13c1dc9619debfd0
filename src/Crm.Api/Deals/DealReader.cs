using Crm.Domain.Deals.Lifecycle;
using Crm.Projections.ReadModels.Clients;
using JasperFx.Events;
using Marten;

namespace Crm.Api.Deals;

/// <summary>Reads one deal: as it stands from its card, as it stood by folding its own stream. Never behind.</summary>
public sealed class DealReader(
    VisibleDeals visible,
    RequestStore store,
    DealAnswers answers,
    Authorizer authorizer,
    TimeProvider clock
)
{
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
            ct
        );
        return Reply.Ok(rendered.Body, rendered.ETag);
    }

    /// <summary>The deal as it stands; null when there is none, or none that the caller sees.</summary>
    public async Task<Reply?> Present(HttpContext http, Guid id, CancellationToken ct)
    {
        if (await visible.FindCard(id, Caller.Of(http).Visibility, ct) is not { } card)
            return null;
        var rendered = await answers.Of(http.Viewer(), card, ct);
        return Reply.Ok(rendered.Body, rendered.ETag);
    }

    /// <summary>The state with all events, or as it stood: by happenedAt, by what was recorded, or both.</summary>
    public async Task<DealDocument> Fold(
        Guid id,
        DateTimeOffset? asOf,
        DateTimeOffset? knownAt,
        CancellationToken ct
    ) => Folded(await Facts(id, asOf, knownAt, ct), id) ?? throw ProblemException.NotFound("deal.not_found");

    /// <summary>The deal's events in the order of recording, with a placeholder for each that cannot be read.</summary>
    public async Task<IReadOnlyList<IEvent>> FactsForReading(
        Guid id,
        DateTimeOffset? asOf,
        DateTimeOffset? knownAt,
        CancellationToken ct
    )
    {
        try
        {
            return await Facts(id, asOf, knownAt, ct);
        }
        catch (Exception e) when (DamagedStream.IsCauseOf(e))
        {
            await using var session = store.Read();
            return Until(await DamagedStream.Read(session, id, ct), asOf, knownAt);
        }
    }

    /// <summary>The deal's events in the order of recording.</summary>
    public async Task<IReadOnlyList<IEvent>> Facts(
        Guid id,
        DateTimeOffset? asOf,
        DateTimeOffset? knownAt,
        CancellationToken ct
    )
    {
        await using var session = store.Read();
        var events = await session.Events.FetchStreamAsync(id, token: ct);
        if (events.Count == 0 || events[0].Data is not DealOpened)
            throw ProblemException.NotFound("deal.not_found");
        return Until(events, asOf, knownAt);
    }

    private static IReadOnlyList<IEvent> Until(
        IReadOnlyList<IEvent> events,
        DateTimeOffset? asOf,
        DateTimeOffset? knownAt
    ) =>
        asOf is null && knownAt is null
            ? events
            :
            [
                .. events.Where(x =>
                    (knownAt is null || x.Timestamp <= knownAt)
                    && (asOf is null || ((DomainEvent)x.Data).HappenedAt <= asOf)
                ),
            ];

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
        await using var session = store.Read();
        return (await session.Events.FetchStreamAsync(id.Value, token: ct))
            .Where(x =>
                (knownAt is null || x.Timestamp <= knownAt)
                && (asOf is null || ((DomainEvent)x.Data).HappenedAt <= asOf)
            )
            .Aggregate(
                (ClientDocument?)null,
                (client, x) => ClientProjection.After(client, id.Value, (DomainEvent)x.Data, x.Timestamp)
            );
    }

    public static DealDocument? Folded(IEnumerable<IEvent> events, Guid id) =>
        events.Aggregate(
            (DealDocument?)null,
            (deal, x) => DealDocument.After(deal, id, (DomainEvent)x.Data, x.Timestamp)
        );
}
