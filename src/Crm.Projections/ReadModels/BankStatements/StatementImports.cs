using Marten;
using Npgsql;

namespace Crm.Projections.ReadModels.BankStatements;

/// <summary>Queries of a bank statement import in its transaction.</summary>
public static class StatementImports
{
    /// <summary>Serializes imports in the whole company; waits for at most 5 s.</summary>
    public static async Task Lock(IDocumentSession session, CancellationToken ct)
    {
        await using var take = new NpgsqlCommand(
            "select set_config('lock_timeout', '5s', true), pg_advisory_xact_lock(hashtextextended('bank-statements', 0))"
        );
        await using var taken = await session.ExecuteReaderAsync(take, ct);
    }

    /// <summary>Lines that earlier statements contained, with the users who imported them.</summary>
    public static async Task<Dictionary<Guid, UserId?>> Known(
        IDocumentSession session,
        Guid[] lines,
        CancellationToken ct
    )
    {
        await using var command = new NpgsqlCommand(
            $"select id, owner_id from {StoreTables.StatementLines} where id = any($1)"
        );
        command.Parameters.AddWithValue(lines);
        await using var reader = await session.ExecuteReaderAsync(command, ct);
        Dictionary<Guid, UserId?> found = [];
        while (await reader.ReadAsync(ct))
            found[reader.GetGuid(0)] = reader.IsDBNull(1) ? null : new UserId(reader.GetGuid(1));
        return found;
    }
}
