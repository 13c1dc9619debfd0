using Npgsql;

namespace Crm.Api.Problems;

/// <summary>What a request answers when PostgreSQL reports a fault that passes: 503 with this code and <c>Retry-After</c>.</summary>
/// <param name="State">An SQLSTATE, or its class: the first two characters.</param>
/// <param name="Code">The problem's code.</param>
/// <param name="RetryAfterSeconds">10 when somebody has to act first, such as free space on a disk; otherwise 1.</param>
public sealed record TransientFault(string State, string Code, int RetryAfterSeconds)
{
    private const string Busy = "resource.busy";
    private const string Unavailable = "database.unavailable";

    // Npgsql has no names for these time-outs, which end the session.
    private const string IdleInTransaction = "25P03";
    private const string TransactionTimeout = "25P04";

    /// <summary>
    /// The transaction was rolled back for a reason that a second execution does not meet again, so the command is executed again
    /// before its caller is answered. Never set where a commit may have reached the database.
    /// </summary>
    public bool MayExecuteAgain { get; init; }

    /// <summary>The database accepts no writes: the host is not ready.</summary>
    public bool StopsWriting { get; init; }

    /// <summary>The session, or the whole database, is read-only.</summary>
    public bool IsReadOnly => State == PostgresErrorCodes.ReadOnlySqlTransaction;

    /// <summary>
    /// All faults with an answer of their own; any other SQLSTATE is a defect, answered with 500. An exact SQLSTATE precedes its class.
    /// </summary>
    public static IReadOnlyList<TransientFault> All { get; } =
    [
        // The connection broke or was refused. Whether a commit arrived is known only to the database.
        new("08", Unavailable, 1),
        new("28", Unavailable, 10), // The password was changed, or the server admits this host no longer.
        new("3D", Unavailable, 10), // The database was renamed or dropped, as while a backup is restored.
        new(PostgresErrorCodes.ReadOnlySqlTransaction, Unavailable, 10) { StopsWriting = true },
        new(IdleInTransaction, Unavailable, 1),
        new(TransactionTimeout, Unavailable, 1),
        new(PostgresErrorCodes.TransactionRollback, Busy, 1) { MayExecuteAgain = true },
        new(PostgresErrorCodes.SerializationFailure, Busy, 1) { MayExecuteAgain = true },
        new(PostgresErrorCodes.DeadlockDetected, Busy, 1) { MayExecuteAgain = true },
        new(PostgresErrorCodes.StatementCompletionUnknown, Unavailable, 1),
        new("53", Unavailable, 1),
        new(PostgresErrorCodes.DiskFull, Unavailable, 10) { StopsWriting = true },
        new(PostgresErrorCodes.LockNotAvailable, Busy, 1), // The command has waited for the lock already.
        new("57", Unavailable, 1),
        new(PostgresErrorCodes.QueryCanceled, Busy, 1), // By an operator, or by a statement timeout.
        new(PostgresErrorCodes.SystemError, Unavailable, 10),
        new(PostgresErrorCodes.IoError, Unavailable, 10) { StopsWriting = true },
    ];

    /// <summary>The server cannot be reached, does not answer, or all connections of the pool are in use.</summary>
    public static TransientFault NoConnection { get; } = new("08", Unavailable, 1);

    /// <summary>The number of an event was taken by a tombstone (<see cref="StoreFaults.IsNumberTaken"/>).</summary>
    public static TransientFault NumberTaken { get; } =
        new(PostgresErrorCodes.UniqueViolation, Busy, 1) { MayExecuteAgain = true };

    private static readonly Dictionary<string, TransientFault> ByState = All.ToDictionary(
        fault => fault.State,
        StringComparer.Ordinal
    );

    /// <summary>The fault of an SQLSTATE; null when it does not pass by itself.</summary>
    public static TransientFault? Find(string sqlState) =>
        ByState.GetValueOrDefault(sqlState) ?? ByState.GetValueOrDefault(sqlState[..2]);
}
