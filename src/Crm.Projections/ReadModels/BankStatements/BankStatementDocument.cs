using System.Text.Json;
using System.Text.Json.Serialization;
using Crm.Domain.BankStatements;
using Crm.Projections.ReadModels.Catalog;
using JasperFx.Events;
using Marten.Schema;

namespace Crm.Projections.ReadModels.BankStatements;

/// <summary>An imported statement. The stream id is derived from the file, so that no file is imported twice.</summary>
public sealed record BankStatementDocument(Guid Id, BankStatementImported State, DateTimeOffset RecordedAt)
{
    [JsonIgnore]
    public Guid? OwnerId => State.ImportedBy?.Value;

    public static Guid Stream(string hash) => CodeStream.Of("bank-statement", hash);

    /// <summary>The stream of the same file for another user than the one who imported it first.</summary>
    public static Guid Stream(string hash, UserId? user) => Stream($"{hash}\n{user}");

    /// <summary>Called by Marten: table of this document.</summary>
    public static void ConfigureMarten(DocumentMapping mapping)
    {
        mapping.DuplicateField("OwnerId");
        mapping.DuplicateField("RecordedAt", notNull: true);
    }
}

/// <summary>
/// Current state of a statement line. Candidates out of its importer's scope may be newer than its last event: they are refreshed
/// without one (docs/adr/0076-lines-out-of-scope.md).
/// </summary>
public sealed record StatementLineDocument(
    Guid Id,
    StatementLine State,
    DateTimeOffset RecordedAt,
    DateTimeOffset UpdatedAt,
    int Version
)
{
    [JsonIgnore]
    public string Status => Name(State.Status);

    [JsonIgnore]
    public string? Reason => State.Reason;

    [JsonIgnore]
    public Guid StatementId => State.Statement.Value;

    [JsonIgnore]
    public int FileRow => State.Row;

    [JsonIgnore]
    public DateOnly PaidOn => State.PaidOn;

    [JsonIgnore]
    public Guid? OwnerId => State.ImportedBy?.Value;

    /// <summary>
    /// The stream id is derived from the statement that was the first to contain the movement, and from its place there.
    /// </summary>
    public static Guid Stream(string place) => CodeStream.Of("statement-line", place);

    /// <summary>The name on the wire and in the table.</summary>
    public static string Name(StatementLineStatus status) => JsonNamingPolicy.CamelCase.ConvertName(status.ToString());

    public static StatementLineDocument? After(
        StatementLineDocument? before,
        Guid id,
        DomainEvent domainEvent,
        DateTimeOffset at
    ) =>
        StatementLine.Evolve(before?.State, domainEvent) is { } state
            ? new(id, state, before?.RecordedAt ?? at, at, (before?.Version ?? 0) + 1)
            : null;

    /// <summary>Called by Marten: table of this document.</summary>
    public static void ConfigureMarten(DocumentMapping mapping)
    {
        foreach (var name in (string[])["Status", "StatementId", "FileRow"])
            mapping.DuplicateField(name, notNull: true);
        foreach (var name in (string[])["Reason", "OwnerId"])
            mapping.DuplicateField(name);
        mapping.DuplicateField("PaidOn", "date", notNull: true).DbType = NpgsqlTypes.NpgsqlDbType.Date;
        mapping.Indexes.Add(new("statement_line_statement") { Columns = ["statement_id", "file_row", "id"] });
        mapping.Indexes.Add(new("statement_line_status") { Columns = ["status", "paid_on", "id"] });
    }
}

public sealed class BankStatementProjection() : StreamProjection<BankStatementDocument>("bank_statement")
{
    public override BankStatementDocument? Evolve(BankStatementDocument? snapshot, Guid id, IEvent e) =>
        e.Data is BankStatementImported f ? new(id, f, e.Timestamp) : snapshot;
}

public sealed class StatementLineProjection() : StreamProjection<StatementLineDocument>("statement_line")
{
    public override StatementLineDocument? Evolve(StatementLineDocument? snapshot, Guid id, IEvent e) =>
        StatementLineDocument.After(snapshot, id, (DomainEvent)e.Data, e.Timestamp);
}
