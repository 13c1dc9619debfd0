using System.Text.Json;
using Crm.Domain.CustomFields;
using Crm.Projections.CustomFields;
using Npgsql;

namespace Crm.Api.CustomFields;

/// <summary>
/// Definitions of custom fields in memory: a value is checked without a query. Believed for 30 s, so a change on another host
/// holds here within that; a change on this host holds at once, and a field that is not known is looked for anew.
/// </summary>
public sealed class FieldBook(NpgsqlDataSource database, TimeProvider clock)
{
    private static readonly TimeSpan Believed = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private volatile Page? page;
    private int changes;

    public async ValueTask<CustomField?> Find(FieldOwner owner, string code, CancellationToken ct)
    {
        var now = await Present(ct);
        if (now.ByCode.TryGetValue((owner, code), out var found))
            return found;
        if (now.Until - clock.GetUtcNow() < Believed - Fresh)
            now = await Load(ct);
        return now.ByCode.GetValueOrDefault((owner, code));
    }

    public async ValueTask<IReadOnlyList<CustomField>> Of(FieldOwner owner, CancellationToken ct) =>
        [.. (await Present(ct)).ByCode.Values.Where(x => x.Owner == owner)];

    /// <summary>This host changed something.</summary>
    public void Forget() => Interlocked.Increment(ref changes);

    public async Task<List<CustomFieldDocument>> All(CancellationToken ct)
    {
        List<CustomFieldDocument> found = [];
        await using var command = database.CreateCommand("select data from crm.mt_doc_custom_field");
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            found.Add(JsonSerializer.Deserialize<CustomFieldDocument>(reader.GetString(0), CrmStore.Json)!);
        return found;
    }

    private ValueTask<Page> Present(CancellationToken ct) =>
        page is { } known && known.Change == Volatile.Read(ref changes) && known.Until > clock.GetUtcNow()
            ? new(known)
            : new(Load(ct));

    private async Task<Page> Load(CancellationToken ct)
    {
        // Counted before the look: a change that falls into it makes what was seen old at once.
        var (change, until) = (Volatile.Read(ref changes), clock.GetUtcNow() + Believed);
        return page = new Page(
            change,
            until,
            (await All(ct)).ToDictionary(x => (x.State.Owner, x.State.Code), x => x.State)
        );
    }

    private sealed record Page(int Change, DateTimeOffset Until, Dictionary<(FieldOwner, string), CustomField> ByCode);
}
