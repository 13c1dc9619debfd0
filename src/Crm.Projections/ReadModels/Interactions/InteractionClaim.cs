using Npgsql;
using NpgsqlTypes;

namespace Crm.Projections.ReadModels.Interactions;

/// <summary>
/// Keeps an id that a client supplies for an interaction of a deal apart from those of all other interactions. Ids that the server draws
/// are not claimed.
/// </summary>
public sealed record InteractionClaim(Guid Id) : UniqueClaim("id.taken")
{
    private const string Lock = "select pg_advisory_xact_lock(hashtextextended('crm.interaction:' || $1::text, 0))";

    private const string TryLock =
        "select pg_try_advisory_xact_lock(hashtextextended('crm.interaction:' || $1::text, 0))";

    private const string Others = $"select 1 from {StoreTables.Interactions} where id = $1";

    public override Guid Queue => Id;

    public override async Task<bool> Take(NpgsqlConnection connection, bool waits, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { Of(waits ? Lock : TryLock), Of(Others) },
        };
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        if (!waits && !reader.GetBoolean(0))
            throw new ResourceLockedException(Queue);
        await reader.NextResultAsync(ct);
        return !await reader.ReadAsync(ct);
    }

    private NpgsqlBatchCommand Of(string sql) =>
        new(sql)
        {
            Parameters =
            {
                new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = Id },
            },
        };
}
