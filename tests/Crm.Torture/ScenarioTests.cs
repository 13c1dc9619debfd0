using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Crm.Torture;

/// <summary>
/// What a production system meets, under load, in a short form here and for as long as one likes with <c>tests/torture --minutes N</c>.
/// After each: nothing acknowledged is lost or doubled, no answer was improper, reports equal their rebuild.
/// </summary>
public sealed class ScenarioTests(Rig rig, ITestOutputHelper output) : IClassFixture<Rig>
{
    private const string Holes = "select max(seq_id) - count(*) from crm_events.mt_events";
    private const string Tombstones = "select count(*) from crm_events.mt_events where type = 'tombstone'";

    [Fact]
    public async Task Replays_collisions_and_disconnects_leave_no_hole_and_hold_no_report()
    {
        // What crashes of other scenarios have left is theirs.
        await rig.CaughtUp();
        var (slowest, before, holes) = (TimeSpan.Zero, await rig.Read<long>(Tombstones), await rig.Read<long>(Holes));
        await rig.Under(
            clients: 4,
            async () =>
            {
                using var driver = rig.Driver();
                await Rig.Until(() => Task.FromResult(rig.Ledger.Entries.Count > 20));
                await Rig.Repeat(async () =>
                {
                    foreach (var entry in rig.Ledger.Of(Kind.Open, 201).Take(5))
                        await driver.Once(entry);
                    foreach (var entry in rig.Ledger.Of(Kind.Open, 201).Take(5))
                        (await driver.Once(entry with { Key = Torture.Driver.Key(), Body = OtherTitle(entry) }))
                            .Status.Should()
                            .BeOneOf(409, 503);
                    for (var i = 0; i < 10; i++)
                        await driver.Abandon(Opening(), TimeSpan.FromMilliseconds(rig.Random.Next(1, 15)));
                    var delay = await rig.CaughtUp();
                    slowest = delay > slowest ? delay : slowest;
                });
            }
        );
        output.WriteLine($"the slowest report was behind for {slowest.TotalMilliseconds:0} ms");
        slowest.Should().BeLessThan(TimeSpan.FromSeconds(5));
        await rig.Check();
        (await rig.Read<long>(Tombstones)).Should().Be(before, "no number was drawn in vain");
        (await rig.Read<long>(Holes)).Should().Be(holes, "every number that was drawn was written");
    }

    [Fact]
    public async Task Writers_that_are_held_between_number_and_commit_reach_every_report()
    {
        // Longer than a missing number is waited for, and 10 s where there is time for it.
        var hold = Rig.Length > TimeSpan.FromMinutes(1) ? 10 : 4;
        await rig.Execute(
            $"""
            create function crm.hold() returns trigger language plpgsql as $$
            begin perform pg_sleep({hold}); return new; end $$;
            create trigger hold before insert on crm_events.mt_events for each row
            when (new.type = 'interaction_recorded' and new.seq_id % 7 = 0) execute function crm.hold();
            """
        );
        try
        {
            await rig.Under(clients: 6, () => Rig.Repeat(() => Task.Delay(100)));
        }
        finally
        {
            await rig.Execute("drop function crm.hold() cascade");
        }

        await rig.Check();
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task Connections_that_break_inside_pages_stop_no_report_for_good(string alone)
    {
        await rig.KillHost(("Hosting__Alone", alone));
        await rig.Under(
            clients: 4,
            () =>
                Rig.Repeat(async () =>
                {
                    await Task.Delay(150);
                    await rig.Execute(
                        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() "
                            + "and pid <> pg_backend_pid() and application_name <> 'nemesis'"
                    );
                })
        );
        output.WriteLine(
            $"reports had read everything {(await rig.CaughtUp()).TotalMilliseconds:0} ms after the last break"
        );
        await rig.Check();
    }

    [Fact]
    public async Task Long_work_ends_whatever_is_killed()
    {
        await rig.KillHost(("Operations__LeaseSeconds", "3"));
        using var driver = rig.Driver();
        List<string?> begun = [];
        var round = 0;
        await rig.Under(
            clients: 2,
            () =>
                Rig.Repeat(async () =>
                {
                    begun.Add(await Rig.Begin(driver, "/api/v1/deal-kinds/standard-sale/versions/1/back-test"));
                    begun.Add(
                        await Rig.Begin(
                            driver,
                            "/api/v1/bank-statements?account=40702810900000000001",
                            Statement(),
                            "text/plain"
                        )
                    );
                    if (
                        await driver.Ask(HttpMethod.Post, "/api/v1/projections/lost-reasons/rebuild") is
                        (202, { } rebuild)
                    )
                        begun.Add("/api/v1/operations/" + (string)rebuild["id"]!);
                    await (round++ % 2 == 0 ? rig.CrashHost() : rig.CrashPostgres());
                    await Task.Delay(rig.Random.Next(50, 500));
                })
        );
        List<string> states = [];
        foreach (var operation in begun.OfType<string>())
        {
            var ended = await Rig.Ended(driver, operation);
            ((string?)ended["state"] == "succeeded" || ended["failure"]?["code"] is not null)
                .Should()
                .BeTrue(ended.ToJsonString());
            states.Add((string)ended["state"]!);
        }

        output.WriteLine(string.Join(", ", states.CountBy(state => state).Select(x => $"{x.Value} {x.Key}")));
        await rig.Check();
        (await rig.Read<long>("select count(*) from crm.work_lease")).Should().Be(0);
        (await rig.Read<long>("select count(*) from crm.mt_doc_statement_line where data ->> 'state' = 'pending'"))
            .Should()
            .Be(0, "every line is settled or waits for a person");
    }

    [Fact]
    public async Task A_database_that_is_read_only_frozen_or_full_of_connections_costs_nothing_acknowledged()
    {
        await rig.Under(
            clients: 4,
            () =>
                Rig.Repeat(async () =>
                {
                    await ReadOnly();
                    await Frozen();
                    await WithoutConnections();
                })
        );
        await rig.Check();
    }

    [Fact]
    public async Task A_full_disk_costs_nothing_acknowledged()
    {
        var disk = rig.MountSmallDisk();
        Assert.SkipWhen(disk is null, "mounting a small file system needs root");
        await rig.Execute($"create tablespace small location '{disk}'");
        await rig.Execute("alter table crm_events.mt_events set tablespace small");
        var ballast = Path.Combine(Path.GetDirectoryName(disk)!, "ballast");
        var refused = 0;
        await rig.Under(
            clients: 4,
            () =>
                Rig.Repeat(async () =>
                {
                    using var driver = rig.Driver();
                    using (var file = File.Create(ballast))
                        Rig.Fill(file);
                    await Rig.Until(async () =>
                    {
                        refused += (await driver.Once(Opening())).Status == 503 ? 1 : 0;
                        return refused > 0;
                    });
                    await Task.Delay(500);
                    File.Delete(ballast);
                    await Task.Delay(500);
                })
        );
        await rig.Execute("alter table crm_events.mt_events set tablespace pg_default");
        await rig.Execute("drop tablespace small");
        await rig.Check();
        refused.Should().BePositive("else the disk was not full");
    }

    [Fact]
    public async Task A_poisoned_event_is_named_and_reports_go_on_after_its_repair()
    {
        using var driver = rig.Driver();
        await rig.Under(
            clients: 2,
            () =>
                Rig.Repeat(async () =>
                {
                    await rig.Execute(
                        """
                        create function crm.poison() returns trigger language plpgsql as $$
                        begin new.data := jsonb_set(new.data, '{title}', '[]'); return new; end $$;
                        create trigger poison before insert on crm_events.mt_events for each row
                        when (new.type = 'deal_opened') execute function crm.poison();
                        """
                    );
                    await Rig.Until(async () =>
                        await rig.Read<long>("select count(*) from crm_events.mt_events where data -> 'title' = '[]'")
                        > 0
                    );
                    await rig.Execute("drop function crm.poison() cascade");
                    await Rig.Until(async () =>
                        await driver.Ask(HttpMethod.Get, "/api/v1/projections") is (200, { } body)
                        && body["items"]!.AsArray().Any(x => (string?)x!["failure"]?["code"] == "event.unreadable")
                    );
                    await rig.Execute(
                        "update crm_events.mt_events set data = jsonb_set(data, array['title'], '\"Починен\"') where data -> 'title' = '[]'"
                    );
                    await rig.CaughtUp();
                })
        );
        await rig.Check();
    }

    /// <summary>As of a primary that becomes a standby: reading goes on, writing is 503.</summary>
    private async Task ReadOnly()
    {
        await rig.Execute("alter system set default_transaction_read_only = on");
        await rig.Execute("select pg_reload_conf()");
        await Task.Delay(700);
        await rig.Execute("alter system reset default_transaction_read_only");
        await rig.Execute("select pg_reload_conf()");
    }

    private async Task Frozen()
    {
        Signals.SendToServer(rig.DataDirectory, "STOP");
        await Task.Delay(1500);
        Signals.SendToServer(rig.DataDirectory, "CONT");
    }

    private async Task WithoutConnections()
    {
        List<NpgsqlConnection> all = [];
        try
        {
            while (true)
                all.Add(await rig.Connect());
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.TooManyConnections)
        {
            await Task.Delay(500);
        }
        finally
        {
            foreach (var one in all)
                await one.DisposeAsync();
        }
    }

    /// <summary>More lines than are settled before the answer; none names an invoice.</summary>
    private static string Statement()
    {
        var run = Guid.NewGuid().ToString("N")[..8];
        return string.Join(
            '\n',
            [
                "date;amount;name;purpose;number",
                .. Enumerable.Range(1, 150).Select(i => $"2026-11-05;{i}.00;Плательщик;Без счёта {run};{run}{i}"),
            ]
        );
    }

    private static string OtherTitle(Entry opening) => $$"""{"id":"{{opening.Deal}}","title":"Другая сделка"}""";

    private static Entry Opening()
    {
        var deal = Guid.CreateVersion7();
        var body = string.Create(CultureInfo.InvariantCulture, $$"""{"id":"{{deal}}","title":"Поставка {{deal}}"}""");
        return new(Kind.Open, "/api/v1/deals", body, Torture.Driver.Key(), deal, deal);
    }
}
