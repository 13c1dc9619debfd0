using System.Text;
using Crm.Projections.ReadModels.Deals;
using Crm.Projections.ReadModels.Tasks;
using JasperFx.Events;
using Marten;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Crm.Projections.Migrations;

/// <summary>
/// Runs before the first request: rebuilds deal documents that an earlier version wrote in another shape.
/// </summary>
public sealed class DealUpgrade(
    IDocumentStore store,
    NpgsqlDataSource database,
    HostSecrets secrets,
    IDealCards cards,
    ILogger<DealUpgrade> log
)
{
    private const int Page = 200;
    private const string ShapeId = "deal-model";

    public async Task Run(CancellationToken ct)
    {
        var shape = DealModel.ShapeWith(cards);
        if (await secrets.Find(ShapeId, ct) == shape)
            return;

        var (last, done) = (Guid.Empty, 0);
        for (var ids = await After(last, ct); ids.Count > 0; ids = await After(last, ct))
        {
            await Rebuild(ids, ct);
            (last, done) = (ids[^1], done + ids.Count);
        }

        if (done > 0)
            log.LogWarning("Rebuilt {Count} deals that an earlier version had written", done);
        await secrets.Set(ShapeId, shape, ct);
    }

    private async Task<List<Guid>> After(Guid last, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select id from {StoreTables.Deals} where id > $1 order by id limit {Page}"
        );
        command.Parameters.AddWithValue(last);
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<Guid> ids = [];
        while (await reader.ReadAsync(ct))
            ids.Add(reader.GetGuid(0));
        return ids;
    }

    /// <summary>
    /// Rebuilds under the locks of the streams: commands on other hosts wait, so that no change is overwritten.
    /// </summary>
    private async Task Rebuild(List<Guid> ids, CancellationToken ct)
    {
        await using var session = store.LightweightSession();
        await session.BeginTransactionAsync(ct);
        await using (
            var take = new NpgsqlCommand(
                $"select id from {StoreTables.Streams} where id = any($1) order by id for update"
            )
        )
        {
            take.Parameters.AddWithValue(ids.ToArray());
            await using var taken = await session.ExecuteReaderAsync(take, ct);
        }

        var events = await session
            .Events.QueryAllRawEvents()
            .Where(x => ids.Contains(x.StreamId))
            .OrderBy(x => x.StreamId)
            .ThenBy(x => x.Version)
            .ToListAsync(ct);
        var documents = events
            .GroupBy(x => x.StreamId)
            .Select(x =>
                x.Aggregate(
                    (DealDocument?)null,
                    (deal, e) => DealDocument.After(deal, x.Key, (DomainEvent)e.Data, e.Timestamp)
                )!
            )
            .ToArray();
        session.QueueSqlCommand(
            $"update {StoreTables.Deals} d set data = x.data::jsonb, card = x.card, next_due_at = x.due::timestamptz, "
                + "custom_fields = x.fields::jsonb, line_fields = x.lines::jsonb, invoice_keys = x.keys::text[], "
                + "participant_ids = x.participants::uuid[], assignee_ids = x.assignees::uuid[], document_keys = x.numbers::text[] "
                + $"from unnest(?::uuid[]{string.Concat(Enumerable.Repeat(", ?::text[]", 9))}) "
                + "as x(id, data, card, due, fields, lines, keys, participants, assignees, numbers) where d.id = x.id",
            documents.Select(x => x.Id).ToArray(),
            documents.Select(x => store.Options.Serializer().ToJson(x)).ToArray(),
            documents.Select(x => Encoding.UTF8.GetString(x.CardFrom(cards))).ToArray(),
            documents.Select(x => x.NextDueAt is { } due ? ValueText.Of(due) : null).ToArray(),
            documents.Select(x => x.CustomFields?.RootElement.GetRawText()).ToArray(),
            documents.Select(x => x.LineFields?.RootElement.GetRawText()).ToArray(),
            // Keys contain only letters and digits, so the PostgreSQL array literal needs no quoting.
            documents.Select(x => x.InvoiceKeys is { } keys ? $"{{{string.Join(',', keys)}}}" : null).ToArray(),
            documents.Select(x => $"{{{string.Join(',', x.ParticipantIds)}}}").ToArray(),
            documents.Select(x => $"{{{string.Join(',', x.AssigneeIds)}}}").ToArray(),
            // Keys contain only letters, digits and slashes.
            documents.Select(x => x.DocumentKeys is { } keys ? $"{{{string.Join(',', keys)}}}" : null).ToArray()
        );
        DealWords.Write(session, documents);
        Participants.Write(session, documents);
        StageTaskRows.Write(session, ids);
        await session.SaveChangesAsync(ct);
    }
}
