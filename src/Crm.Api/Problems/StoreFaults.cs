using System.Net.Sockets;
using Npgsql;

namespace Crm.Api.Problems;

/// <summary>Classifies exceptions of the store for commands.</summary>
public static class StoreFaults
{
    /// <summary>The fault that passes by itself; null when the exception is a defect or has nothing to do with the store.</summary>
    public static TransientFault? FindTransient(Exception fault)
    {
        if (IsNumberTaken(fault))
            return TransientFault.NumberTaken;
        // What the server says precedes what the client notices, such as a connection that breaks afterwards.
        if (Chain(fault).OfType<PostgresException>().FirstOrDefault() is { } reported)
            return TransientFault.Find(reported.SqlState);
        return IsOfStore(fault) ? TransientFault.NoConnection : null;
    }

    /// <summary>The database refused or cannot be reached: work that runs by itself goes on later.</summary>
    public static bool IsOfStore(Exception fault) =>
        Chain(fault).Any(e => e is NpgsqlException or SocketException or TimeoutException);

    /// <summary>Nothing was written, and the command can be executed again at once.</summary>
    public static bool MayExecuteAgain(Exception fault) => FindTransient(fault) is { MayExecuteAgain: true };

    /// <summary>Timeout while waiting for a row lock: another command works on the same resource.</summary>
    public static bool IsLockedOut(Exception fault) =>
        Chain(fault)
            .Any(e =>
                e is ResourceLockedException or PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable }
            );

    /// <summary>Violation of a unique index: the stream, the key or a code exists.</summary>
    public static bool IsCollision(Exception fault) =>
        Chain(fault)
            .Any(e =>
                e
                    is Marten.Exceptions.ExistingStreamIdCollisionException
                        or JasperFx.DocumentAlreadyExistsException
                        or JasperFx.ConcurrencyException
                        or PostgresException { SqlState: PostgresErrorCodes.UniqueViolation }
            ) && !IsNumberTaken(fault);

    /// <summary>
    /// The number of an event was taken by a tombstone, because the command took longer than a missing number is waited for. Nothing was
    /// written; executed again, the command draws another number.
    /// </summary>
    public static bool IsNumberTaken(Exception fault) =>
        Chain(fault).OfType<PostgresException>().Any(StoreConstraints.IsNumberTaken);

    /// <summary>
    /// The timeout was for the row of a stored answer: another request with the same key is in flight.
    /// </summary>
    public static bool WaitedForKey(Exception fault) =>
        Chain(fault).OfType<PostgresException>().Any(StoreConstraints.WaitedForAnswer);

    /// <summary>The exception with its inner exceptions.</summary>
    public static IEnumerable<Exception> Chain(Exception? fault)
    {
        for (; fault is not null; fault = fault.InnerException)
            yield return fault;
    }
}
