using System.Collections.Concurrent;
using System.Text.Json;
using Crm.Domain.Catalog;
using Crm.Domain.Clients;
using Crm.Projections.Access;
using Crm.Projections.Catalog;
using Crm.Projections.Clients;
using Npgsql;

namespace Crm.Api.Catalog;

/// <summary>
/// Names of the things that deals refer to. Remembered for 10 s in the process (a change on this host is seen at once):
/// a deal's answer then costs no query beside its own.
/// </summary>
public sealed class Names(NpgsqlDataSource database, TimeProvider clock)
{
    private const int MostRemembered = 50_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<(Type, Guid), (object Found, DateTimeOffset Until)> memory = new();

    public async ValueTask<Client?> Client(ClientId id, CancellationToken ct) =>
        (await Find<ClientDocument>("client", id.Value, ct))?.State;

    /// <summary>The client of a deal as it stands; <c>Deal</c> is false when there is no such deal.</summary>
    public async ValueTask<(bool Deal, Client? Client)> ClientOf(Guid dealId, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select client_id from crm.mt_doc_deal where id = $1");
        command.Parameters.AddWithValue(dealId);
        var found = await command.ExecuteScalarAsync(ct);
        return (found is not null, found is Guid client ? await Client(new(client), ct) : null);
    }

    public async ValueTask<User?> User(UserId id, CancellationToken ct) =>
        (await Find<UserDocument>("user", id.Value, ct))?.State;

    public async ValueTask<Product?> Product(ProductId id, CancellationToken ct) =>
        (await Find<ProductDocument>("product", id.Value, ct))?.State;

    public async ValueTask<PriceListDocument?> PriceList(string code, CancellationToken ct) =>
        await Find<PriceListDocument>("price_list", PriceListDocument.StreamOf(code), ct);

    public async ValueTask<Source?> Source(string code, CancellationToken ct) =>
        (await Find<SourceDocument>("source", CodeStream.Of("source", code), ct))?.State;

    public async ValueTask<Source?> Source(Guid id, CancellationToken ct) =>
        (await Find<SourceDocument>("source", id, ct))?.State;

    public async ValueTask<LostReason?> LostReason(string code, CancellationToken ct) =>
        (await Find<LostReasonDocument>("lost_reason", CodeStream.Of("lost-reason", code), ct))?.State;

    /// <summary>Who made a fact, for people.</summary>
    public async ValueTask<string?> Actor(string? actor, CancellationToken ct) =>
        actor?.StartsWith("user:", StringComparison.Ordinal) == true && Guid.TryParse(actor[5..], out var id)
            ? (await User(new UserId(id), ct))?.Name.Text ?? actor
            : actor;

    public void Forget<TDocument>(Guid id) => memory.TryRemove((typeof(TDocument), id), out _);

    /// <summary>This host changed many of a kind.</summary>
    public void Forget<TDocument>()
    {
        foreach (var key in memory.Keys.Where(x => x.Item1 == typeof(TDocument)))
            memory.TryRemove(key, out _);
    }

    /// <summary>Loads what is not remembered in one query, so that a list of deals costs one more query and not one per row.</summary>
    public async Task Prefetch<TDocument>(string table, IEnumerable<Guid> ids, CancellationToken ct)
        where TDocument : class
    {
        var now = clock.GetUtcNow();
        var missing = ids.Distinct()
            .Where(x => !memory.TryGetValue((typeof(TDocument), x), out var found) || found.Until <= now)
            .ToArray();
        if (missing.Length > 0)
            await Load<TDocument>(table, missing, ct);
    }

    private async ValueTask<TDocument?> Find<TDocument>(string table, Guid id, CancellationToken ct)
        where TDocument : class =>
        memory.TryGetValue((typeof(TDocument), id), out var known) && known.Until > clock.GetUtcNow()
            ? (TDocument)known.Found
            : (await Load<TDocument>(table, [id], ct)).GetValueOrDefault(id);

    /// <summary>Only what was found is remembered: what is not there yet may be created the next moment.</summary>
    private async Task<Dictionary<Guid, TDocument>> Load<TDocument>(string table, Guid[] ids, CancellationToken ct)
        where TDocument : class
    {
        if (memory.Count > MostRemembered)
            memory.Clear();
        var until = clock.GetUtcNow() + Remembered;
        await using var command = database.CreateCommand($"select id, data from crm.mt_doc_{table} where id = any($1)");
        command.Parameters.AddWithValue(ids);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var loaded = new Dictionary<Guid, TDocument>();
        while (await reader.ReadAsync(ct))
        {
            var found = JsonSerializer.Deserialize<TDocument>(reader.GetString(1), CrmStore.Json)!;
            loaded[reader.GetGuid(0)] = found;
            memory[(typeof(TDocument), reader.GetGuid(0))] = (found, until);
        }

        return loaded;
    }
}
