using System.Data;
using Npgsql;

namespace Crm.Projections.Reports;

/// <summary>Holds a rebuilt report against the live one, and puts it in its place where they differ.</summary>
internal sealed class ReportComparison(string connection, ReportTables live, ReportTables built)
{
    private const int Samples = 5;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);
    private const int Looks = 500;

    /// <summary>
    /// Rows and progress commit together, so equal positions mean comparable tables. Under steady writes the two may miss each
    /// other; after some seconds the live shard is held for a moment and the rebuilt one catches up.
    /// </summary>
    public async Task<RebuildVerdict> Verdict(CancellationToken ct)
    {
        await using var session = new NpgsqlConnection(connection);
        await session.OpenAsync(ct);
        for (var look = 0; ; look++)
        {
            await using var snapshot = await session.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
            var (a, b) = await Progress(session, ct);
            if (a == b) return await Compare(session, a, ct);
            await snapshot.RollbackAsync(ct);
            if (look >= Looks && await Held(session, ct) is { } verdict) return verdict;
            await Task.Delay(Look, ct);
        }
    }

    /// <summary>Replaces the live rows in one transaction, at a moment when nothing is in flight; readers go on.</summary>
    public async Task Replace(CancellationToken ct)
    {
        await using var session = new NpgsqlConnection(connection);
        await session.OpenAsync(ct);
        for (var look = 0; ; look++)
        {
            await using var transaction = await session.BeginTransactionAsync(ct);
            await Execute(session, $"select 1 from crm_events.mt_event_progression where name in ('HighWaterMark', '{live.Shard}', '{built.Shard}') order by name for update", ct);
            var (a, b) = await Progress(session, ct);
            if (a == b)
            {
                await Execute(session, $"lock table {live.Rows}, {live.States} in exclusive mode", ct);
                await Execute(session, $"delete from {live.Rows}; insert into {live.Rows} select * from {built.Rows}", ct);
                await Execute(session, $"delete from {live.States}; insert into {live.States} select * from {built.States}", ct);
                await transaction.CommitAsync(ct);
                return;
            }

            await transaction.RollbackAsync(ct);
            if (look >= Looks) throw new TimeoutException($"{live.Shard} and its rebuild never stood at the same position");
            await Task.Delay(Look, ct);
        }
    }

    /// <summary>The live shard waits at the end of its batch while its progress row is held.</summary>
    private async Task<RebuildVerdict?> Held(NpgsqlConnection session, CancellationToken ct)
    {
        await using var holder = new NpgsqlConnection(connection);
        await holder.OpenAsync(ct);
        await using var hold = await holder.BeginTransactionAsync(ct);
        await Execute(holder, $"select 1 from crm_events.mt_event_progression where name = '{live.Shard}' for update", ct);
        for (var look = 0; look < 100; look++)
        {
            await using var snapshot = await session.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
            var (a, b) = await Progress(session, ct);
            if (a == b) return await Compare(session, a, ct);
            await snapshot.RollbackAsync(ct);
            if (b > a) return null;
            await Task.Delay(Look, ct);
        }

        return null;
    }

    private async Task<RebuildVerdict> Compare(NpgsqlConnection session, long position, CancellationToken ct)
    {
        var (liveRows, builtRows) = (await Count(session, $"select count(*) from {live.Rows}", ct), await Count(session, $"select count(*) from {built.Rows}", ct));
        var (onlyLive, liveSamples) = await Only(session, live, built, ct);
        var (onlyBuilt, builtSamples) = await Only(session, built, live, ct);
        return new RebuildVerdict(onlyLive + onlyBuilt == 0 && liveRows == builtRows, liveRows, builtRows, onlyLive, onlyBuilt, liveSamples, builtSamples, position, false);
    }

    /// <summary>Rows of one that the other lacks; <c>except all</c>, so that a doubled row counts too.</summary>
    private static async Task<(long Count, IReadOnlyList<string> Samples)> Only(NpgsqlConnection session, ReportTables one, ReportTables other, CancellationToken ct)
    {
        var difference = $"(select to_jsonb(x)::text as row from (table {one.Rows} except all table {other.Rows}) x union all select to_jsonb(x)::text from (table {one.States} except all table {other.States}) x)";
        var count = await Count(session, $"select count(*) from {difference} d", ct);
        List<string> samples = [];
        if (count == 0) return (0, samples);
        await using var command = new NpgsqlCommand($"select d.row from {difference} d limit {Samples}", session);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) samples.Add(reader.GetString(0));
        return (count, samples);
    }

    private async Task<(long Live, long Built)> Progress(NpgsqlConnection session, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"select coalesce(max(last_seq_id) filter (where name = '{live.Shard}'), 0), coalesce(max(last_seq_id) filter (where name = '{built.Shard}'), 0) from crm_events.mt_event_progression", session);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    private static async Task<long> Count(NpgsqlConnection session, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, session);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task Execute(NpgsqlConnection session, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, session);
        await command.ExecuteNonQueryAsync(ct);
    }
}
