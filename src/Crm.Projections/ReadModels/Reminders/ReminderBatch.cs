using Crm.Domain.Access;
using Crm.Domain.Reminders;
using Crm.Projections.ReadModels.Notifications;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace Crm.Projections.ReadModels.Reminders;

/// <summary>What the timer records on a reminder.</summary>
/// <param name="Before">Version of the stream before the event.</param>
public sealed record SettledReminder(ReminderDocument After, long Before, DomainEvent Event);

/// <summary>Claimed reminders, and the transaction that holds their locks.</summary>
/// <param name="connection">Owned by the batch.</param>
/// <param name="wakes">The wakes that the batch answers.</param>
public sealed class ReminderBatch(
    NpgsqlConnection connection,
    NpgsqlTransaction transaction,
    IReadOnlyList<ClaimedReminder> claimed,
    Guid[] wakes
) : IAsyncDisposable
{
    private const string Streams =
        $"update {StoreTables.Streams} s set version = e.version, timestamp = now() "
        + "from unnest($1::uuid[], $2::bigint[]) as e (id, version) where s.id = e.id";

    private const string Documents =
        $"update {StoreTables.Reminders} r set data = e.data, {StoreColumns.Version} = e.version, "
        + $"{StoreColumns.LastModified} = transaction_timestamp(), status = e.status, next_at = e.next_at, fired_at = e.fired_at, "
        + "due_deal_id = e.due_deal_id from unnest($1::uuid[], $2::bigint[], $3::jsonb[], $4::varchar[], $5::timestamptz[], "
        + "$6::timestamptz[], $7::uuid[]) as e (id, version, data, status, next_at, fired_at, due_deal_id) where r.id = e.id";

    private const string DeleteWakes = $"delete from {ReminderWakes.Qualified} where id = any($1)";

    public IReadOnlyList<ClaimedReminder> Claimed => claimed;

    public bool IsEmpty => claimed.Count == 0 && wakes.Length == 0;

    /// <summary>The deals and clients of the claimed reminders, in one query each.</summary>
    public Task<ReminderSubjects> Subjects(CancellationToken ct) =>
        ReminderSubjects.Load(connection, claimed.Select(one => one.Document.State), ct);

    /// <summary>
    /// Writes one event on each stream, the rows of the reminders, and commits. Ignores the cancellation of the host: a sequence number
    /// that was drawn and rolled back would delay all reports.
    /// </summary>
    public async Task Commit(ISerializer json, IReadOnlyList<SettledReminder> settled, EventStamp stamp)
    {
        await using (var batch = new NpgsqlBatch(connection, transaction))
        {
            if (settled.Count > 0)
            {
                AddNotices(batch.BatchCommands, settled, stamp.RecordedAt);
                AddTo(batch.BatchCommands, json, settled, stamp);
            }

            if (wakes.Length > 0)
                batch.BatchCommands.Add(With(DeleteWakes, Array(NpgsqlDbType.Uuid, wakes)));
            if (batch.BatchCommands.Count > 0)
                await batch.ExecuteNonQueryAsync(CancellationToken.None);
        }

        await transaction.CommitAsync(CancellationToken.None);
    }

    /// <summary>Before the events, which draw sequence numbers.</summary>
    private static void AddNotices(
        NpgsqlBatchCommandCollection commands,
        IReadOnlyList<SettledReminder> settled,
        DateTimeOffset at
    )
    {
        var fired = settled
            .Where(one => one.Event is ReminderFired)
            .Select(one => (one.After.OwnerId, one.After.Id))
            .ToArray();
        if (fired.Length > 0)
            commands.Add(StoredNotices.Insert(NoticeKind.Reminder, at, fired));
        Guid[] ended = [.. settled.Where(one => one.Event is ReminderEnded).Select(one => one.After.Id)];
        if (ended.Length > 0)
            commands.Add(StoredNotices.Settle(at, ended));
    }

    /// <summary>The statements that settle reminders whose streams the transaction has locked.</summary>
    private static void AddTo(
        NpgsqlBatchCommandCollection commands,
        ISerializer json,
        IReadOnlyList<SettledReminder> settled,
        EventStamp stamp
    )
    {
        var ids = Array(NpgsqlDbType.Uuid, settled.Select(one => one.After.Id).ToArray());
        var versions = Array(NpgsqlDbType.Bigint, settled.Select(one => one.Before + 1).ToArray());
        commands.Add(With(Streams, ids, versions));
        commands.Add(
            With(
                Documents,
                ids.Clone(),
                versions.Clone(),
                Array(NpgsqlDbType.Jsonb, settled.Select(one => json.ToJson(one.After)).ToArray()),
                Array(NpgsqlDbType.Varchar, settled.Select(one => one.After.Status).ToArray()),
                Array(NpgsqlDbType.TimestampTz, settled.Select(one => one.After.NextAt).ToArray()),
                Array(NpgsqlDbType.TimestampTz, settled.Select(one => one.After.FiredAt).ToArray()),
                Array(NpgsqlDbType.Uuid, settled.Select(one => one.After.DueDealId).ToArray())
            )
        );
        commands.Add(
            EventAppender.EventsOfStreams(
                json,
                [.. settled.Select(one => (one.After.Id, one.Before, one.Event))],
                stamp
            )
        );
    }

    private static NpgsqlParameter Array(NpgsqlDbType type, object values) =>
        new() { NpgsqlDbType = NpgsqlDbType.Array | type, Value = values };

    private static NpgsqlBatchCommand With(string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        return command;
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
