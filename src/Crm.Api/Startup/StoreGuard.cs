using System.Globalization;
using Crm.Api.Configuration;
using Npgsql;

namespace Crm.Api.Startup;

/// <summary>
/// Compares the number of this build with that of the store. An older build works with a store that admits it and changes nothing in it;
/// one that is not admitted does not start.
/// </summary>
public static class StoreGuard
{
    private const string StartNewer = "start a newer build.";
    private const string ApplyFirst = "run `db-apply` of this build first.";

    /// <summary>Reads the version of the store; throws a <see cref="StartupException"/> when it does not admit this build.</summary>
    public static async Task<StoreVersion> EnsureAdmitted(string connectionString, CancellationToken ct) =>
        EnsureAdmitted(await StoreVersion.Read(connectionString, ct));

    /// <inheritdoc cref="EnsureAdmitted(string, CancellationToken)"/>
    public static StoreVersion EnsureAdmitted(StoreVersion store) =>
        store.Admits(StoreMigrations.Number)
            ? store
            : throw new StartupException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The database admits builds from number {store.Lowest}, and this build has {StoreMigrations.Number}: {StartNewer}"
                )
            );

    /// <summary>Throws a <see cref="StartupException"/> when the store is older than this build needs.</summary>
    public static void EnsureMigrated(StoreVersion store)
    {
        if (store.Number < StoreMigrations.Number)
            throw new StartupException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The database has the number {store.Number}, and this build needs {StoreMigrations.Number}: {ApplyFirst}"
                )
            );
    }

    /// <summary>A newer build has migrated the store: this one must not change it back.</summary>
    public static bool IsNewer(StoreVersion store) => store.Number > StoreMigrations.Number;

    /// <summary>After <c>db-apply</c>: removes what no admitted build uses, and records the number of this build.</summary>
    public static async Task Complete(NpgsqlConnection connection, CancellationToken ct)
    {
        await StoreVersion.Record(connection, StoreMigrations.Number, ct);
        await StoreVersion.Contract(connection, StoreMigrations.All, ct);
    }
}
