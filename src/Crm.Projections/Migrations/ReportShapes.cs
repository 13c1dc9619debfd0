using Crm.Projections.Reports;
using Npgsql;

namespace Crm.Projections.Migrations;

/// <summary>The shape in which the tables of each version of a report were written, once it had caught up.</summary>
public sealed class ReportShapes(NpgsqlDataSource database, HostSecrets secrets)
{
    /// <summary>Digest of the shape; null when none has been recorded for the report.</summary>
    public Task<string?> Find(StoredReport report, CancellationToken ct) => secrets.Find(report.ShapeId, ct);

    public Task Set(StoredReport report, string shape, CancellationToken ct) => secrets.Set(report.ShapeId, shape, ct);

    /// <summary>What a report of this build would find in the store.</summary>
    public async Task<ReportContents> Contents(IDealReport report, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"""
            select case
                when not exists (select from {StoreTables.Events} where type = any($2)) then 0
                when $1 is null then 1
                when exists (select from {report.States}) then 2
                when exists (select from {StoreTables.Progression} where name = $1) then 0
                else 1 end
            """
        );
        // Only the first version can have been written by a build that did not record when it was complete.
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = report.Version == 1 ? report.Shard : null });
        command.Parameters.AddWithValue(
            report.Events.Select(domainEvent => EventCatalogue.Of(domainEvent).Name).ToArray()
        );
        return (ReportContents)(int)(await command.ExecuteScalarAsync(ct))!;
    }
}

/// <summary>State of a report's tables before its shape is known to be that of this build.</summary>
public enum ReportContents
{
    /// <summary>No event concerns it, or none has led to a row: there is nothing to be done.</summary>
    Empty,

    /// <summary>A version that has not read all events yet.</summary>
    Unread,

    /// <summary>Rows that an earlier build wrote under the same version.</summary>
    Written,
}
