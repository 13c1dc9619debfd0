using System.Globalization;
using System.Runtime.InteropServices;
using Crm.Api.DevDatabase;
using Npgsql;

namespace Crm.Testing;

/// <summary>One throw-away PostgreSQL per test process, without fsync; each host under test gets a database of its own.</summary>
public static class Cluster
{
    private static readonly Lazy<Task<PrivatePostgres>> Server = new(Start);
    private static int made;

    /// <summary>Kept in a field, because an unreferenced object is collected.</summary>
    private static PosixSignalRegistration? term;

    /// <summary>An empty database.</summary>
    public static Task<string> NewDatabase() => Create("");

    /// <summary>A copy of a sealed database.</summary>
    public static Task<string> Copy(string like) => Create($" template {Name(like)}");

    /// <summary>
    /// Closes a database permanently: a database with connections cannot be copied, and idle connections of a host outlive it in their
    /// pools.
    /// </summary>
    public static async Task Seal(string database)
    {
        await Execute($"alter database {Name(database)} allow_connections false");
        await Execute($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{Name(database)}'");
    }

    private static async Task<string> Create(string how)
    {
        var name = "crm_" + Interlocked.Increment(ref made).ToString(CultureInfo.InvariantCulture);
        await Execute($"create database {name}{how}");
        return new NpgsqlConnectionStringBuilder((await Server.Value).ConnectionString)
        {
            Database = name,
            // Pools outlive their hosts: with the usual five minutes those of a whole run would be open at once.
            ConnectionIdleLifetime = 100,
            ConnectionPruningInterval = 20,
        }.ConnectionString;
    }

    private static async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection((await Server.Value).ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static string Name(string connection) => new NpgsqlConnectionStringBuilder(connection).Database!;

    private static async Task<PrivatePostgres> Start()
    {
        var folder = Path.Combine(Path.GetTempPath(), "crm-tests-" + Guid.NewGuid().ToString("N"));
        var options = new PostgresOptions
        {
            DataFolder = folder,
            Settings = new Dictionary<string, string>
            {
                ["fsync"] = "off",
                ["synchronous_commit"] = "off",
                ["full_page_writes"] = "off",
                // A database lives for seconds: nothing to vacuum, and no statement worth compiling.
                ["autovacuum"] = "off",
                ["jit"] = "off",
                ["max_connections"] = "1000",
            },
        };
        var server = await PrivatePostgres.Start(options, _ => { }, CancellationToken.None);
        // Since .NET 10 SIGTERM ends a process without its exit handlers, and the server would keep running.
        term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Environment.Exit(143));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Destroy(Delete).GetAwaiter().GetResult();
        return server;
    }

    /// <summary>Deleting dozens of databases takes longer than a test process has to exit: a separate process does it.</summary>
    private static void Delete(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.Delete(folder, recursive: true);
        else
            using (System.Diagnostics.Process.Start("rm", ["-rf", folder])) { }
    }
}
