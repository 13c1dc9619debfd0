using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Crm.Api.DevDatabase;
using Npgsql;

namespace Crm.Torture;

/// <summary>
/// A PostgreSQL and a host of their own, clients that work all the time, and the check of what they were promised. Scenarios share it
/// and leave it whole: each ends with <see cref="Check"/>.
/// </summary>
public sealed class Rig : IAsyncLifetime
{
    /// <summary>How long a scenario disturbs: seconds in the gate, its share of <c>TORTURE_MINUTES</c> otherwise.</summary>
    internal static readonly TimeSpan Length = double.TryParse(
        Environment.GetEnvironmentVariable("TORTURE_MINUTES"),
        CultureInfo.InvariantCulture,
        out var minutes
    )
        ? TimeSpan.FromMinutes(minutes / Scenarios)
        : TimeSpan.FromSeconds(4);
    private const int Scenarios = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string folder = Directory.CreateTempSubdirectory("crm-torture-").FullName;
    private readonly Ledger ledger = new();
    private PrivatePostgres server = null!;
    private string? mount;

    internal HostProcess Host { get; private set; } = null!;
    internal Ledger Ledger => ledger;
    internal string DataDirectory => server.DataDirectory;
    internal Random Random { get; } = new(20261130);

    public async ValueTask InitializeAsync()
    {
        server = await PrivatePostgres.Start(
            new PostgresOptions { DataFolder = Path.Combine(folder, "pg") },
            _ => { },
            CancellationToken.None
        );
        await StartHost();
    }

    public async ValueTask DisposeAsync()
    {
        Host.Kill();
        await server.Destroy();
        Directory.Delete(folder, true);
        if (mount is null)
            return;
        Run("umount", mount);
        Directory.Delete(mount);
    }

    internal async Task StartHost(params (string Name, string Value)[] settings)
    {
        Host = new HostProcess(folder, settings);
        await Host.Start(server.ConnectionString);
    }

    internal async Task KillHost(params (string Name, string Value)[] settings)
    {
        Host.Kill();
        await StartHost(settings);
    }

    /// <summary>The host is killed and is there again at its address.</summary>
    internal async Task CrashHost()
    {
        Host.Kill();
        await Host.Start(server.ConnectionString);
    }

    /// <summary>A process of the server is killed: PostgreSQL ends all others, recovers and is there again on its port.</summary>
    internal async Task CrashPostgres()
    {
        Signals.Send(await Read<int>("select pid from pg_stat_activity where backend_type = 'checkpointer'"), "KILL");
        await Until(async () =>
        {
            try
            {
                return await Read<int>("select 1") == 1;
            }
            catch (NpgsqlException)
            {
                return false;
            }
        });
    }

    internal Driver Driver() => new(Host.Address, Host.Key, ledger);

    /// <summary>A folder of the server's user on a file system of 64 MB; null where it cannot be mounted.</summary>
    internal string? MountSmallDisk()
    {
        mount = Directory
            .CreateDirectory(Path.Combine(Path.GetTempPath(), "crm-torture-disk-" + Guid.NewGuid().ToString("N")))
            .FullName;
        if (!Run("mount", "-t", "tmpfs", "-o", "size=64m,mode=755", "tmpfs", mount))
            return null;
        var data = Directory.CreateDirectory(Path.Combine(mount, "data")).FullName;
        return Run("chown", "--reference", server.DataDirectory, data) && Run("chmod", "700", data) ? data : null;
    }

    /// <summary>Writes until the file system is full.</summary>
    internal static void Fill(FileStream file)
    {
        var block = new byte[1 << 16];
        try
        {
            while (true)
                file.Write(block);
        }
        catch (IOException)
        {
            // No space left: as wanted.
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false }
            )!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Clients that send commands for as long as the disturbance takes.</summary>
    internal async Task Under(int clients, Func<Task> disturbance)
    {
        var stop = false;
        var drivers = Enumerable.Range(0, clients).Select(_ => Driver()).ToArray();
        var load = drivers.Select(x => x.Run(() => Volatile.Read(ref stop))).ToArray();
        try
        {
            await disturbance();
        }
        finally
        {
            Volatile.Write(ref stop, true);
            await Task.WhenAll(load);
            foreach (var driver in drivers)
                driver.Dispose();
        }
    }

    /// <summary>Repeats the step until the scenario's time is over.</summary>
    internal static async Task Repeat(Func<Task> step)
    {
        var watch = Stopwatch.StartNew();
        do await step();
        while (watch.Elapsed < Length);
    }

    /// <summary>All reports have read every event; how long that took.</summary>
    internal async Task<TimeSpan> CaughtUp()
    {
        var watch = Stopwatch.StartNew();
        var last = await Read<long>("select coalesce(max(seq_id), 0) from crm_events.mt_events");
        using var driver = Driver();
        await Until(async () =>
            (await driver.Ask(HttpMethod.Get, "/api/v1/projections")) is (200, { } body)
            && body["items"]!.AsArray().All(x => (long)x!["position"]! >= last)
        );
        return watch.Elapsed;
    }

    /// <summary>Nothing acknowledged is lost or doubled, no answer was improper, and each report equals its rebuild.</summary>
    internal async Task Check()
    {
        await CaughtUp();
        (await new Checker(server.ConnectionString, ledger).Faults()).Should().BeEmpty();
        ledger.Improper.Should().BeEmpty();
        using var driver = Driver();
        foreach (var report in (string[])["sales-funnel", "lost-reasons", "gross-profit"])
        {
            var ended = await Ended(driver, (await Begin(driver, $"/api/v1/projections/{report}/rebuild"))!);
            ((string)ended["state"]!).Should().Be("succeeded", ended.ToJsonString());
            ((bool)ended["result"]!["equal"]!).Should().BeTrue(ended.ToJsonString());
        }
    }

    /// <summary>
    /// Sends a request that begins an operation, as often as it takes; returns the operation's path, or null when what was wanted is
    /// already done: an earlier answer was lost.
    /// </summary>
    internal static async Task<string?> Begin(
        Driver driver,
        string path,
        string body = "{}",
        string type = "application/json"
    )
    {
        (int Status, JsonNode? Body)? last = null;
        await Until(
            async () =>
                (last = await driver.Ask(HttpMethod.Post, path, new StringContent(body, Encoding.UTF8, type)))
                    is (200 or 201 or 202, not null),
            () => $"{path}: {last?.Status} {last?.Body?.ToJsonString()}"
        );
        var (status, answer) = last!.Value;
        var id = (string?)(status == 202 ? answer : answer!["operation"])?["id"];
        return id is null ? null : "/api/v1/operations/" + id;
    }

    internal static async Task<JsonNode> Ended(Driver driver, string operation)
    {
        JsonNode? ended = null;
        await Until(
            async () =>
                (await driver.Ask(HttpMethod.Get, operation)) is (200, { } body)
                && (string?)(ended = body)["state"] is not ("queued" or "running"),
            () => $"{operation}: {ended?.ToJsonString()}"
        );
        return ended!;
    }

    internal static async Task Until(Func<Task<bool>> so, Func<string>? last = null)
    {
        for (var watch = Stopwatch.StartNew(); !await so(); await Task.Delay(50))
            if (watch.Elapsed > Patience)
                throw new TimeoutException($"not within {Patience}; {last?.Invoke()}");
    }

    internal async Task Execute(string sql)
    {
        await using var session = await Connect();
        await using var command = new NpgsqlCommand(sql, session);
        await command.ExecuteNonQueryAsync();
    }

    internal async Task<T> Read<T>(string sql)
    {
        await using var session = await Connect();
        await using var command = new NpgsqlCommand(sql, session);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    internal async Task<NpgsqlConnection> Connect()
    {
        var session = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(server.ConnectionString)
            {
                Pooling = false,
                ApplicationName = "nemesis",
                Options = "-c default_transaction_read_only=off",
            }.ConnectionString
        );
        await session.OpenAsync();
        return session;
    }
}
