using Crm.Api.Configuration;
using Npgsql;

namespace Crm.Api.DevDatabase;

/// <summary>A PostgreSQL that the host (or a test run) starts for itself: no set-up, loopback only, a random port and password.</summary>
public sealed class PrivatePostgres
{
    private readonly PostgresOptions options;
    private readonly Server server;
    private IDisposable? use;

    private PrivatePostgres(PostgresOptions options, Server server, IDisposable use, string connectionString) =>
        (this.options, this.server, this.use, ConnectionString) = (options, server, use, connectionString);

    /// <summary>For the database named in the options.</summary>
    public string ConnectionString { get; }

    /// <summary>Where the data really lie; not always where they were wished (root's server runs as another user).</summary>
    public string DataDirectory => server.Cluster.DataFolder;

    /// <summary>As the server calls it, e.g. "15.18".</summary>
    public string Version => server.Binaries.Version;

    /// <summary>
    /// Finds the programs, makes the data folder, starts or joins the server, makes the database; each only where needed.
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
            using var turn = await FolderLock.Turn(TurnFile(options), ct);
            // Within the turn: nobody can be about to stop the server that we are about to join.
            var mine = FolderLock.Shared(UseFile(options));
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

    /// <summary>Stops the server after the last process that uses it. A second host that failed to start, or a verb of the
    /// command line run beside the host, must not take the database from under it.</summary>
    public async Task Stop()
    {
        if (use is null)
            return;
        using var turn = await FolderLock.Turn(TurnFile(options), CancellationToken.None);
        use.Dispose();
        use = null;
        using var alone = FolderLock.Alone(UseFile(options));
        if (alone is not null)
            await Halt("fast");
    }

    /// <summary>Stops the server, whoever uses it, and deletes all of it. For tests.</summary>
    /// <param name="delete">How the data go; at once when absent.</param>
    public async Task Destroy(Action<string>? delete = null)
    {
        using (await FolderLock.Turn(TurnFile(options), CancellationToken.None))
        {
            use?.Dispose();
            use = null;
            await Halt("immediate");
            (delete ?? (x => Directory.Delete(x, recursive: true)))(DataDirectory);
            foreach (
                var file in new[]
                {
                    Cluster.PasswordFile(DataDirectory),
                    ServerAccount.Note(options.DataFolder),
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
            // Ctrl+C just now: what this call started must not stay, what it joined must.
            mine.Dispose();
            using var alone = FolderLock.Alone(UseFile(options));
            if (alone is not null)
                await process.Stop("fast");
            throw;
        }
    }

    private async Task Halt(string mode)
    {
        // Idle connections of the pools would be cut by the server and reported as broken by whoever takes them next.
        await using (var source = new NpgsqlConnection(ConnectionString))
            NpgsqlConnection.ClearPool(source);
        await server.Stop(mode);
    }

    private static string TurnFile(PostgresOptions options) => options.DataFolder + ".lock";

    private static string UseFile(PostgresOptions options) => options.DataFolder + ".users";
}
