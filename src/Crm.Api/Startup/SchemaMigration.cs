using Crm.Api.Configuration;
using JasperFx;
using Marten;
using Npgsql;
using Wolverine.Runtime;

namespace Crm.Api.Startup;

/// <summary>
/// Runs before every other service of the host: refuses a store that this build must not work with and, in Development, applies the
/// schema. It never drops anything, and a store that a newer build has migrated is left as it is.
/// </summary>
/// <param name="applies">In Development, unless <c>Hosting:ApplySchema</c> is false; elsewhere <c>db-apply</c> does it.</param>
internal sealed class SchemaMigration(
    IDocumentStore store,
    IWolverineRuntime messages,
    DatabaseConnection database,
    bool applies
) : IHostedService
{
    /// <summary>Of the advisory lock: hosts that start together apply the schema one after the other.</summary>
    private const string Turn = "select pg_advisory_lock(hashtextextended('crm: schema', 0))";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // Not pooled: the lock lives as long as its connection.
        await using var turn = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(database.Text) { Pooling = false }.ConnectionString
        );
        await turn.OpenAsync(cancellationToken);
        if (applies)
        {
            await using var take = new NpgsqlCommand(Turn, turn) { CommandTimeout = 0 };
            await take.ExecuteNonQueryAsync(cancellationToken);
        }

        var found = StoreGuard.EnsureAdmitted(await StoreVersion.Read(turn, cancellationToken));
        if (!applies)
            StoreGuard.EnsureMigrated(found);
        else if (!StoreGuard.IsNewer(found))
            await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate);
        // Wolverine drops columns that it does not know.
        if (found.Number >= StoreMigrations.Number)
            messages.Options.AutoBuildMessageStorageOnStartup = AutoCreate.None;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
