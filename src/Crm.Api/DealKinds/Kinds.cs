using System.Text.Json;
using Crm.Domain.Deals.Process;
using Crm.Projections.DealKinds;
using Npgsql;

namespace Crm.Api.DealKinds;

/// <summary>
/// The published versions of all kinds as this host knows them: read at most every 2 s, so that another host's publishing holds here within
/// that; this host's own at once. A version never changes, so what deals are pinned to is never wrong, only perhaps not yet known.
/// </summary>
public sealed class Kinds(NpgsqlDataSource database, TimeProvider clock)
{
    private const string Sql = "select data from crm.mt_doc_deal_kind";
    private static readonly TimeSpan Believed = TimeSpan.FromSeconds(2);
    private volatile Known known = new(KindBook.Shipped, -1, DateTimeOffset.MinValue);
    private int changes;

    public KindBook Book => known.Book;

    /// <summary>The version that a deal is pinned to: another host may have published it a moment ago.</summary>
    public DealProcess Process(string code, int version)
    {
        if (known.Book.Process(code, version) is { } process)
            return process;
        using var command = database.CreateCommand(Sql);
        using var reader = command.ExecuteReader();
        List<DealKindDocument> found = [];
        while (reader.Read())
            found.Add(Read(reader));
        known = known with { Book = Of(found) };
        return known.Book.Process(code, version)
            ?? throw new InvalidOperationException($"{code} has no version {version}");
    }

    /// <summary>Before each request and each run of a timer: looks again when what is known is too old.</summary>
    public async ValueTask Refresh(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (known.Until > now && known.Change == Volatile.Read(ref changes))
            return;
        // Counted before the look: a change that falls into it makes what was seen old at once.
        var change = Volatile.Read(ref changes);
        known = new Known(Of(await All(ct)), change, now + Believed);
    }

    /// <summary>Every kind as it stands, drafts too; past what is believed.</summary>
    public async Task<IReadOnlyList<DealKindDocument>> All(CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql);
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<DealKindDocument> found = [];
        while (await reader.ReadAsync(ct))
            found.Add(Read(reader));
        return [.. found.OrderBy(x => x.RecordedAt).ThenBy(x => x.State.Code, StringComparer.Ordinal)];
    }

    /// <summary>This host changed something.</summary>
    public void Forget() => Interlocked.Increment(ref changes);

    private static DealKindDocument Read(NpgsqlDataReader reader) =>
        JsonSerializer.Deserialize<DealKindDocument>(reader.GetString(0), CrmStore.Json)!;

    /// <summary>Kinds that ship are in force since ever; others in the order of their first publication.</summary>
    private static KindBook Of(IEnumerable<DealKindDocument> found)
    {
        var kinds = found
            .Select(x => x.State)
            .Where(x => !x.Versions.IsEmpty)
            .OrderBy(x => x.Versions[0].At)
            .ThenBy(x => x.Code, StringComparer.Ordinal)
            .ToArray();
        return new KindBook(
            [.. kinds.SelectMany(x => x.Versions).Select(x => new KindBook.Published(x.Process, x.At))],
            [.. kinds.Where(x => x.Retired).Select(x => x.Code)]
        );
    }

    private sealed record Known(KindBook Book, int Change, DateTimeOffset Until);
}
