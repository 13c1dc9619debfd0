using System.Text.Json.Nodes;
using Crm.Projections.ReadModels.Deals;
using Npgsql;

namespace Crm.Api.Tests.DealKinds;

/// <summary>Deals that are in their stage for more calendar days than its norm in the kind's version in force.</summary>
public sealed class StaleDealsTests(TestHost host) : IClassFixture<TestHost>
{
    private Testing.Api Api => host.Api;

    [Fact]
    public async Task A_deal_is_stale_from_the_day_after_its_norm_and_no_longer_in_the_next_stage()
    {
        await using var app = await CrmApp.Start();
        // Eleven in the evening in Moscow.
        app.Clock.SetUtcNow(new(2026, 12, 1, 20, 0, 0, TimeSpan.Zero));
        var api = await app.As();
        var code = await api.Published(Kind(calling: 2, closing: null));
        var deal = await api.Opened(code);
        (await Stale(api, code, true)).Should().BeEmpty();
        // The third of December, 23:59:59 in Moscow: two days later.
        app.Clock.SetUtcNow(new(2026, 12, 3, 20, 59, 59, TimeSpan.Zero));
        (await Stale(api, code, true)).Should().BeEmpty();
        (await Stale(api, code, false)).Should().Equal(deal.Id);
        app.Clock.SetUtcNow(new(2026, 12, 3, 21, 0, 0, TimeSpan.Zero));
        (await Stale(api, code, true)).Should().Equal(deal.Id);
        (await Stale(api, code, false)).Should().BeEmpty();

        (await api.Post($"/deals/{deal.Id}/interactions", new { kind = "call", description = "Звонок" })).Must(201);
        (await api.Post($"/deals/{deal.Id}/tasks/{deal.TaskId("call")}/complete")).Must(200);
        (await Stale(api, code, true)).Should().BeEmpty("it is in another stage since today");
        app.Clock.Advance(TimeSpan.FromDays(1000));
        (await Stale(api, code, true)).Should().BeEmpty("the stage has no norm");
        (await Stale(api, code, false)).Should().Equal(deal.Id);
    }

    [Fact]
    public async Task The_norm_of_the_version_in_force_holds_for_deals_of_earlier_versions_and_moves_none()
    {
        var code = await Api.Published(Kind(calling: null, closing: null));
        var old = await Api.Opened(code);
        host.App.Clock.Advance(TimeSpan.FromDays(5));
        (await Stale(Api, code, true)).Should().BeEmpty();
        var before = (await Api.Get("/deals/" + old.Id)).Must(200);
        await Api.Republished(code, Kind(calling: 3, closing: 9));
        (await Api.Get("/deals/" + old.Id)).Must(200).Text.Should().Be(before.Text, "no rule of the process");
        ((int)before["kind"]!["version"]!).Should().Be(1);
        (await Stale(Api, code, true)).Should().Equal(old.Id);
        var young = await Api.Opened(code);
        (await Stale(Api, code, true)).Should().Equal(old.Id);
        (await Stale(Api, code, false)).Should().Equal(young.Id);
        await Api.Republished(code, Kind(calling: 8, closing: 9));
        (await Stale(Api, code, true)).Should().BeEmpty();
        var kind = (await Api.Get("/deal-kinds/" + code)).Must(200);
        kind["stages"]!.AsArray().Select(x => (int?)x!["normDays"]).Should().Equal(8, 9);
    }

    [Fact]
    public async Task A_stage_that_the_version_in_force_lacks_and_a_closed_deal_are_never_stale()
    {
        var code = await Api.Published(Kind(calling: 1, closing: 1));
        var (deal, lost) = (await Api.Opened(code), await Api.Opened(code));
        host.App.Clock.Advance(TimeSpan.FromDays(3));
        (await Stale(Api, code, true)).Should().BeEquivalentTo(deal.Id, lost.Id);
        (await Api.Post($"/deals/{lost.Id}/close", new { outcome = "lost", lostReason = "price" })).Must(200);
        (await Stale(Api, code, true)).Should().Equal(deal.Id);
        (await Stale(Api, code, false)).Should().Equal(lost.Id);
        var renamed = Kind(calling: 1, closing: 1);
        renamed["stages"]![0]!["code"] = "phoning";
        await Api.Republished(code, renamed);
        (await Stale(Api, code, true)).Should().BeEmpty();
    }

    [Fact]
    public async Task Stale_deals_are_filtered_with_other_filters_counted_and_paged()
    {
        var code = await Api.Published(Kind(calling: 1, closing: null));
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
            ids.Add((await Api.Opened(code)).Id);
        host.App.Clock.Advance(TimeSpan.FromDays(2));
        var first = (await Api.Get($"/deals?kind={code}&stale=true&limit=2&count=true&sort=openedAt")).Must(200);
        ((int)first["total"]!).Should().Be(3);
        var second = (
            await Api.Get(
                $"/deals?kind={code}&stale=true&limit=2&count=true&sort=openedAt&cursor={(string)first["nextCursor"]!}"
            )
        ).Must(200);
        Ids(first).Concat(Ids(second)).Should().Equal(ids);
        (await Api.Get($"/deals?kind={code}&stale=true&status=lost")).Must(200)["items"]!.AsArray().Should().BeEmpty();
        (await Api.Get("/deals?stale=often")).Must(400).Code.Should().Be("parameter.invalid");
        (await Api.Get("/deals?stale=true&asOf=2026-01-01T00:00:00Z")).Must(400).Code.Should().Be("parameter.unknown");
    }

    [Theory, InlineData("0"), InlineData("-5"), InlineData("3651")]
    public async Task A_norm_is_a_positive_number_of_days(string days)
    {
        var process = Kind(calling: null, closing: null);
        process["stages"]![1]!["normDays"] = JsonNode.Parse(days);
        var code = "k" + Guid.NewGuid().ToString("N")[..10];
        (await Api.Post("/deal-kinds", new JsonObject { ["code"] = code, ["process"] = process })).Must(201);
        var refused = (await Api.Post($"/deal-kinds/{code}/publish")).Must(409);
        refused.Code.Should().Be("deal_kind.invalid");
        ((string)refused["errors"]![0]!["pointer"]!, (string)refused["errors"]![0]!["code"]!)
            .Should()
            .Be(("/stages/1/normDays", "norm_days.out_of_range"));
    }

    [Fact]
    public async Task Stale_deals_are_found_by_their_index()
    {
        var list = new DealList(DealVisibility.Everything);
        list.Stale(true, [new("standard-sale", "terms", new(2026, 12, 1, 21, 0, 0, TimeSpan.Zero))]);
        await using var connection = await host.App.Connect();
        await using var plan = new NpgsqlCommand(
            $"explain select {list.Columns} from {list.Source} where {string.Join(" and ", list.Conditions)}",
            connection
        );
        foreach (var parameter in list.Parameters)
            plan.Parameters.Add(parameter.Clone());
        await using (var off = new NpgsqlCommand("set enable_seqscan = off", connection))
            await off.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        List<string> lines = [];
        await using var reader = await plan.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            lines.Add(reader.GetString(0));
        lines.Should().Contain(line => line.Contains("deal_stage_entered", StringComparison.Ordinal));
        lines
            .Should()
            .Contain(line =>
                line.Contains("Index Cond", StringComparison.Ordinal)
                && line.Contains("enteredAt", StringComparison.Ordinal)
            );
    }

    private static JsonObject Kind(int? calling, int? closing)
    {
        var process = KindApi.Short();
        (process["stages"]![0]!["normDays"], process["stages"]![1]!["normDays"]) = (calling, closing);
        return process;
    }

    private static async Task<IEnumerable<string>> Stale(Testing.Api api, string kind, bool stale) =>
        Ids((await api.Get($"/deals?kind={kind}&stale={(stale ? "true" : "false")}")).Must(200));

    private static IEnumerable<string> Ids(Answer page) => page["items"]!.AsArray().Select(x => (string)x!["id"]!);
}
