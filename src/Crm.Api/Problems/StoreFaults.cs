using Npgsql;

namespace Crm.Api.Problems;

/// <summary>What a fault of the store means for a command.</summary>
public static class StoreFaults
{
    /// <summary>A row lock was not to be had in time: another command works on the same resource.</summary>
    public static bool IsLockedOut(Exception fault) =>
        Chain(fault)
            .OfType<PostgresException>()
            .Any(e => e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected);

    /// <summary>A unique index refused: the stream, the key or a code exists.</summary>
    public static bool IsCollision(Exception fault) =>
        Chain(fault)
            .Any(e =>
                e
                    is Marten.Exceptions.ExistingStreamIdCollisionException
                        or JasperFx.DocumentAlreadyExistsException
                        or JasperFx.ConcurrencyException
                        or PostgresException { SqlState: PostgresErrorCodes.UniqueViolation }
            );

    /// <summary>The lock that was not to be had is that of a stored answer: another request with the same key is in flight.</summary>
    public static bool WaitedForKey(Exception fault) =>
        Chain(fault)
            .OfType<PostgresException>()
            .Any(e => e.Where?.Contains("idempotent_answer", StringComparison.Ordinal) == true);

    /// <summary>The fault with everything that caused it.</summary>
    public static IEnumerable<Exception> Chain(Exception? fault)
    {
        for (; fault is not null; fault = fault.InnerException)
            yield return fault;
    }
}
