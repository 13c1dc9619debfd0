using System.Text.Json;
using Crm.Domain.BankStatements;
using Crm.Domain.Settings;
using Marten;
using Npgsql;

namespace Crm.Projections.ReadModels.BankStatements;

/// <summary>Queries of a bank statement import in its transaction.</summary>
public static class StatementImports
{
    /// <summary>The day of the operation may be some days after that of the document.</summary>
    private const int Around = 30;

    /// <summary>Serializes imports in the whole company; waits for at most 5 s.</summary>
    public static async Task Lock(IDocumentSession session, CancellationToken ct)
    {
        await using var take = new NpgsqlCommand(
            "select set_config('lock_timeout', '5s', true), pg_advisory_xact_lock(hashtextextended('bank-statements', 0))"
        );
        await using var taken = await session.ExecuteReaderAsync(take, ct);
    }

    /// <summary>
    /// The stored lines of the accounts of a file and of their counterparties, with its sums, around its days: in the order in which they
    /// were stored.
    /// </summary>
    public static async Task<IReadOnlyList<StatementLine>> Near(
        IDocumentSession session,
        IReadOnlyCollection<StatementEntry> entries,
        CancellationToken ct
    )
    {
        await using var command = new NpgsqlCommand(
            $"select l.data from {StoreTables.StatementLines} l where l.paid_on between $1 and $2 and l.status = any($3) "
                + "and upper(regexp_replace(l.data->'state'->>'account', '[^[:alnum:]]', '', 'g')) = any($4) "
                + "and (l.data->'state'->'amount'->>'amount')::numeric = any($5) "
                + "order by (l.data->>'recordedAt')::timestamptz, l.file_row, l.id"
        );
        command.Parameters.AddWithValue(Days(entries).Min().AddDays(-Around));
        command.Parameters.AddWithValue(Days(entries).Max().AddDays(Around));
        command.Parameters.AddWithValue(
            Enum.GetValues<StatementLineStatus>().Select(StatementLineDocument.Name).ToArray()
        );
        command.Parameters.AddWithValue(Accounts(entries));
        command.Parameters.AddWithValue(entries.Select(entry => entry.Amount.Amount).Distinct().ToArray());
        return await Read(session, command, ct);
    }

    /// <summary>
    /// Lines as they are under the locks of their streams, taken in the order of all commands: nobody changes them before the commit.
    /// </summary>
    public static async Task<IReadOnlyList<StatementLine>> Lock(
        IDocumentSession session,
        Guid[] lines,
        CancellationToken ct
    )
    {
        await using var take = new NpgsqlCommand(
            $"select id from {StoreTables.Streams} where id = any($1) order by id for update"
        );
        take.Parameters.AddWithValue(lines);
        await using (await session.ExecuteReaderAsync(take, ct)) { }
        await using var command = new NpgsqlCommand(
            $"select data from {StoreTables.StatementLines} where id = any($1)"
        );
        command.Parameters.AddWithValue(lines);
        return await Read(session, command, ct);
    }

    private static async Task<IReadOnlyList<StatementLine>> Read(
        IDocumentSession session,
        NpgsqlCommand command,
        CancellationToken ct
    )
    {
        await using var reader = await session.ExecuteReaderAsync(command, ct);
        List<StatementLine> found = [];
        while (await reader.ReadAsync(ct))
            found.Add(JsonSerializer.Deserialize<StatementLineDocument>(reader.GetString(0), StoreFormat.Json)!.State);
        return found;
    }

    private static IEnumerable<DateOnly> Days(IEnumerable<StatementEntry> entries) =>
        entries.SelectMany(entry => (DateOnly[])[entry.Date, entry.BookedOn ?? entry.Date]);

    private static string[] Accounts(IEnumerable<StatementEntry> entries) =>
        [
            .. entries
                .SelectMany(entry => (string?[])[entry.Account, entry.CounterAccount])
                .Select(AccountNumber.Normalize)
                .OfType<string>()
                .Distinct(),
        ];
}
