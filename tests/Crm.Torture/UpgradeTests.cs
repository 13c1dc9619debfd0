using System.Globalization;
using Crm.Api.DevDatabase;

namespace Crm.Torture;

/// <summary>
/// The previous release beside this build, under load: upgrade host by host, then back again. Nothing acknowledged is lost or doubled,
/// no host answers with a server error, and every report equals its rebuild on both sides. Started by <c>tests/upgrade/run</c>, which
/// builds the previous release and names its host in <c>TORTURE_PREVIOUS</c>.
/// </summary>
public sealed class UpgradeTests(ITestOutputHelper output)
{
    private static readonly string? Previous = Environment.GetEnvironmentVariable("TORTURE_PREVIOUS");
    private static readonly TimeSpan Phase = TimeSpan.FromSeconds(
        double.Parse(Environment.GetEnvironmentVariable("TORTURE_PHASE") ?? "10", CultureInfo.InvariantCulture)
    );

    private readonly Ledger ledger = new();

    [Fact]
    public async Task Two_releases_run_on_one_store_and_back()
    {
        Assert.SkipUnless(
            Previous is { Length: > 0 },
            "tests/upgrade/run builds the previous release and starts this test"
        );
        var folder = Directory.CreateTempSubdirectory("crm-upgrade-").FullName;
        var server = await PrivatePostgres.Start(
            new PostgresOptions { DataFolder = Path.Combine(folder, "pg") },
            _ => { },
            CancellationToken.None
        );
        HostProcess Make(string? build) =>
            build is null
                ? new(folder, ("Hosting__Alone", "false"))
                : new(folder, ("Hosting__Alone", "false")) { Build = build };
        HostProcess[] hosts = [Make(Previous), Make(null), Make(Previous)];
        var (old, present, again) = (hosts[0], hosts[1], hosts[2]);
        try
        {
            await old.Start(server.ConnectionString);
            await Under(Phase, "the previous release alone", old);
            await Under(Phase, "this build migrates and joins", () => present.Start(server.ConnectionString), old);
            await Under(Phase, "both", old, present);
            await Under(Phase, "the previous release leaves", old.Stop, present);
            await Check(server.ConnectionString, present);
            await Under(Phase, "the previous release returns", () => again.Start(server.ConnectionString), present);
            await Under(Phase, "both again", present, again);
            await Under(Phase, "this build leaves", present.Stop, again);
            await Check(server.ConnectionString, again);
        }
        finally
        {
            foreach (var host in hosts)
                host.KillIfRunning();
            await server.Destroy();
            Directory.Delete(folder, true);
        }
    }

    private Task Under(TimeSpan phase, string name, params HostProcess[] loaded) =>
        Under(phase, name, () => Task.CompletedTask, loaded);

    /// <summary>Loads hosts while something happens, and for the length of a phase.</summary>
    private async Task Under(TimeSpan phase, string name, Func<Task> change, params HostProcess[] loaded)
    {
        var (before, stop) = (ledger.Entries.Count, false);
        var drivers = loaded.Select(host => new Driver(host.Address, host.Key, ledger)).ToArray();
        var load = drivers
            .SelectMany(driver =>
                (Task[])[driver.Run(() => Volatile.Read(ref stop)), driver.Read(() => Volatile.Read(ref stop))]
            )
            .ToArray();
        await Task.WhenAll(change(), Task.Delay(phase)); // The length of the load: what is tested is that both go on.
        Volatile.Write(ref stop, true);
        await Task.WhenAll(load);
        foreach (var driver in drivers)
            driver.Dispose();
        output.WriteLine($"{name}: {ledger.Entries.Count - before} commands answered");
        ledger.Improper.Should().BeEmpty(name);
        (ledger.Entries.Count - before).Should().BePositive(name);
    }

    private async Task Check(string connection, HostProcess host)
    {
        (await new Checker(connection, ledger).Faults()).Should().BeEmpty();
        using var driver = new Driver(host.Address, host.Key, ledger);
        await Rebuilds.EqualTheReports(driver);
    }
}
