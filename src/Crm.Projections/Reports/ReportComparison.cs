using System.Data;
using Crm.Projections.ReadModels.Operations;
using Npgsql;

namespace Crm.Projections.Reports;

/// <summary>
/// Compares a rebuilt report with the live one and replaces the live one if they differ. The live shard commits rows
/// and progress together, so locking its progression row pauses it; readers and writers of events continue.
/// </summary>
internal sealed class ReportComparison(string connection, IDealReport live, IDealReport built, ReportReplay replay)
{
    private const int Samples = 5;
    private const int Near = 1000;
    private const string Table = StoreTables.Progression;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Follow = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MaximumWait = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(2);

    /// <summary>Follows the live report until it is close; the rest is done while the live one is paused.</summary>
    public async Task CatchUp(Func<double, Task> progress, CancellationToken ct)
    {
        await using var session = await Open(ct);
        while (await Progress(session, live.Shard, "", ct) is var target && target - replay.Position > 0)
        {
            var near = target - replay.Position <= Near;
            await replay.Page(target, ct);
            await progress((double)replay.Position / target);
            if (near)
                return;
        }
    }

    /// <summary>The position of the last event of the store.</summary>
    public async Task<long> LastEvent(CancellationToken ct)
    {
        await using var session = await Open(ct);
        return await Count(session, $"select coalesce(max({StoreColumns.Sequence}), 0) from {StoreTables.Events}", ct);
    }

    /// <summary>Waits until the live report has read up to a position, for as long as it moves.</summary>
    public async Task AwaitLive(long position, TimeSpan standstill, CancellationToken ct)
    {
        await using var session = await Open(ct);
        using var standing = new CancellationTokenSource();
        var reached = -1L;
        while (await Progress(session, live.Shard, "", ct) is var at && at < position)
        {
            if (standing.IsCancellationRequested)
                throw new ReportStoppedException(live.Shard, at, position);
            if (at > reached)
                standing.CancelAfter(standstill);
            reached = at;
            await replay.To(at, ct);
            await Task.Delay(Follow, ct);
        }
    }

    /// <summary>
    /// Compares both at the same position in one snapshot. The live shard is paused only until the snapshot is taken.
    /// </summary>
    public async Task<RebuildVerdict> Verdict(CancellationToken ct)
    {
        while (true)
        {
            await using var session = await Open(ct);
            await using var holder = await Open(ct);
            await using var hold = await holder.BeginTransactionAsync(ct);
            var position = await Progress(holder, live.Shard, "for update", ct);
            if (position < replay.Position)
                throw new InvalidOperationException(
                    $"{live.Shard} went back while it was rebuilt: it is being rebuilt in place, too"
                );
            if (position - replay.Position <= Near)
            {
                await replay.To(position, ct);
                await using var snapshot = await session.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
                // A shard that never ran has no row to lock, so it may have written its first one in between.
                if (await Progress(session, live.Shard, "", ct) == position && position == replay.Position)
                {
                    await hold.RollbackAsync(ct);
                    return await Compare(session, position, ct);
                }
            }

            await hold.RollbackAsync(ct);
            await CatchUp(_ => Task.CompletedTask, ct);
        }
    }

    /// <summary>
    /// Replaces the live rows in one transaction while nothing is in flight: the live shard is at the high-water mark,
    /// and both are locked. The mark is locked first and the shard is awaited, because under constant writes the shard
    /// never catches up with a moving mark.
    /// </summary>
    public async Task Replace(CancellationToken ct)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(MaximumWait);
        while (!await Replaced(timeout.Token))
            await Task.Delay(Pause, timeout.Token);
    }

    private async Task<bool> Replaced(CancellationToken ct)
    {
        await CatchUp(_ => Task.CompletedTask, ct);
        await using var session = await Open(ct);
        await using var transaction = await session.BeginTransactionAsync(ct);
        var top = await Progress(session, "HighWaterMark", "for update", ct);
        // All reports are paused while the mark is locked, so the time is limited.
        using var held = new CancellationTokenSource(Hold);
        while (await Progress(session, live.Shard, "", ct) is var at && at < top)
        {
            if (held.IsCancellationRequested)
                return false;
            await replay.To(at, ct);
            await Task.Delay(Pause, ct);
        }

        var position = await Progress(session, live.Shard, "for update", ct);
        if (position != top)
            return false;
        await replay.To(position, ct);
        await Execute(session, $"lock table {live.Rows}, {live.States} in exclusive mode", ct);
        await Execute(
            session,
            $"delete from {live.Rows}; insert into {live.Rows} ({live.Columns}) select {live.Columns} from {built.Rows}",
            ct
        );
        await Execute(
            session,
            $"delete from {live.States}; insert into {live.States} (id, state) select id, state from {built.States}",
            ct
        );
        // The position stays the same; the new version of the row invalidates cached answers.
        await Execute(
            session,
            $"update {Table} set {StoreColumns.LastUpdated} = transaction_timestamp() where name = '{live.Shard}'",
            ct
        );
        await transaction.CommitAsync(ct);
        return true;
    }

    private async Task<RebuildVerdict> Compare(NpgsqlConnection session, long position, CancellationToken ct)
    {
        var (liveRows, builtRows) = (
            await Count(session, $"select count(*) from {live.Rows}", ct),
            await Count(session, $"select count(*) from {built.Rows}", ct)
        );
        var (onlyLive, liveSamples) = await Only(session, live, built, ct);
        var (onlyBuilt, builtSamples) = await Only(session, built, live, ct);
        return new RebuildVerdict(
            onlyLive + onlyBuilt == 0,
            liveRows,
            builtRows,
            onlyLive,
            onlyBuilt,
            liveSamples,
            builtSamples,
            position,
            false
        );
    }

    /// <summary>Rows and states that only one of the two has; <c>except all</c>, so that duplicates count.</summary>
    private static async Task<(long Count, IReadOnlyList<string> Samples)> Only(
        NpgsqlConnection session,
        IDealReport one,
        IDealReport other,
        CancellationToken ct
    )
    {
        var difference =
            $"(select to_jsonb(x)::text as row from (select {one.Columns} from "
            + $"{one.Rows} except all select {one.Columns} from {other.Rows}) x "
            + "union all select to_jsonb(x)::text from (select id, state from "
            + $"{one.States} except all select id, state from {other.States}) x)";
        var count = await Count(session, $"select count(*) from {difference} d", ct);
        List<string> samples = [];
        if (count == 0)
            return (0, samples);
        await using var command = new NpgsqlCommand($"select d.row from {difference} d limit {Samples}", session);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            samples.Add(reader.GetString(0));
        return (count, samples);
    }

    private async Task<NpgsqlConnection> Open(CancellationToken ct)
    {
        var session = new NpgsqlConnection(connection);
        await session.OpenAsync(ct);
        return session;
    }

    /// <summary>0 when the shard has no row.</summary>
    private static async Task<long> Progress(NpgsqlConnection session, string shard, string how, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"select {StoreColumns.LastSequence} from {Table} where name = '{shard}' {how}",
            session
        );
        return await command.ExecuteScalarAsync(ct) as long? ?? 0;
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
