using System.Diagnostics;
using System.Globalization;
using Crm.Api.DevDatabase;

namespace Crm.Torture;

/// <summary>
/// P1-P3 and P5 of the promises: hosts and PostgreSQL are killed with -9 under load; nothing acknowledged is lost or doubled, and
/// every report equals its rebuild. The same check finds what <c>synchronous_commit=off</c> loses.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private static readonly int HostKills = Setting("TORTURE_HOST_KILLS", new Cases(Few: 6, Full: 20).Count);
    private static readonly int PostgresKills = Setting("TORTURE_PG_KILLS", new Cases(Few: 2, Full: 3).Count);
    private static readonly int Seed = Setting("TORTURE_SEED", 20261123);

    [Fact]
    public async Task Nothing_acknowledged_is_lost_or_doubled_whatever_is_killed()
    {
        var random = new Random(Seed);
        var folder = Directory.CreateTempSubdirectory("crm-torture-").FullName;
        var options = new PostgresOptions { DataFolder = Path.Combine(folder, "pg") }; // PostgreSQL's own durability
        var server = await PrivatePostgres.Start(options, _ => { }, CancellationToken.None);
        var host = new HostProcess(folder);
        var ledger = new Ledger();
        List<double> recoveries = [];
        try
        {
            await host.Start(server.ConnectionString);
            var stop = false;
            var drivers = Enumerable.Range(0, 8).Select(_ => new Driver(host.Address, host.Key, ledger)).ToArray();
            var load = drivers.Select(x => x.Run(() => Volatile.Read(ref stop))).ToArray();
            var postgresAt = Enumerable
                .Range(1, PostgresKills)
                .Select(x => x * HostKills / (PostgresKills + 1))
                .ToHashSet();
            for (var kill = 0; kill < HostKills; kill++)
            {
                await Task.Delay(random.Next(700, 1600)); // The length of the load between two kills: what is tested is the moment.
                if (postgresAt.Contains(kill))
                    server = await KillPostgres(server, options);
                host.Kill();
                recoveries.Add((await host.Start(server.ConnectionString)).TotalMilliseconds);
            }

            await Task.Delay(1000);
            Volatile.Write(ref stop, true);
            await Task.WhenAll(load);
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"seed {Seed}: {ledger.Entries.Count} commands answered, {ledger.Entries.Count(x => x.WasUnknown)} of them "
                        + $"after an unknown outcome, {ledger.Entries.Count(x => x.Status == 409)} refused; {HostKills} kills of the "
                        + $"host, {PostgresKills} of PostgreSQL; ready again after "
                        + $"{recoveries.Order().ElementAt(recoveries.Count / 2):0} ms (median), {recoveries.Max():0} ms (most)"
                )
            );
            (await new Checker(server.ConnectionString, ledger).Faults()).Should().BeEmpty();
            ledger.Entries.Count(x => x.WasUnknown).Should().BePositive("else nothing was killed at a bad moment");
            await SameAnswers(drivers[0], ledger, random);
            await Rebuilds.EqualTheReports(drivers[0]);
        }
        finally
        {
            host.Kill();
            await server.Destroy();
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    public async Task The_check_finds_what_synchronous_commit_off_loses()
    {
        var folder = Directory.CreateTempSubdirectory("crm-torture-").FullName;
        var options = new PostgresOptions
        {
            DataFolder = Path.Combine(folder, "pg"),
            Settings = new Dictionary<string, string>
            {
                ["synchronous_commit"] = "off",
                ["wal_writer_delay"] = "10000",
                ["wal_buffers"] = "64MB",
            },
        };
        var server = await PrivatePostgres.Start(options, _ => { }, CancellationToken.None);
        var host = new HostProcess(folder);
        try
        {
            await host.Start(server.ConnectionString);
            var lost = new List<string>();
            for (var round = 0; round < 5 && lost.Count == 0; round++)
            {
                var ledger = new Ledger();
                var until = Stopwatch.StartNew();
                using var driver = new Driver(host.Address, host.Key, ledger);
                await driver.Run(() => until.ElapsedMilliseconds > 1500);
                host.Kill();
                server = await KillPostgres(server, options);
                lost = await new Checker(server.ConnectionString, ledger).Faults();
                await host.Start(server.ConnectionString);
            }

            output.WriteLine($"{lost.Count} faults found, such as: {lost.FirstOrDefault()}");
            lost.Should()
                .Contain(
                    x => x.Contains("was acknowledged and is there 0 times", StringComparison.Ordinal),
                    "a check that cannot fail proves nothing"
                );
        }
        finally
        {
            host.Kill();
            await server.Destroy();
            Directory.Delete(folder, true);
        }
    }

    /// <summary>The postmaster and all of its children at once, so that no process is left to write a buffer.</summary>
    private static async Task<PrivatePostgres> KillPostgres(PrivatePostgres server, PostgresOptions options)
    {
        var postmaster = int.Parse(
            (await File.ReadAllLinesAsync(Path.Combine(server.DataDirectory, "postmaster.pid")))[0],
            CultureInfo.InvariantCulture
        );
        Process.GetProcessById(postmaster).Kill(entireProcessTree: true);
        return await PrivatePostgres.Start(options, _ => { }, CancellationToken.None);
    }

    private static async Task SameAnswers(Driver driver, Ledger ledger, Random random)
    {
        var kept = ledger
            .Entries.Where(x => x.Status is 200 or 201 or 409)
            .OrderBy(_ => random.Next())
            .Take(300)
            .ToArray();
        foreach (var entry in kept)
        {
            var (status, answer, replayed) = await driver.Once(entry);
            (status, answer, replayed)
                .Should()
                .Be((entry.Status, entry.Answer, true), "{0} is stored for 7 days", entry.Path);
        }
    }

    private static int Setting(string name, int usual) =>
        int.TryParse(
            Environment.GetEnvironmentVariable(name),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var given
        )
            ? given
            : usual;
}
