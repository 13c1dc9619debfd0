using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Crm.Api.DevDatabase;
using Npgsql;

namespace Crm.Torture;

/// <summary>
/// A hundred clients want one deal at once, while it is free and while somebody holds its lock: commands on other deals take at most
/// twice as long as without them.
/// </summary>
public sealed class HotDealTests(ITestOutputHelper output)
{
    private const int HotClients = 100;

    /// <summary>As many as keep the machine busy by themselves: else what is measured is that its cores were idle before.</summary>
    private static readonly int OtherClients = 2 * Environment.ProcessorCount;
    private static readonly int Rounds = new Cases(Few: 3, Full: 10).Count;
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(1.5);

    private readonly ConcurrentBag<(int Status, string? Code, TimeSpan? RetryAfter)> hotAnswers = [];

    [Fact]
    public async Task One_hot_deal_slows_the_others_by_a_factor_of_2_at_most_and_loses_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("crm-torture-").FullName;
        var options = new PostgresOptions { DataFolder = Path.Combine(folder, "pg") };
        var server = await PrivatePostgres.Start(options, _ => { }, CancellationToken.None);
        var host = new HostProcess(folder);
        try
        {
            await host.Start(server.ConnectionString);
            using var driver = new Driver(host.Address, host.Key, new Ledger());
            var hot = await Open(driver);
            await Others(driver, []); // A fresh host is slower.
            List<double> quiet = [],
                hammered = [],
                held = [];
            for (var round = 0; round < Rounds; round++)
            {
                await Others(driver, quiet);
                await Hot(driver, hot, () => Others(driver, hammered));
                await Others(driver, quiet);
                await using (await Hold(server, hot))
                    await Hot(driver, hot, () => Others(driver, held));
            }

            var (alone, beside, waiting) = (Median(quiet), Median(hammered), Median(held));
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"median of a command on another deal: {alone:0.0} ms alone, {beside:0.0} ms beside {HotClients} clients of one deal, "
                        + $"{waiting:0.0} ms while they wait for its lock; the hot deal took {hotAnswers.Count(x => x.Status == 201)} "
                        + $"commands and refused {hotAnswers.Count(x => x.Status != 201)}"
                )
            );
            waiting.Should().BeLessThan(2 * alone);
            beside.Should().BeLessThan(2 * alone);
            hotAnswers
                .Where(answer => answer.Status != 201)
                .Should()
                .NotBeEmpty()
                .And.OnlyContain(answer =>
                    answer.Status == 503
                    && answer.Code == "resource.busy"
                    && answer.RetryAfter == TimeSpan.FromSeconds(1)
                );
            (await Comments(server, hot)).Should().Be(hotAnswers.Count(answer => answer.Status == 201));
        }
        finally
        {
            host.Kill();
            await server.Destroy();
            Directory.Delete(folder, true);
        }
    }

    private static async Task<string> Open(Driver driver)
    {
        var (status, answer, _) = await driver.Post("/api/v1/deals", """{"title":"Поставка"}""");
        status.Should().Be(201, answer);
        return (string)JsonNode.Parse(answer)!["id"]!;
    }

    /// <summary>Commands of a few clients, each on a deal of its own, and how long each took, in milliseconds.</summary>
    private static async Task Others(Driver driver, List<double> times)
    {
        var clients = Enumerable.Range(0, OtherClients).Select(_ => Client()).ToArray();
        foreach (var found in await Task.WhenAll(clients))
            times.AddRange(found);

        async Task<List<double>> Client()
        {
            var (found, deal) = (new List<double>(), await Open(driver));
            for (var begun = Stopwatch.StartNew(); begun.Elapsed < Slice; )
            {
                var watch = Stopwatch.StartNew();
                var (status, answer, _) = await Comment(driver, deal);
                status.Should().Be(201, answer);
                found.Add(watch.Elapsed.TotalMilliseconds);
            }

            return found;
        }
    }

    /// <summary>Does something while many clients send commands on one deal.</summary>
    private async Task Hot(Driver driver, string deal, Func<Task> meanwhile)
    {
        var isOver = false;
        var clients = Enumerable.Range(0, HotClients).Select(_ => Client()).ToArray();
        await meanwhile();
        Volatile.Write(ref isOver, true);
        await Task.WhenAll(clients);

        async Task Client()
        {
            while (!Volatile.Read(ref isOver))
            {
                var (status, answer, retryAfter) = await Comment(driver, deal);
                hotAnswers.Add((status, status == 201 ? null : (string?)JsonNode.Parse(answer)!["code"], retryAfter));
            }
        }
    }

    private static Task<(int Status, string Answer, TimeSpan? RetryAfter)> Comment(Driver driver, string deal) =>
        driver.Post($"/api/v1/deals/{deal}/comments", """{"text":"Позвонили"}""");

    /// <summary>A transaction that holds the deal's lock until it is disposed.</summary>
    private static async Task<NpgsqlConnection> Hold(PrivatePostgres server, string deal)
    {
        var session = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(server.ConnectionString) { Pooling = false }.ConnectionString
        );
        await session.OpenAsync();
        await using var command = new NpgsqlCommand(
            $"begin; select 1 from crm_events.mt_streams where id = '{deal}' for update",
            session
        );
        (await command.ExecuteScalarAsync()).Should().Be(1);
        return session;
    }

    private static async Task<long> Comments(PrivatePostgres server, string deal)
    {
        await using var session = new NpgsqlConnection(server.ConnectionString);
        await session.OpenAsync();
        await using var command = new NpgsqlCommand(
            $"select count(*) from crm_events.mt_events where stream_id = '{deal}' and type = 'comment_added'",
            session
        );
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}
