using Crm.Projections.Reports;
using Npgsql;

namespace Crm.Projections.Migrations;

/// <summary>In which shape the tables of each report were written.</summary>
public sealed class ReportShapes(NpgsqlDataSource database, HostSecrets secrets)
{
    /// <summary>The digest of the shape; null before the report was first noted.</summary>
    public Task<string?> Find(string report, CancellationToken ct) => secrets.Find(IdOf(report), ct);

    public Task Set(string report, string shape, CancellationToken ct) => secrets.Set(IdOf(report), shape, ct);

    /// <summary>False for a report without rows: there is nothing to rebuild.</summary>
    public async Task<bool> HasRows(IDealReport report, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"select exists (select from {report.States})");
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private static string IdOf(string report) => "report:" + report;
}
