using Crm.Domain.Catalog;
using Crm.Domain.Currencies;
using Crm.Projections.Idempotency;
using Crm.Projections.ReadModels.Catalog;
using Crm.Projections.ReadModels.Clients;
using Crm.Projections.ReadModels.Currencies;
using Marten;
using Npgsql;

namespace Crm.Api.Commands;

/// <summary>
/// The first step of a command: loads its streams under their locks, what is stored about earlier requests, and
/// whatever else the decision reads. Later steps only use what was loaded here, so that a cache of states by version
/// could replace the loading without changing them.
/// </summary>
public sealed class CommandLoader(RequestStore store, Kinds kinds, NpgsqlDataSource database)
{
    /// <summary>A session that writes events of this origin.</summary>
    public IDocumentSession OpenSession(CommandOrigin origin) => store.Write(origin.ToEventOrigin());

    public async Task<EarlierRequest> Load(
        IDocumentSession session,
        CommandPlan plan,
        CommandTurn turn,
        CancellationToken ct
    )
    {
        await session.BeginTransactionAsync(ct);
        var (request, json) = (plan.Request, store.Json);
        var kept = await plan.Streams.Load(
            session.Connection,
            json,
            request.IsDryRun ? null : request.Key?.Id,
            request.SuppliedId?.Id,
            turn.LockTimeout,
            ct
        );
        // The version of a deal may have just been published by another host.
        foreach (var deal in plan.Streams.Deals.OfType<LockedStream<DealDocument>>())
        {
            if (deal.Document is { IsCurrent: false })
                await deal.Rewind(session, deal.Version, ct);
            if (deal.Document is { State.Kind: var kind })
                await kinds.Process(kind.Code, kind.Version, ct);
        }

        if (plan.Find() is not null)
            return kept;
        plan.Provide(await LoadReferences(session, plan, turn, ct));
        return kept;
    }

    private async Task<CommandReferences> LoadReferences(
        IDocumentSession session,
        CommandPlan plan,
        CommandTurn turn,
        CancellationToken ct
    )
    {
        Dictionary<ClientId, LockedClient> clients = [];
        // Always in the same order, like all locks, to avoid deadlocks.
        foreach (var id in plan.ReadsClients.Distinct().Order())
            clients[id] = await LockedClient.Load(session.Connection, store.Json, id.Value, turn.Holds(id.Value), ct);
        if (plan.ReadsCosts is ({ Length: > 0 } products, var day))
            plan.ProvideCosts(await ProductCosts.Load(session, products, plan.Context.EndOf(day), ct));
        Dictionary<(CurrencyPair, DateOnly), DayRate> rates = [];
        foreach (var rated in plan.ReadsRates.Distinct())
            if (await RateQuery.On(session, rated.Pair, rated.Day, ct) is { } rate)
                rates[rated] = rate;
        return new(clients, rates, await LoadPriceLists(session, [.. plan.ReadsPriceLists], ct));
    }

    private static async Task<ImmutableDictionary<string, PriceList>> LoadPriceLists(
        IQuerySession session,
        string[] codes,
        CancellationToken ct
    ) =>
        codes.Length == 0
            ? ImmutableDictionary<string, PriceList>.Empty
            : (
                await session.LoadManyAsync<PriceListDocument>(ct, codes.Select(PriceListDocument.StreamOf).ToArray())
            ).ToImmutableDictionary(list => list.State.Code, list => list.State, StringComparer.Ordinal);

    /// <summary>
    /// Whether another request has the key in flight. Used by a request that timed out waiting for a lock.
    /// </summary>
    public async Task<bool> IsInFlight(IdempotencyKey? key, CancellationToken ct) =>
        key is not null && await EarlierRequest.IsInFlight(database, key.Id, ct);

    /// <summary>The position of an event; without a version, of the stream's last event.</summary>
    public Task<long?> Position(IQuerySession session, Guid stream, long? version, CancellationToken ct) =>
        EventPositions.Of(session, stream, version, ct);

    /// <summary>The last event of the streams: stream, version and position.</summary>
    public async Task<((Guid Stream, long Version) Last, long? Position)> Last(
        IQuerySession session,
        LockedStreams streams,
        CancellationToken ct
    )
    {
        ((Guid, long) Last, long? Position) found = default;
        foreach (var stream in streams.InOrder)
            if (
                await EventPositions.Of(session, stream.Id, null, ct) is { } position
                && (found.Position is null || position > found.Position)
            )
                found = ((stream.Id, stream.Version), position);
        return found;
    }

    /// <summary>The events after the version that a client knew: the explanation of a 412.</summary>
    public Task<IReadOnlyList<EventSince>> ReadEventsSince(
        IQuerySession session,
        IReadOnlyList<Guid> streams,
        long known,
        CancellationToken ct
    ) => EventsSince.Read(session, streams, known, ct);
}
