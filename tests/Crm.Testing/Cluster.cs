using System.Globalization;
using Crm.Api.Hosting;
using Npgsql;

namespace Crm.Testing;

/// <summary>One throw-away PostgreSQL per test process, without fsync; each host under test gets a database of its own.</summary>
public static class Cluster
{
    private static readonly Lazy<Task<PrivatePostgres>> Server = new(Start);
    private static int made;

    public static async Task<string> NewDatabase()
    {
        var server = await Server.Value;
        var name = "crm_" + Interlocked.Increment(ref made).ToString(CultureInfo.InvariantCulture);
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"create database {name}", connection);
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name }.ConnectionString;
    }

    private static async Task<PrivatePostgres> Start()
    {
        var folder = Path.Combine(Path.GetTempPath(), "crm-tests-" + Guid.NewGuid().ToString("N"));
        var options = new PostgresOptions
        {
            DataFolder = folder,
            Settings = new Dictionary<string, string> { ["fsync"] = "off", ["synchronous_commit"] = "off", ["full_page_writes"] = "off", ["max_connections"] = "600" },
        };
        var server = await PrivatePostgres.Start(options, _ => { }, CancellationToken.None);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Destroy(Delete).GetAwaiter().GetResult();
        return server;
    }

    /// <summary>Scores of databases take longer to delete than a test process is given to end: somebody else does it.</summary>
    private static void Delete(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.Delete(folder, recursive: true);
        else using (System.Diagnostics.Process.Start("rm", ["-rf", folder])) { }
    }
}
