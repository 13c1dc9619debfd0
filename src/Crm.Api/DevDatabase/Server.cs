using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Crm.Api.Configuration;
using Npgsql;

namespace Crm.Api.DevDatabase;

/// <summary>
/// The server process of a cluster. pg_ctl starts it in a session of its own, so that Ctrl+C reaches only the host,
/// which drains and then stops the server.
/// </summary>
internal sealed partial record Server(Cluster Cluster, PostgresBinaries Binaries, string? Account)
{
    private const int Tries = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Returns the port of the running server; starts it if necessary.</summary>
    internal async Task<int> StartOrJoin(
        IReadOnlyDictionary<string, string> settings,
        Action<string> progress,
        CancellationToken ct
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            if (ServerPidFile.Read(Cluster.DataFolder) is { } pid)
            {
                if (await IsOurs(pid.Port, ct))
                {
                    progress($"PostgreSQL {Binaries.Version}: still running, joined");
                    return pid.Port;
                }
                if (pid.DropIfForeign())
                    progress("PostgreSQL: the server was killed and another program has its process number; cleared");
            }
            if (attempt == 1)
                progress($"PostgreSQL {Binaries.Version}: starting…");
            var port = FreePort();
            var result = await Start(port, settings, ct);
            if (result.Succeeded)
                return port;
            if (attempt == Tries)
                throw new StartupException(
                    $"PostgreSQL did not start ({await LastWords(result, ct)}); its log is {Cluster.Log}"
                );
            // Child processes of a killed server need a moment to end, and a server in recovery needs one to answer; or
            // another program took the port.
            await Task.Delay(Pause, ct);
        }
    }

    /// <summary>Creates the database if it is missing.</summary>
    internal async Task<string> Database(int port, string name, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(Maintenance(port));
        await connection.OpenAsync(ct);
        await using var known = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection)
        {
            Parameters = { new() { Value = name } },
        };
        if (await known.ExecuteScalarAsync(ct) is null)
        {
            await using var create = new NpgsqlCommand(
                $"create database \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
                connection
            );
            await create.ExecuteNonQueryAsync(ct);
        }
        return new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = port,
            Username = Cluster.User,
            Password = Cluster.Password,
            Database = name,
        }.ConnectionString;
    }

    internal async Task Stop(string mode)
    {
        if (ServerPidFile.Read(Cluster.DataFolder) is not { } pid || pid.DropIfForeign())
            return; // it went by itself
        await PgCtl(["-m", mode, "-w", "-t", "60", "stop"]);
    }

    private async Task<CommandResult> Start(
        int port,
        IReadOnlyDictionary<string, string> settings,
        CancellationToken ct
    )
    {
        var options =
            string.Create(CultureInfo.InvariantCulture, $"-p {port}")
            + string.Concat(
                settings.Select(s =>
                    Plain().IsMatch(s.Key) && Plain().IsMatch(s.Value)
                        ? $" -c {s.Key}={s.Value}"
                        : throw new ArgumentException($"setting {s.Key}", nameof(settings))
                )
            );
        // Never cancelled: after killing pg_ctl it would be unknown whether the server comes up.
        var result = await PgCtl(["-w", "-t", "60", "-l", Cluster.Log, "-o", options, "start"]);
        if (!ct.IsCancellationRequested)
            return result;
        await Stop("fast");
        throw new OperationCanceledException(ct);
    }

    private Task<CommandResult> PgCtl(string[] arguments) =>
        ServerCommand.Run(
            Account,
            Binaries.Program("pg_ctl"),
            ["-D", Cluster.DataFolder, .. arguments],
            CancellationToken.None
        );

    // "pg_ctl status" only checks that the process id exists. A server with our password and another data folder is the
    // original of a copied folder.
    private async Task<bool> IsOurs(int port, CancellationToken ct)
    {
        try
        {
            await using var connection = new NpgsqlConnection(Maintenance(port));
            await connection.OpenAsync(ct);
            await using var ask = new NpgsqlCommand("show data_directory", connection);
            return await ask.ExecuteScalarAsync(ct) is string folder
                && RealPath.Of(folder) == RealPath.Of(Cluster.DataFolder);
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private string Maintenance(int port) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = port,
            Username = Cluster.User,
            Password = Cluster.Password,
            Database = "postgres",
            Pooling = false,
            Timeout = 5,
        }.ConnectionString;

    private async Task<string> LastWords(CommandResult result, CancellationToken ct) =>
        File.Exists(Cluster.Log)
        && (await File.ReadAllLinesAsync(Cluster.Log, ct)).LastOrDefault(l =>
            l.Contains("FATAL", StringComparison.Ordinal)
        )
            is { } line
            ? line
            : result.LastLine;

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"\A[\w.\-]+\z", RegexOptions.None, 1000)]
    private static partial Regex Plain();
}
