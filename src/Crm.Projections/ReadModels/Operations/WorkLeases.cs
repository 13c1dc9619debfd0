using Marten;
using Npgsql;
using NpgsqlTypes;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Crm.Projections.ReadModels.Operations;

/// <summary>
/// One row for each operation that has not ended: which run holds it, until when, and when its message is sent again. Times are those of
/// the database, so that all hosts agree on them whatever their clocks say.
/// </summary>
public static class WorkLeases
{
    private const string Qualified = $"{StoreFormat.Schema}.work_lease";

    /// <summary>A message that is neither begun nor refused within this time is sent again.</summary>
    private const string Unanswered = "interval '60 s'";

    private const string Renewal =
        $"update {Qualified} set held_until = clock_timestamp() + $3, resend_at = clock_timestamp() + $3 "
        + "where id = $1 and run = $2";

    internal static Table Make()
    {
        var table = new Table(
            new PostgresqlObjectName(StoreFormat.Schema, "work_lease", SchemaUtils.IdentifierUsage.General)
        );
        table.AddColumn<Guid>("id").AsPrimaryKey();
        table.AddColumn<int>("run").NotNull();
        table.AddColumn<DateTimeOffset>("held_until").NotNull();
        table.AddColumn<DateTimeOffset>("resend_at").NotNull();
        return table;
    }

    /// <summary>Adds an operation with its lease: from the commit of the session on it is run until it ends.</summary>
    public static void Insert(IDocumentSession session, LongWork work)
    {
        session.Insert(work);
        session.QueueSqlCommand(
            $"insert into {Qualified} (id, run, held_until, resend_at) "
                + $"values (?, 0, clock_timestamp(), clock_timestamp() + {Unanswered})",
            work.Id
        );
    }

    /// <summary>Opens the lease of an operation that a build without leases has accepted, in the session's transaction.</summary>
    public static async Task Ensure(IDocumentSession session, Guid id, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"insert into {Qualified} (id, run, held_until, resend_at) "
                + $"values ($1, 0, clock_timestamp(), clock_timestamp() + {Unanswered}) on conflict do nothing"
        );
        Add(command, id);
        await using (await session.ExecuteReaderAsync(command, ct)) { }
    }

    /// <summary>The number of the run that begins; null when another one holds the operation, or it has ended.</summary>
    public static async Task<int?> Begin(IDocumentSession session, Guid id, TimeSpan term, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"update {Qualified} set run = run + 1, held_until = clock_timestamp() + $2, resend_at = clock_timestamp() + $2 "
                + "where id = $1 and held_until <= clock_timestamp() returning run"
        );
        Add(command, id, term);
        await using var reader = await session.ExecuteReaderAsync(command, ct);
        return await reader.ReadAsync(ct) ? reader.GetInt32(0) : null;
    }

    /// <summary>Ends the operation's lease in the session's transaction; false when the run does not hold it any more.</summary>
    public static async Task<bool> End(IDocumentSession session, Guid id, int run, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"delete from {Qualified} where id = $1 and run = $2 returning id");
        Add(command, id, run);
        await using var reader = await session.ExecuteReaderAsync(command, ct);
        return await reader.ReadAsync(ct);
    }

    /// <summary>An operation that is cancelled has no lease: its run stops at its next heartbeat.</summary>
    public static void Cancel(IDocumentSession session, Guid id) =>
        session.QueueSqlCommand($"delete from {Qualified} where id = ?", id);

    /// <summary>The heartbeat of a run; false when it does not hold the operation any more.</summary>
    public static async Task<bool> Renew(
        NpgsqlDataSource database,
        Guid id,
        int run,
        TimeSpan term,
        CancellationToken ct
    )
    {
        await using var command = database.CreateCommand(Renewal);
        Add(command, id, run, term);
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>A heartbeat in the session's transaction.</summary>
    public static async Task<bool> Renew(
        IDocumentSession session,
        Guid id,
        int run,
        TimeSpan term,
        CancellationToken ct
    )
    {
        await using var command = new NpgsqlCommand(Renewal);
        Add(command, id, run, term);
        await using var reader = await session.ExecuteReaderAsync(command, ct);
        return reader.RecordsAffected == 1;
    }

    /// <summary>The run gives the operation back; its message is sent again after the pause.</summary>
    public static async Task Release(NpgsqlDataSource database, Guid id, int run, TimeSpan pause, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"update {Qualified} set held_until = clock_timestamp(), resend_at = clock_timestamp() + $3 where id = $1 and run = $2"
        );
        Add(command, id, run, pause);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Operations whose run is over without an end. Each is told once in a minute, to one host.</summary>
    public static async Task<IReadOnlyList<Guid>> TakeOrphans(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"update {Qualified} set resend_at = clock_timestamp() + {Unanswered} "
                + $"where id in (select id from {Qualified} where resend_at <= clock_timestamp() limit 100 for update skip locked) "
                + "returning id"
        );
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<Guid> found = [];
        while (await reader.ReadAsync(ct))
            found.Add(reader.GetGuid(0));
        return found;
    }

    /// <summary>Opens leases for operations that a build without leases has left queued or running.</summary>
    public static async Task Adopt(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"insert into {Qualified} (id, run, held_until, resend_at) "
                + $"select id, 0, clock_timestamp(), clock_timestamp() from {StoreTables.LongWorks} "
                + "where data ->> 'state' in ('queued', 'running') on conflict do nothing"
        );
        await command.ExecuteNonQueryAsync(ct);
    }

    private static void Add(NpgsqlCommand command, params ReadOnlySpan<object> values)
    {
        foreach (var value in values)
            command.Parameters.Add(
                value is TimeSpan
                    ? new() { Value = value, NpgsqlDbType = NpgsqlDbType.Interval }
                    : new() { Value = value }
            );
    }
}
