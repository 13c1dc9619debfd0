using Crm.Api.Operations;
using Crm.Projections.Reports;
using Npgsql;

namespace Crm.Api.Hosting;

/// <summary>
/// Before the first request: a report whose tables an earlier version has written is folded anew beside them, and takes their place. Readers
/// of the old numbers on the way see them whole.
/// </summary>
public sealed class ReportUpgrade(Rebuilds rebuilds, NpgsqlDataSource database, ILogger<ReportUpgrade> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task Run(CancellationToken ct)
    {
        foreach (var name in ReportBook.Names)
        {
            var report = ReportBook.Make(name, CrmStore.Schema);
            try
            {
                while (await Known(name, ct) != report.ShapeDigest)
                    if (!await Folded(report, ct) || await Refold(name, ct))
                        await Note(name, report.ShapeDigest, ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                // A report that stands still is no reason for the company to: what it shows carries its position. The next start tries again.
                log.LogError(e, "Report {Report} was written by an earlier version and could not be folded anew", name);
            }
        }
    }

    /// <summary>False when another host that started with this one is at it: then that one notes the shape.</summary>
    private async Task<bool> Refold(string name, CancellationToken ct)
    {
        try
        {
            var verdict = await rebuilds.Run(name, _ => Task.CompletedTask, ct);
            log.LogWarning(
                "Folded report {Report} anew, {Rows} rows: an earlier version had written it",
                name,
                verdict.RebuiltRows
            );
            return true;
        }
        catch (RebuildUnderWayException)
        {
            await Task.Delay(Pause, ct);
            return false;
        }
    }

    private async Task<string?> Known(string name, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "select data->>'value' from crm.mt_doc_host_secret where id = $1"
        );
        command.Parameters.AddWithValue("report:" + name);
        return await command.ExecuteScalarAsync(ct) as string;
    }

    private async Task<bool> Folded(IDealReport report, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"select exists (select from {report.States})");
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private async Task Note(string name, string shape, CancellationToken ct)
    {
        await using var note = database.CreateCommand(
            "insert into crm.mt_doc_host_secret (id, data, mt_dotnet_type) values ($1, jsonb_build_object('id', $1::text, 'value', $2::text), '') on conflict (id) do update set data = excluded.data"
        );
        note.Parameters.AddWithValue("report:" + name);
        note.Parameters.AddWithValue(shape);
        await note.ExecuteNonQueryAsync(ct);
    }
}
