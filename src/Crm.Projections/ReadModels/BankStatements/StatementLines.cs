using System.Text.Json;
using Crm.Domain.BankStatements;
using Crm.Projections.ReadModels.Access;
using Npgsql;

namespace Crm.Projections.ReadModels.BankStatements;

/// <summary>Reads the lines of bank statements.</summary>
public sealed class StatementLines(NpgsqlDataSource database)
{
    private const int Page = 200;
    private const string Table = StoreTables.StatementLines;

    /// <summary>The next lines to run the matching rules for, in file order.</summary>
    /// <param name="after">Row of the last line of the previous page; -1 for the first page.</param>
    /// <param name="again">Include waiting lines.</param>
    public async Task<IReadOnlyList<StatementLine>> Due(Guid statement, int after, bool again, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select data from {Table} where statement_id = $1 and status = any($3) and file_row > $2 order by file_row, id limit {Page}"
        );
        command.Parameters.AddWithValue(statement);
        command.Parameters.AddWithValue(after);
        command.Parameters.AddWithValue(Status(again));
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<StatementLine> lines = [];
        while (await reader.ReadAsync(ct))
            lines.Add(Read(reader.GetString(0)).State);
        return lines;
    }

    public async Task<int> CountDue(Guid statement, bool again, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select count(*)::int from {Table} where statement_id = $1 and status = any($2)"
        );
        command.Parameters.AddWithValue(statement);
        command.Parameters.AddWithValue(Status(again));
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }

    public async Task<StatementLineDocument?> Find(Guid line, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"select data from {Table} where id = $1");
        command.Parameters.AddWithValue(line);
        return await command.ExecuteScalarAsync(ct) is string json ? Read(json) : null;
    }

    /// <summary>Which of these lines a user sees.</summary>
    /// <param name="managers">The users whose deals they write documents of; null: all.</param>
    public async Task<IReadOnlySet<Guid>> Visible(Guid[] lines, Guid[]? managers, Guid? me, CancellationToken ct)
    {
        if (managers is null || lines.Length == 0)
            return lines.ToHashSet();
        await using var command = database.CreateCommand();
        command.CommandText =
            $"select l.id from {Table} l where l.id = any({command.Place(lines)}) "
            + $"and {StatementLineTable.Seen(command.Place(managers), command.Place(me ?? Guid.Empty))}";
        await using var reader = await command.ExecuteReaderAsync(ct);
        HashSet<Guid> found = [];
        while (await reader.ReadAsync(ct))
            found.Add(reader.GetGuid(0));
        return found;
    }

    /// <summary>Number of lines of each statement by status.</summary>
    public async Task<Dictionary<(Guid Statement, string Status), int>> Count(Guid[] statements, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select statement_id, status, count(*)::int from {Table} where statement_id = any($1) group by 1, 2"
        );
        command.Parameters.AddWithValue(statements);
        await using var reader = await command.ExecuteReaderAsync(ct);
        Dictionary<(Guid, string), int> counts = [];
        while (await reader.ReadAsync(ct))
            counts[(reader.GetGuid(0), reader.GetString(1))] = reader.GetInt32(2);
        return counts;
    }

    private static string[] Status(bool again) => again ? ["pending", "waiting"] : ["pending"];

    private static StatementLineDocument Read(string json) =>
        JsonSerializer.Deserialize<StatementLineDocument>(json, StoreFormat.Json)!;
}
