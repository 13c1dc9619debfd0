using Crm.Api.Configuration;
using Crm.Api.DevDatabase;

namespace Crm.Api.Startup;

/// <summary>
/// The database of this start: the configured one, or a private PostgreSQL that is stopped on disposal.
/// </summary>
public sealed class Database : IAsyncDisposable
{
    // Verbs that need no database still build the whole host, and Marten requires a connection string.
    private const string Nowhere = "Host=127.0.0.1;Port=1;Database=crm";

    private readonly PrivatePostgres? ours;

    private Database(string connectionString, string description, PrivatePostgres? ours) =>
        (ConnectionString, Description, this.ours) = (connectionString, description, ours);

    /// <summary>For Marten, Wolverine and plain Npgsql.</summary>
    public string ConnectionString { get; }

    /// <summary>For the banner; contains no secret.</summary>
    public string Description { get; }

    /// <summary>Finds, starts or waits for the database. A private one is used only in Development.</summary>
    public static async Task<Database> Prepare(
        IConfiguration configuration,
        IHostEnvironment environment,
        HostSwitches switches,
        StartProgress progress,
        CancellationToken ct
    )
    {
        if (!switches.NeedsDatabase)
            return new(Nowhere, "none", null);

        if (configuration.GetConnectionString("Crm") is { Length: > 0 } given)
        {
            var limit = configuration.GetValue("CRM_DATABASE_WAIT", DatabaseWait.Usual.TotalSeconds);
            given = DatabaseWait.WithoutKerberos(given);
            await DatabaseWait.Until(given, TimeSpan.FromSeconds(limit), progress.Say, ct);
            if (switches.Serves)
            {
                await DatabaseWait.EnsureWritable(given, ct);
                await DatabaseWait.EnsureClock(given, ct);
            }

            var store = await StoreGuard.EnsureAdmitted(given, ct);
            // Development creates missing tables; elsewhere the command line verbs do.
            if (switches.Serves && !Storage.AppliesSchema(environment, configuration))
            {
                await SchemaCheck.EnsureApplied(given, ct);
                StoreGuard.EnsureMigrated(store);
            }

            return new(await DatabaseWait.Compressing(given, ct), "as ConnectionStrings__Crm says", null);
        }

        if (!environment.IsDevelopment())
            throw new StartupException(
                "ConnectionStrings__Crm is not set: outside Development the host starts no PostgreSQL of its own and needs one to be named."
            );

        var options = new PostgresOptions { DataFolder = HomeFolder.From(configuration).Postgres };
        var started = await PrivatePostgres.Start(options, progress.Say, ct);
        try
        {
            await StoreGuard.EnsureAdmitted(started.ConnectionString, ct);
            return new(
                await DatabaseWait.Compressing(started.ConnectionString, ct),
                $"PostgreSQL {started.Version}, data in {started.DataDirectory}",
                started
            );
        }
        catch
        {
            await started.Stop();
            throw;
        }
    }

    /// <summary>
    /// Stops the private PostgreSQL unless another process uses it. Call it after the host has drained.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (ours is not null)
            await ours.Stop();
    }
}
