using Crm.Domain.Settings;
using Npgsql;

namespace Crm.Api.DealKinds;

/// <summary>Versions of kinds that somebody works by: asked before something is taken away that their checks need.</summary>
public sealed class KindsInUse(Kinds kinds, NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>Versions in force and versions that open deals are pinned to. Deals opened while this is decided follow versions in force, which count anyway.</summary>
    public async Task<IReadOnlyList<KindInUse>> Now(CancellationToken ct)
    {
        Dictionary<(string, int), long> open = [];
        await using var command = database.CreateCommand(
            "select kind, (data->'state'->'kind'->>'version')::int, count(*) from crm.mt_doc_deal where status = 'open' group by 1, 2"
        );
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            open[(reader.GetString(0), reader.GetInt32(1))] = reader.GetInt64(2);
        var (book, now) = (kinds.Book, clock.GetUtcNow());
        return
        [
            .. book
                .Codes.SelectMany(book.Versions)
                .Select(x => new KindInUse(
                    x,
                    book.InForce(x.Code, now)?.Version == x.Version && !book.IsRetired(x.Code),
                    open.GetValueOrDefault((x.Code, x.Version))
                )),
        ];
    }
}
