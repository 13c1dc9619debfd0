using Crm.Api.Configuration;
using Crm.Api.Health;
using Npgsql;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Crm.Api.Startup;

/// <summary>Waits for a PostgreSQL that is still starting (containers start together), for a limited time.</summary>
public static class DatabaseWait
{
    /// <summary>Default waiting time (<c>CRM_DATABASE_WAIT</c>, seconds).</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Returns when a connection succeeded. Permanent errors (password, unknown database) are not retried.
    /// </summary>
    public static async Task Until(
        string connectionString,
        TimeSpan limit,
        Action<string> progress,
        CancellationToken ct,
        TimeProvider? time = null
    )
    {
        var target = Target(connectionString);
        Exception? last = null;
        var pipeline = new ResiliencePipelineBuilder { TimeProvider = time ?? TimeProvider.System }
            .AddTimeout(new TimeoutStrategyOptions { Timeout = limit }) // outermost: bounds all tries and pauses together
            .AddRetry(
                new RetryStrategyOptions
                {
                    MaxRetryAttempts = int.MaxValue,
                    BackoffType = DelayBackoffType.Exponential,
                    Delay = TimeSpan.FromMilliseconds(100),
                    MaxDelay = TimeSpan.FromSeconds(2),
                    UseJitter = true, // nodes that start together must not knock together
                    ShouldHandle = new PredicateBuilder().Handle<NpgsqlException>(e => e.IsTransient),
                    OnRetry = retry =>
                    {
                        last = retry.Outcome.Exception;
                        if (retry.AttemptNumber == 0)
                            progress($"PostgreSQL at {target}: waiting up to {limit.TotalSeconds:0.#} s…");
                        return default;
                    },
                }
            )
            .Build();
        try
        {
            await pipeline.ExecuteAsync(
                async token =>
                {
                    await using var connection = new NpgsqlConnection(connectionString);
                    await connection.OpenAsync(token);
                },
                ct
            );
        }
        catch (TimeoutRejectedException e)
        {
            throw new StartupException(
                $"PostgreSQL at {target} was not reached within {limit.TotalSeconds:0.#} s: {OneLine(last ?? e)}",
                e
            );
        }
        catch (NpgsqlException e)
        {
            throw new StartupException($"PostgreSQL at {target} refuses: {OneLine(e)}", e);
        }
    }

    /// <summary>
    /// Throws a <see cref="StartupException"/> when the database can only be read: the first write of the start would fail somewhere.
    /// </summary>
    public static async Task EnsureWritable(string connectionString, CancellationToken ct)
    {
        if (await WriteProbe.IsReadOnly(connectionString, ct))
            throw new StartupException($"PostgreSQL at {Target(connectionString)} {ReadOnly}");
    }

    /// <summary>
    /// Throws a <see cref="StartupException"/> when the host's clock differs from the database's by more than hosts can work with.
    /// </summary>
    public static async Task EnsureClock(string connectionString, CancellationToken ct, TimeProvider? machine = null)
    {
        await using var clock = new DatabaseClock(connectionString, machine ?? TimeProvider.System);
        if (ClockLimits.Refuse(await clock.Difference(ct)) is { } reason)
            throw new StartupException(reason);
    }

    /// <summary>What is wrong with a database that refuses writes, and what to do.</summary>
    internal const string ReadOnly =
        "is read-only: connect the host to the primary, or set default_transaction_read_only to off.";

    /// <summary>
    /// Adds the faster compression if the server supports it, because cards and states are compressed on every write.
    /// Existing data can be read either way.
    /// </summary>
    public static async Task<string> Compressing(string connectionString, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        await using var offered = new NpgsqlCommand(
            "select 'lz4' = any(enumvals) from pg_settings where name = 'default_toast_compression'",
            connection
        );
        return await offered.ExecuteScalarAsync(ct) is true
            ? Storage.WithOption(connectionString, "-c default_toast_compression=lz4")
            : connectionString;
    }

    /// <summary>
    /// Disables GSS encryption unless it is configured (<c>Gss Encryption Mode</c>): negotiating it with every server
    /// loads the Kerberos libraries and looks for a ticket on every connection. TLS and Kerberos authentication are not
    /// affected.
    /// </summary>
    public static string WithoutKerberos(string connectionString)
    {
        if (
            connectionString.Contains("gss", StringComparison.OrdinalIgnoreCase)
            || Environment.GetEnvironmentVariable("PGGSSENCMODE") is not null
        )
            return connectionString;
        return new NpgsqlConnectionStringBuilder(connectionString)
        {
            GssEncryptionMode = GssEncryptionMode.Disable,
        }.ConnectionString;
    }

    // Never the connection string itself, which contains the password.
    private static string Target(string connectionString)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        return $"{parts.Host}:{parts.Port}/{parts.Database}";
    }

    private static string OneLine(Exception e) => (e.InnerException ?? e).Message.ReplaceLineEndings(" ");
}
