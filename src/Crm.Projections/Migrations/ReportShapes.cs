using Crm.Projections.Reports;
using Npgsql;

namespace Crm.Projections.Migrations;

/// <summary>The shape in which the tables of each report were written.</summary>
public sealed class ReportShapes(NpgsqlDataSource database, HostSecrets secrets)
{
    /// <summary>Digest of the shape; null when none has been recorded for the report.</summary>
    public Task<string?> Find(string report, CancellationToken ct) => secrets.Find(IdOf(report), ct);

    public Task Set(string report, string shape, CancellationToken ct) => secrets.Set(IdOf(report), shape, ct);

    /// <summary>False for a report without rows, which needs no rebuild.</summary>
    public async Task<bool> HasRows(IDealReport report, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"select exists (select from {report.States})");
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private static string IdOf(string report) => "report:" + report;
}
