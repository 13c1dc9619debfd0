using Crm.Api.Configuration;
using Npgsql;

namespace Crm.Api.DevDatabase;

/// <summary>
/// A PostgreSQL that the host (or a test run) starts for itself: no setup, loopback only, a random port and password.
/// </summary>
public sealed class PrivatePostgres
{
    private readonly PostgresOptions options;
    private readonly Server server;
    private IDisposable? use;

    private PrivatePostgres(PostgresOptions options, Server server, IDisposable use, string connectionString) =>
        (this.options, this.server, this.use, ConnectionString) = (options, server, use, connectionString);

    /// <summary>Connection string of the database named in the options.</summary>
    public string ConnectionString { get; }

    /// <summary>
    /// The real location of the data; differs from the requested one when root's server runs as another user.
    /// </summary>
    public string DataDirectory => server.Cluster.DataFolder;

    /// <summary>Version as reported by the server, e.g. "15.18".</summary>
    public string Version => server.Binaries.Version;

    /// <summary>
    /// Finds the programs, creates the data folder, starts or joins the server, creates the database; each step only
    /// when needed.
    /// </summary>
    public static async Task<PrivatePostgres> Start(
        PostgresOptions options,
        Action<string> progress,
        CancellationToken ct
    )
    {
        options = options with { DataFolder = Path.GetFullPath(options.DataFolder) };
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(options.DataFolder)!);
            using var turn = await FolderLock.AcquireExclusive(TurnFile(options), progress, ct);
            // Taken within the exclusive lock: no other process can be about to stop the server that this one joins.
            var mine = FolderLock.AcquireShared(UseFile(options));
            try
            {
                return await Begin(options, mine, progress, ct);
            }
            catch
            {
                mine.Dispose();
                throw;
            }
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StartupException(
                $"The database in {options.DataFolder} belongs to another user "
                    + $"({e.Message}): start as that user, or set CRM_HOME to a folder of "
                    + "your own.",
                e
            );
        }
    }

    /// <summary>
    /// Stops the server when the last process that uses it stops. A second host that failed to start, or a command line
    /// verb next to a running host, must not stop the database that the host uses.
    /// </summary>
    public async Task Stop()
    {
        if (use is null)
            return;
        using var turn = await FolderLock.AcquireExclusive(TurnFile(options), _ => { }, CancellationToken.None);
        use.Dispose();
        use = null;
        using var alone = FolderLock.TryAcquireExclusive(UseFile(options));
        if (alone is not null)
            await Halt("fast");
    }

    /// <summary>Stops the server even if it is in use, and deletes all of its data. For tests.</summary>
    /// <param name="delete">Deletes the data; by default immediately.</param>
    public async Task Destroy(Action<string>? delete = null)
    {
        using (await FolderLock.AcquireExclusive(TurnFile(options), _ => { }, CancellationToken.None))
        {
            use?.Dispose();
            use = null;
            await Halt("immediate");
            (delete ?? (x => Directory.Delete(x, recursive: true)))(DataDirectory);
            foreach (
                var file in new[]
                {
                    Cluster.PasswordFile(DataDirectory),
                    ServerAccount.LocationFile(options.DataFolder),
                    UseFile(options),
                }
            )
                File.Delete(file);
        }
        File.Delete(TurnFile(options));
    }

    private static async Task<PrivatePostgres> Begin(
        PostgresOptions options,
        IDisposable mine,
        Action<string> progress,
        CancellationToken ct
    )
    {
        var (folder, account) = await ServerAccount.Place(options.DataFolder, progress, ct);
        var binaries = await PostgresBinaries.Find(options.Search, Cluster.Major(folder), account, progress, ct);
        var durable = options.Settings.GetValueOrDefault("fsync") != "off";
        var cluster = await Cluster.OpenOrCreate(folder, binaries, account, durable, progress, ct);
        var process = new Server(cluster, binaries, account);
        var port = await process.StartOrJoin(options.Settings, progress, ct);
        try
        {
            return new(options, process, mine, await process.Database(port, options.DatabaseName, ct));
        }
        catch
        {
            // Cancelled: a server that this call started must be stopped, one that it joined must not.
            mine.Dispose();
            using var alone = FolderLock.TryAcquireExclusive(UseFile(options));
            if (alone is not null)
                await process.Stop("fast");
            throw;
        }
    }

    private async Task Halt(string mode)
    {
        // The server closes idle pooled connections, which would fail at their next use.
        await using (var source = new NpgsqlConnection(ConnectionString))
            NpgsqlConnection.ClearPool(source);
        await server.Stop(mode);
    }

    private static string TurnFile(PostgresOptions options) => options.DataFolder + ".lock";

    private static string UseFile(PostgresOptions options) => options.DataFolder + ".users";
}
