using System.Globalization;
using Crm.Domain.Deals.Activities;
using Crm.Projections.ReadModels.Interactions;
using Marten;
using Npgsql;

namespace Crm.Projections.Migrations;

/// <summary>
/// Runs before the first request: writes the documents of interactions that builds without them have recorded on deals. A mark says up
/// to which event this was done, so that a start reads only what came since.
/// </summary>
public sealed class InteractionsFill(IDocumentStore store, NpgsqlDataSource database, HostSecrets secrets)
{
    private const int Page = 500;
    private const string MarkId = "interactions-filled";

    public async Task Run(CancellationToken ct)
    {
        var last = await secrets.Find(MarkId, ct) is { } mark ? long.Parse(mark, CultureInfo.InvariantCulture) : 0;
        var end = await End(ct);
        while (last < end)
        {
            var found = await Missing(last, end, ct);
            await using var session = store.LightweightSession();
            RecordedInteractions.Write(session, [.. found.Select(one => one.Document)]);
            await session.SaveChangesAsync(ct);
            last = found.Count < Page ? end : found[^1].Sequence;
        }

        await secrets.Set(MarkId, last.ToString(CultureInfo.InvariantCulture), ct);
    }

    private async Task<long> End(CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select coalesce(max({StoreColumns.Sequence}), 0) from {StoreTables.Events}"
        );
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    private async Task<List<(long Sequence, InteractionDocument Document)>> Missing(
        long after,
        long end,
        CancellationToken ct
    )
    {
        await using var command = database.CreateCommand(
            $"select {StoreColumns.Sequence}, {StoreColumns.Stream}, type, data, timestamp from {StoreTables.Events} "
                + $"where {StoreColumns.Sequence} > $1 and {StoreColumns.Sequence} <= $2 and type = $3 "
                + $"order by {StoreColumns.Sequence} limit {Page}"
        );
        command.Parameters.AddWithValue(after);
        command.Parameters.AddWithValue(end);
        command.Parameters.AddWithValue(EventCatalogue.Of(typeof(InteractionRecorded)).Name);
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<(long, InteractionDocument)> found = [];
        while (await reader.ReadAsync(ct))
            found.Add(
                (
                    reader.GetInt64(0),
                    RecordedInteractions.Document(
                        new(reader.GetGuid(1)),
                        (InteractionRecorded)EventContent.Read(reader.GetString(2), reader.GetString(3)),
                        reader.GetFieldValue<DateTimeOffset>(4)
                    )
                )
            );
        return found;
    }
}
