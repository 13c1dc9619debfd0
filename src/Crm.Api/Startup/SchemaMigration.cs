using Crm.Api.Configuration;
using JasperFx;
using Marten;
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
    ILogger<SchemaMigration> log,
    bool applies
) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // Wolverine drops columns that it does not know.
        messages.Options.AutoBuildMessageStorageOnStartup = AutoCreate.None;
        if (!applies)
        {
            StoreGuard.EnsureMigrated(await StoreGuard.EnsureAdmitted(database.Text, cancellationToken));
            return;
        }

        await using var turn = await SchemaTurn.Take(
            database.Text,
            () => log.LogWarning(SchemaTurn.Waits),
            cancellationToken
        );
        var found = StoreGuard.EnsureAdmitted(await StoreVersion.Read(turn, cancellationToken));
        if (StoreGuard.IsNewer(found))
            return;
        await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate);
        if (found.Number < StoreMigrations.Number)
            await MessageTables.Apply(messages, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
