using Crm.Projections.ReadModels.Access;

namespace Crm.Projections.ReadModels.BankStatements;

/// <summary>Bank statements.</summary>
public sealed class BankStatementList() : DocumentList<BankStatementDocument>("s")
{
    public static SortColumn NewestFirst { get; } = new("recordedAt", "s.recorded_at", "timestamptz", true);

    /// <summary>Imported by one of these users.</summary>
    public void ImportedBy(Guid[] users) => Where($"s.owner_id = any({Parameter(users)})");
}

/// <summary>Lines of bank statements.</summary>
public sealed class StatementLineList() : DocumentList<StatementLineDocument>("l")
{
    public static SortColumn NewestFirst { get; } = new("paidOn", "l.paid_on", "date", true);

    /// <summary>The order of the file.</summary>
    public static SortColumn InOrderOfFile { get; } = new("row", "l.file_row", "integer", false);

    public void OfStatement(Guid statement) => Where($"l.statement_id = {Parameter(statement)}");

    /// <summary>The lines that a user sees.</summary>
    /// <param name="managers">The users whose deals they write documents of.</param>
    public void SeenBy(Guid[] managers, Guid? me) =>
        Where(StatementLineTable.Seen(Parameter(managers), Parameter(me ?? Guid.Empty)));

    public void InStatus(string[] statuses) => Where($"l.status = any({Parameter(statuses)})");

    public void WaitingFor(string[] reasons) => Where($"l.reason = any({Parameter(reasons)})");
}
