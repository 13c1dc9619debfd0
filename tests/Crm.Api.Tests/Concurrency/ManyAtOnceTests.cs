using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Concurrency;

/// <summary>Commands on one deal run one after the other: none is lost, none reads a state that another is changing.</summary>
[Collection(HostCollection.Name)]
public sealed class ManyAtOnceTests(TestHost host)
{
    [Fact]
    public async Task Fifty_different_commands_on_one_deal_all_succeed_without_a_gap()
    {
        var sale = await Sale.Open(host.Api);
        var before = (int)(await host.Api.Get(sale.Path))["version"]!;
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 50)
                .Select(i =>
                    Task.Run(() =>
                        (i % 3) switch
                        {
                            0 => host.Api.Post(sale.Path + "/comments", new { text = $"Заметка {i}" }),
                            1 => host.Api.PostOnce(sale.Path + "/payments", new { amount = Sale.Rub("1.00") }),
                            _ => host.Api.Post(
                                sale.Path + "/interactions",
                                new { kind = "email", description = $"Письмо {i}" }
                            ),
                        }
                    )
                )
        );
        answers.Should().OnlyContain(x => x.Status == 201);
        answers.Select(x => x.Position).Should().OnlyHaveUniqueItems();
        var versions = (await host.Api.Get(sale.Path + "/history?limit=200"))["items"]!
            .AsArray()
            .Select(x => (long)x!["version"]!)
            .ToArray();
        versions.Should().Equal(Enumerable.Range(1, versions.Length).Select(x => (long)x));
        ((int)(await host.Api.Get(sale.Path))["version"]!).Should().Be(before + 50);
    }

    [Fact]
    public async Task More_readers_than_connections_do_not_wait_for_each_other_when_names_are_forgotten()
    {
        var sale = await (await (await Sale.Open(host.Api)).Contacted()).Qualified();
        host.App.Clock.Advance(TimeSpan.FromSeconds(11));
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => host.Api.Get(sale.Path))));
        answers.Should().OnlyContain(x => x.Status == 200);
        System
            .Diagnostics.Stopwatch.GetElapsedTime(started)
            .Should()
            .BeLessThan(TimeSpan.FromSeconds(10), "no request may wait until a connection times out");
    }

    [Fact]
    public async Task Of_fifty_edits_with_one_etag_one_wins()
    {
        var sale = await Sale.Open(host.Api);
        var tag = (await host.Api.Get(sale.Path)).ETag!;
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 50)
                .Select(i => Task.Run(() => host.Api.Patch(sale.Path, new { title = $"Имя {i}" }, tag)))
        );
        answers.Count(x => x.Status == 200).Should().Be(1);
        answers.Where(x => x.Status != 200).Should().OnlyContain(x => x.Status == 412);
    }

    [Fact]
    public async Task Of_two_edits_of_a_draft_with_one_etag_one_wins()
    {
        var sale = await Sale.Open(host.Api);
        var draft = (
            await host.Api.Post(
                sale.Path + "/proposals",
                new
                {
                    lines = new[]
                    {
                        new
                        {
                            name = "А",
                            quantity = 1,
                            price = Sale.Rub("1.00"),
                        },
                    },
                    validUntil = "2027-06-30",
                }
            )
        ).Must(201);
        var path = "/proposals/" + draft.Id;
        (await host.Api.Get(path)).ETag.Should().Be(draft.ETag);
        var first = (await host.Api.Patch(path, new { validUntil = "2027-07-01" }, draft.ETag)).Must(200);
        var stale = (await host.Api.Patch(path, new { validUntil = "2027-07-02" }, draft.ETag)).Must(412);
        stale["since"]!.AsArray().Select(x => (string)x!["type"]!).Should().Equal("proposal_draft_edited");
        (await host.Api.Get(path)).ETag.Should().Be(first.ETag);
        (await host.Api.Patch(path, new { validUntil = "2027-07-02" }, first.ETag)).Must(200);
    }

    /// <summary>
    /// The invariant of the closing gate under concurrent payments: won implies shipped and a zero balance, at every position.
    /// </summary>
    [Fact]
    public async Task Payments_racing_the_closing_break_no_law()
    {
        for (var round = 0; round < 4; round++)
        {
            var sale = await Ready();
            var seed = round;
            await Task.WhenAll(
                    Enumerable
                        .Range(0, 50)
                        .Select(i =>
                            Task.Run(() =>
                                ((i + seed) % 5) switch
                                {
                                    0 or 1 => host.Api.PostOnce(
                                        sale.Path + "/payments",
                                        new { amount = Sale.Rub("10.00") }
                                    ),
                                    2 or 3 => host.Api.PostOnce(
                                        sale.Path + "/refunds",
                                        new { amount = Sale.Rub("10.00"), reason = "Вернули" }
                                    ),
                                    _ => host.Api.Post(sale.Path + "/close", new { outcome = "won" }),
                                }
                            )
                        )
                )
                .ContinueWith(
                    x => x.Result.Should().OnlyContain(a => a.Status == 201 || a.Status == 200 || a.Status == 409),
                    TaskScheduler.Default
                );
            await Settle(sale);
            var won = Won((await host.Api.Get(sale.Path + "/history?limit=200")).Must(200)["items"]!.AsArray());
            won.Should().Be(1, "the deal is won once");
        }
    }

    /// <summary>The same for write-offs: no debt is written off twice, and the gate sees each of them completely or not at all.</summary>
    [Fact]
    public async Task Write_offs_racing_the_closing_break_no_law()
    {
        for (var round = 0; round < 3; round++)
        {
            var sale = await Ready();
            var seed = round;
            var answers = await Task.WhenAll(
                Enumerable
                    .Range(0, 50)
                    .Select(i =>
                        Task.Run(() =>
                            ((i + seed) % 5) switch
                            {
                                0 => host.Api.PostOnce(sale.Path + "/payments", new { amount = Sale.Rub("0.30") }),
                                1 => host.Api.PostOnce(
                                    sale.Path + "/refunds",
                                    new { amount = Sale.Rub("0.30"), reason = "Вернули" }
                                ),
                                2 => host.Api.PostOnce(
                                    sale.Path + "/write-offs",
                                    new
                                    {
                                        amount = Sale.Rub("0.20"),
                                        side = "us",
                                        reason = "Копейки",
                                    }
                                ),
                                3 => host.Api.PostOnce(
                                    sale.Path + "/write-offs",
                                    new
                                    {
                                        amount = Sale.Rub("0.10"),
                                        side = "client",
                                        reason = "Копейки",
                                    }
                                ),
                                _ => host.Api.Post(sale.Path + "/close", new { outcome = "won" }),
                            }
                        )
                    )
            );
            answers.Should().OnlyContain(x => x.Status == 201 || x.Status == 200 || x.Status == 409);
            await Settle(sale);
            Won((await host.Api.Get(sale.Path + "/history?limit=200")).Must(200)["items"]!.AsArray())
                .Should()
                .Be(1, "the deal is won once");
        }
    }

    /// <summary>Reads the history: how often the deal became won; fails when it was won with a debt or without goods.</summary>
    private static int Won(JsonArray history)
    {
        var (fields, won) = (new Dictionary<string, string?>(StringComparer.Ordinal), 0);
        foreach (var domainEvent in history)
        {
            foreach (var change in domainEvent!["changes"]!.AsArray())
                fields[(string)change!["field"]!] = change["after"]?.ToJsonString();
            if (fields.GetValueOrDefault("status") != "\"won\"")
                continue;
            won += (string)domainEvent["type"]! == "deal_closed" ? 1 : 0;
            fields.GetValueOrDefault("clientOwes").Should().BeNull();
            fields.GetValueOrDefault("weOwe").Should().BeNull();
            fields.GetValueOrDefault("shipped").Should().NotBeNull();
        }

        return won;
    }

    private async Task<Sale> Ready()
    {
        var sale = await (await (await (await Sale.Open(host.Api)).ToFulfilment()).Ship()).Pay();
        await sale.Complete();
        return sale;
    }

    /// <summary>The deal can be won after any outcome of the race.</summary>
    private async Task Settle(Sale sale)
    {
        var deal = (await host.Api.Get(sale.Path)).Must(200);
        if ((string)deal["status"]! == "won")
            return;
        var (client, we) = (
            (string)deal["balance"]!["clientOwes"]!["amount"]!,
            (string)deal["balance"]!["weOwe"]!["amount"]!
        );
        if (client != "0.00")
            (await host.Api.PostOnce(sale.Path + "/payments", new { amount = Sale.Rub(client) })).Must(201);
        if (we != "0.00")
            (await host.Api.PostOnce(sale.Path + "/refunds", new { amount = Sale.Rub(we), reason = "Вернули" })).Must(
                201
            );
        (await host.Api.Post(sale.Path + "/close", new { outcome = "won" })).Must(200);
    }
}
