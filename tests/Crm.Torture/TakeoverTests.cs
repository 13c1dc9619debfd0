using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Crm.Api.DevDatabase;
using Npgsql;

namespace Crm.Torture;

/// <summary>
/// Two hosts share the work. One that is paused for 10 s keeps its share; that of one that is killed with -9 goes on within 20 s, also
/// while the machine is busy.
/// </summary>
public sealed class TakeoverTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Takeover = TimeSpan.FromSeconds(20);
    private static readonly (string, string) Shared = ("Hosting__Alone", "false");

    [Fact]
    public async Task A_paused_host_is_not_ejected_and_a_killed_one_is_replaced_within_20_s()
    {
        var folder = Directory.CreateTempSubdirectory("crm-torture-").FullName;
        var options = new PostgresOptions { DataFolder = Path.Combine(folder, "pg") };
        var server = await PrivatePostgres.Start(options, _ => { }, CancellationToken.None);
        var (first, second) = (Host(folder, "first"), Host(folder, "second"));
        try
        {
            await first.Start(server.ConnectionString);
            await second.Start(server.ConnectionString);
            using var driver = new Driver(second.Address, second.Key, new Ledger());
            await Nodes(server, 2);
            await Advance(driver, Takeover);

            foreach (var host in (HostProcess[])[first, second])
            {
                host.Signal("STOP");
                await Task.Delay(Pause); // The length of the pause is what is tested.
                host.Signal("CONT");
            }

            await Advance(driver, Takeover);
            (await Ejected(server)).Should().BeEmpty("a pause of 10 s is not the end of a host");
            await Nodes(server, 2);

            using var busy = new BusyMachine();
            // The first host leads: the other one has to notice, to become the leader and to run the reports.
            first.Kill();
            var watch = Stopwatch.StartNew();
            await Advance(driver, Takeover);
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"all reports went on {watch.Elapsed.TotalSeconds:0.0} s after the kill"
                )
            );
            watch.Elapsed.Should().BeLessThan(Takeover);
        }
        finally
        {
            first.Kill();
            second.Kill();
            await server.Destroy();
            Directory.Delete(folder, true);
        }
    }

    private static HostProcess Host(string folder, string name) =>
        new(Directory.CreateDirectory(Path.Combine(folder, name)).FullName, Shared);

    /// <summary>Opens a deal and waits until every report has seen it.</summary>
    private static async Task Advance(Driver driver, TimeSpan limit)
    {
        var watch = Stopwatch.StartNew();
        var position = await driver.Open();
        while (true)
        {
            var reports = (await driver.Call(HttpMethod.Get, "/api/v1/projections"))["items"]!.AsArray();
            if (reports.All(report => (long)report!["position"]! >= position))
                return;
            if (watch.Elapsed > limit)
                throw new TimeoutException($"a report did not get to {position} in time: {reports.ToJsonString()}");
            await Task.Delay(100);
        }
    }

    private static async Task Nodes(PrivatePostgres server, int wanted)
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(100))
            if ((await Read(server, "select id::text from wolverine.wolverine_nodes")).Count == wanted)
                return;
            else if (watch.Elapsed > Takeover)
                throw new TimeoutException("the hosts do not know each other");
    }

    private static Task<List<string>> Ejected(PrivatePostgres server) =>
        Read(
            server,
            "select event_name || ' ' || coalesce(description, '') from wolverine.wolverine_node_records "
                + "where event_name in ('DormantNodeEjected', 'NodeStopped')"
        );

    private static async Task<List<string>> Read(PrivatePostgres server, string sql)
    {
        await using var session = new NpgsqlConnection(server.ConnectionString);
        await session.OpenAsync();
        await using var command = new NpgsqlCommand(sql, session);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(reader.GetString(0));
        return rows;
    }

    /// <summary>Keeps every core busy with more threads than it has.</summary>
    private sealed class BusyMachine : IDisposable
    {
        private volatile bool isOver;

        public BusyMachine()
        {
            for (var i = 0; i < 2 * Environment.ProcessorCount; i++)
                new Thread(Spin) { IsBackground = true }.Start();
        }

        public void Dispose() => isOver = true;

        private void Spin()
        {
            while (!isOver)
                Thread.SpinWait(10_000);
        }
    }
}
