using System.Globalization;
using System.Text.Json.Nodes;
using Crm.Api.Demo;

namespace Crm.Api.Tests.Demo;

/// <summary>The demo year as a newcomer finds it, with the three keys that the banner prints.</summary>
public sealed class DemoTests(DemoYear year) : IClassFixture<DemoYear>
{
    [Fact]
    public async Task Eight_managers_in_three_teams_with_a_head_each_lead_300_deals_of_60_clients()
    {
        year.Deals.Should().HaveCount(300);
        var users = await year.Administrator.All("/users");
        var teams = (await year.Administrator.All("/teams")).Where(team => team["parentId"] is not null).ToArray();
        teams.Should().HaveCount(3);
        foreach (var team in teams)
        {
            var members = users.Where(user => (string?)user["teamId"] == (string?)team["id"]).ToArray();
            members.Count(user => HasRole(user, "head-of-sales")).Should().Be(1);
            members.Count(user => HasRole(user, "sales-manager")).Should().BeGreaterThan(1);
        }
        users.Count(user => HasRole(user, "sales-manager")).Should().Be(8);
        var clients = await year.Administrator.All("/clients");
        clients.Should().HaveCount(60).And.OnlyContain(client => client["contacts"]!.AsArray().Count > 0);
        Addresses(clients).Concat(Addresses(users)).Should().OnlyContain(address => address.EndsWith(".example"));
        year.Deals.Select(deal => (string?)deal["client"]!["id"]).Distinct().Count().Should().BeGreaterThan(50);
    }

    [Fact]
    public async Task The_company_has_a_profile_with_logo_and_accounts_price_lists_rates_and_fields()
    {
        var settings = (await year.Administrator.Get("/settings")).Must(200);
        ((string?)settings["company"]!["name"]).Should().NotBeNullOrEmpty();
        settings["bankAccounts"]!.AsArray().Select(x => (string?)x!["currency"]).Should().Equal("RUB", "EUR");
        (await year.Administrator.Get("/settings/branding/logo")).Must(200);
        var lists = await year.Administrator.All("/price-lists");
        lists.Should().HaveCount(2);
        foreach (var list in lists)
            (await year.Administrator.All($"/price-lists/{list["id"]}/prices"))
                .Should()
                .HaveCount(DemoGoods.Products.Length);
        (await year.Administrator.All("/exchange-rates")).Length.Should().BeGreaterThan(50);
        year.Deals.Should().OnlyContain(deal => deal["customFields"]!["area"] != null);
        year.Deals.Count(deal => (string?)deal["expectedAmount"]!["currency"] == "EUR").Should().BeGreaterThan(15);
    }

    [Theory]
    [InlineData("attachment_added", 20)]
    [InlineData("document_mailed", 10)]
    [InlineData("discount_approved", 10)]
    [InlineData("proposal_declined", 10)]
    [InlineData("deal_reopened", 10)]
    [InlineData("return_accepted", 10)]
    [InlineData("refund_made", 10)]
    [InlineData("debt_written_off", 5)]
    [InlineData("order_lines_cancelled", 5)]
    [InlineData("stage_task_skipped", 3)]
    [InlineData("manager_assigned", 10)]
    public void It_shows(string type, int atLeast) => year.Count(type).Should().BeGreaterThanOrEqualTo(atLeast);

    [Fact]
    public async Task Proposals_have_revisions_and_discounts_and_some_wait_for_approval()
    {
        var proposals = new List<JsonNode>();
        foreach (var deal in year.Deals.Where(deal => (string?)deal["stage"]?["code"] is "proposal" or "fulfilment"))
            proposals.AddRange(await year.Administrator.All($"/deals/{deal["id"]}/proposals"));
        proposals.Should().Contain(x => (int)x["revision"]! == 2);
        proposals.Should().Contain(x => x["discountPercent"] != null && (decimal)x["discountPercent"]! > 10);
        proposals
            .Where(x => (string?)x["discountApproval"]?["status"] == "requested")
            .Should()
            .NotBeEmpty()
            .And.OnlyContain(x => (string?)x["status"] == "draft");
    }

    [Fact]
    public void Orders_are_shipped_in_parts_and_paid_in_parts()
    {
        year.DealsWith("shipment_made", 2).Should().BeGreaterThan(20);
        year.DealsWith("payment_received", 2).Should().BeGreaterThan(20);
        year.Deals.Count(deal =>
                (string?)deal["status"] == "open" && Amount(deal, "shipped") > 0 && Amount(deal, "undelivered") > 0
            )
            .Should()
            .BeGreaterThan(1, "some are under way");
    }

    [Fact]
    public async Task A_bank_statement_pays_invoices_and_leaves_lines_to_decide_on()
    {
        var lines = await year.Administrator.All("/bank-statement-lines");
        var statuses = lines.Select(line => (string?)line["status"]).ToArray();
        statuses.Count(status => status == "matched").Should().BeGreaterThan(1);
        statuses.Count(status => status == "waiting").Should().Be(2);
        statuses.Should().Contain("outgoing");
    }

    [Fact]
    public void Deals_are_back_dated_into_the_past_year_and_their_actors_are_the_users()
    {
        var opened = year.Events.Where(one => (string?)one["type"] == "deal_opened").ToArray();
        opened.Should().OnlyContain(one => Instant(one, "happenedAt").AddHours(6) < Instant(one, "recordedAt"));
        opened.Should().OnlyContain(one => Instant(one, "happenedAt") > year.Now.AddMonths(-14).AddDays(-1));
        year.Events.Select(one => (string?)one["actor"]?["name"])
            .Where(name => name is not null)
            .Distinct()
            .Should()
            .Contain([.. DemoStaff.Managers.Select(x => x.Name), .. DemoStaff.Heads.Select(x => x.Name)]);
    }

    [Fact]
    public async Task A_manager_sees_own_deals_a_head_those_of_the_team_and_the_administrator_all()
    {
        var own = await year.Manager.All("/deals");
        var team = await year.Head.All("/deals");
        string[] managers =
        [
            .. DemoStaff.Managers.Where(x => x.Team == DemoStaff.Heads[0].Team).Select(x => $"{x.Id}"),
        ];
        own.Length.Should().BeInRange(20, 100);
        own.Should().OnlyContain(deal => Takes(deal, managers[0]));
        team.Length.Should().BeInRange(own.Length + 20, 250);
        team.Should().OnlyContain(deal => managers.Contains((string?)deal["manager"]!["id"]));
        own.Should().OnlyContain(deal => deal["expectedAmount"] != null);
        (await year.Manager.Get("/settings/history")).Status.Should().Be(200);
        (await year.Manager.Get("/api-keys")).Must(403);
        (await year.Head.Get("/api-keys")).Must(403);
    }

    [Fact]
    public async Task Managers_cannot_back_date_any_more()
    {
        var late = new { title = "Задним числом", happenedAt = year.Now.AddDays(-3) };
        (await year.Manager.PostOnce("/deals", late)).Must(403).Code.Should().Be("backdate.not_permitted");
    }

    [Fact]
    public async Task The_funnel_has_deals_in_every_stage_and_the_losses_many_reasons()
    {
        var funnel = await year.Administrator.Report("sales-funnel");
        funnel["stages"]!.AsArray().Should().HaveCount(7).And.OnlyContain(stage => (int)stage!["count"]! > 2);
        ((int)funnel["won"]!["count"]!).Should().BeInRange(90, 150);
        ((int)funnel["lost"]!["count"]!).Should().BeInRange(70, 130);
        var reasons = (await year.Administrator.Report("lost-reasons"))["items"]!.AsArray();
        reasons.Count.Should().BeGreaterThan(6);
        reasons.Max(x => (int)x!["count"]!).Should().BeGreaterThan(3 * reasons.Min(x => (int)x!["count"]!));
    }

    [Fact]
    public async Task Each_of_twelve_months_earns_and_the_busiest_twice_as_much_as_the_quietest()
    {
        var rows = (await year.Administrator.Report("gross-profit?by=month"))["items"]!.AsArray();
        decimal[] profits =
        [
            .. rows.Where(x => (string?)x!["revenue"]!["currency"] == "RUB" && x["grossProfit"] is not null)
                .Select(x => Money(x!["grossProfit"]!)),
        ];
        profits.Length.Should().BeInRange(12, 14);
        profits.Should().OnlyContain(profit => profit > 0);
        profits.Max().Should().BeGreaterThan(2 * profits[1..^1].Min());
    }

    [Fact]
    public void Most_tasks_are_due_in_future_some_today_and_some_are_overdue()
    {
        DateTimeOffset[] due =
        [
            .. year.Deals.SelectMany(deal => deal["openTasks"]!.AsArray()).Select(task => Instant(task!, "dueAt")),
        ];
        due.Length.Should().BeGreaterThan(60);
        due.Count(at => at < year.Now).Should().BeInRange(5, due.Length / 4);
        due.Count(at => at >= year.Now && at < year.Now.AddHours(15)).Should().BeInRange(5, due.Length / 3);
    }

    [Fact]
    public void Progress_is_shown()
    {
        year.Progress[..^1].Should().Equal(Enumerable.Range(1, 9).Select(tenths => $"demo data: {tenths}0 %"));
        year.Progress[^1].Should().StartWith("demo data: loaded, ");
    }

    [Fact]
    public async Task A_later_start_loads_nothing_and_makes_no_keys()
    {
        var keys = (await year.Administrator.All("/api-keys")).Length;

        (await year.Start()).Should().Be("demo data is there already");

        (await year.Administrator.All("/deals")).Should().HaveCount(year.Deals.Length);
        (await year.Administrator.All("/api-keys")).Should().HaveCount(keys);
    }

    private static bool HasRole(JsonNode user, string role) => user["roles"]!.AsArray().Any(x => (string?)x == role);

    private static IEnumerable<string> Addresses(IEnumerable<JsonNode> of) =>
        of.SelectMany(one => one["contacts"]?.AsArray().AsEnumerable() ?? [one])
            .Select(x => (string?)x!["email"])
            .OfType<string>();

    private static bool Takes(JsonNode deal, string user) =>
        (string?)deal["manager"]!["id"] == user || deal["participants"]!.AsArray().Any(x => (string?)x!["id"] == user);

    private static decimal Amount(JsonNode deal, string member) => Money(deal["balance"]![member]!);

    private static decimal Money(JsonNode money) =>
        decimal.Parse((string)money["amount"]!, CultureInfo.InvariantCulture);

    private static DateTimeOffset Instant(JsonNode of, string member) => (DateTimeOffset)of[member]!;
}
