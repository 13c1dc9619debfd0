using Npgsql;

namespace Crm.Projections.EventStore;

/// <summary>Tells by the names of the store's tables and constraints what a fault of PostgreSQL was about.</summary>
public static class StoreConstraints
{
    /// <summary>The number of an event exists already: a tombstone has taken it.</summary>
    public static bool IsNumberTaken(PostgresException fault) =>
        fault is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "pkey_mt_events_seq_id" };

    /// <summary>The statement was waiting for the row of a stored answer.</summary>
    public static bool WaitedForAnswer(PostgresException fault) =>
        fault.Where?.Contains(
            StoreTables.IdempotentAnswers[(StoreFormat.Schema.Length + 1)..],
            StringComparison.Ordinal
        ) == true;
}
