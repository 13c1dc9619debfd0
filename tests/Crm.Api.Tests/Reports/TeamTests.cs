using System.Globalization;

namespace Crm.Api.Tests.Reports;

/// <summary>A number belongs to the team that its manager was in at that time; the hierarchy of teams is the present one.</summary>
public sealed class TeamTests : IAsyncLifetime
{
    private CrmApp app = null!;
    private Testing.Api api = null!;
    private string sales = "",
        north = "",
        south = "",
        anna = "",
        before = "",
        between = "";
    private readonly Dictionary<string, string> deals = [];
    private long position;

    /// <summary>
    /// A delivery, a loss and an open deal in the first month; then Anna moves from north to south and has the same again.
    /// </summary>
    public async ValueTask InitializeAsync()
    {
        app = await CrmApp.Start();
        api = await app.As();
        sales = (await api.Post("/teams", new { name = "Продажи" })).Must(201).Id;
        north = (await api.Post("/teams", new { name = "Север", parentId = sales })).Must(201).Id;
        south = (await api.Post("/teams", new { name = "Юг" })).Must(201).Id;
        anna = (await api.Post("/users", new { name = "Анна", teamId = north })).Must(201).Id;
        await Month("first");
        before = Now();
        app.Clock.Advance(TimeSpan.FromDays(32));
        (await api.Patch("/users/" + anna, new { teamId = south })).Must(200);
        between = Now();
        await Month("second");
        // Recorded late: it happened while she was in the north.
        var late = (
            await api.Post(
                "/deals",
                new
                {
                    title = "Поздно",
                    managerId = anna,
                    kind = "simple",
                    happenedAt = before,
                }
            )
        ).Must(201).Id;
        position = (
            await api.Post(
                $"/deals/{late}/close",
                new
                {
                    outcome = "lost",
                    lostReason = "price",
                    happenedAt = before,
                }
            )
        ).Must(200).Position;
        deals["late lost"] = late;
        // Without a manager, or of a manager without a team: in no team's numbers.
        await Lost("nobody", null);
        await Lost("loner", (await api.Post("/users", new { name = "Пётр" })).Must(201).Id);
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    [Fact]
    public async Task Last_months_numbers_stay_with_the_old_team_and_this_months_go_to_the_new_one()
    {
        foreach (
            var (team, period, lost, shipped) in new (string, string, string[], string[])[]
            {
                (north, "", ["first lost", "late lost"], ["first shipped"]),
                (north, "&to=" + Uri.EscapeDataString(between), ["first lost", "late lost"], ["first shipped"]),
                (north, "&from=" + Uri.EscapeDataString(between), [], []),
                (south, "", ["second lost"], ["second shipped"]),
                (south, "&to=" + Uri.EscapeDataString(between), [], []),
                (south, "&from=" + Uri.EscapeDataString(between), ["second lost"], ["second shipped"]),
                (sales, "", ["first lost", "late lost"], ["first shipped"]),
            }
        )
        {
            var losses = await Read($"/reports/lost-reasons?kind=*&teamId={team}{period}");
            ((int)losses["total"]!["count"]!).Should().Be(lost.Length, team + period);
            await Behind(losses, lost, team);
            var profit = await Read($"/reports/gross-profit?by=manager&teamId={team}{period}");
            profit["items"]!
                .AsArray()
                .Select(x => (string)x!["key"]!)
                .Should()
                .Equal(shipped.Length == 0 ? [] : [anna]);
            await Behind(profit, shipped, team);
        }
    }

    [Fact]
    public async Task The_funnel_of_a_team_is_that_of_its_people_at_its_instant()
    {
        (await Open(north, "&at=" + before)).Should().BeEquivalentTo(deals["first open"], deals["first shipped"]);
        (await Open(south, "&at=" + before)).Should().BeEmpty();
        (await Open(north, "")).Should().BeEmpty("the team has no members any more");
        (await Open(south, ""))
            .Should()
            .BeEquivalentTo(deals["first open"], deals["first shipped"], deals["second open"], deals["second shipped"]);
        (await Open(sales, "&at=" + before)).Should().HaveCount(2);
        (await api.Patch("/users/" + anna, new { teamId = north })).Must(200);
        (await Open(south, "")).Should().BeEmpty("a kept answer must not outlive it");
        (await Open(north, "")).Should().HaveCount(4);
    }

    [Fact]
    public async Task What_is_below_a_team_follows_the_present_tree()
    {
        (await api.Patch("/teams/" + north, new { parentId = (string?)null })).Must(200);
        ((int)(await Read("/reports/lost-reasons?kind=*&teamId=" + sales))["total"]!["count"]!).Should().Be(0);
        (await api.Patch("/teams/" + south, new { parentId = sales })).Must(200);
        ((int)(await Read("/reports/lost-reasons?kind=*&teamId=" + sales))["total"]!["count"]!).Should().Be(1);
    }

    [Fact]
    public async Task A_team_does_not_widen_the_visibility_of_its_members()
    {
        var peter = (await api.Post("/users", new { name = "Пётр", teamId = south })).Must(201).Id;
        var own = await app.AsUser(Guid.Parse(peter));
        ((int)(await own.Get($"/reports/lost-reasons?kind=*&teamId={north}", UpTo)).Must(200)["total"]!["count"]!)
            .Should()
            .Be(0);
    }

    private (string, string) UpTo => ("Crm-Min-Position", position.ToString(CultureInfo.InvariantCulture));

    private async Task<Answer> Read(string path) => (await api.Get(path, UpTo)).Must(200);

    private string Now() =>
        app.Clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private async Task Month(string month)
    {
        var shipped = await Of(await Sale.Open(api));
        await (await shipped.ToFulfilment()).Ship();
        deals[month + " shipped"] = shipped.Id;
        deals[month + " open"] = (await Of(await Sale.Open(api))).Id;
        await Lost(month + " lost", anna);
    }

    private async Task<Sale> Of(Sale sale)
    {
        (await api.Post(sale.Path + "/manager", new { userId = anna })).Must(200);
        return sale;
    }

    private async Task Lost(string name, string? manager)
    {
        var deal = (
            await api.Post(
                "/deals",
                new
                {
                    title = name,
                    kind = "simple",
                    managerId = manager,
                }
            )
        ).Must(201).Id;
        position = (await api.Post($"/deals/{deal}/close", new { outcome = "lost", lostReason = "price" }))
            .Must(200)
            .Position;
        deals[name] = deal;
    }

    private async Task<string[]> Open(string team, string more)
    {
        var funnel = await Read($"/reports/sales-funnel?teamId={team}{more}");
        var behind = Ids((await api.Get((string)funnel["open"]!["drillDown"]!)).Must(200));
        ((int)funnel["open"]!["count"]!).Should().Be(behind.Length);
        ((string)funnel["open"]!["drillDown"]!).Should().Contain("teamId=" + team);
        return behind;
    }

    private async Task Behind(Answer report, string[] expected, string team)
    {
        List<string> found = [];
        foreach (var item in report["items"]!.AsArray())
        {
            ((string)item!["drillDown"]!).Should().Contain("teamId=" + team);
            found.AddRange(Ids((await api.Get((string)item["drillDown"]!)).Must(200)));
        }

        found.Should().BeEquivalentTo(expected.Select(x => deals[x]));
    }

    private static string[] Ids(Answer page) => [.. page["items"]!.AsArray().Select(x => (string)x!["id"]!)];
}
