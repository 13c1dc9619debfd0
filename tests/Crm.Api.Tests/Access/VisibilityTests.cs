using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Access;

/// <summary>Visibility is part of every query: lists, counts, sums, search, reports and the deals behind their numbers.</summary>
[Collection(CompanyCollection.Name)]
public sealed class VisibilityTests(Company company)
{
    [Fact]
    public async Task Lists_counts_search_and_sort_show_only_what_is_in_scope()
    {
        var mine = company.OwnOf("sales-manager")["dealId"];
        var closed = company.ClosedOf("sales-manager")["dealId"];
        var api = company.As("sales-manager");
        foreach (
            var query in (string[])
                ["", "&sort=-updatedAt", "&q=Поставка", "&q=принтеров&sort=number", "&status=open,lost"]
        )
        {
            var page = (await api.Get("/deals?count=true&limit=200" + query)).Must(200);
            Ids(page).Should().BeEquivalentTo([mine, closed], query);
            ((int)page["total"]!).Should().Be(2, query);
        }

        Ids((await api.Get("/deals?clientId=" + company.SameTeam["clientId"])).Must(200)).Should().BeEmpty();
        var team = Ids((await company.As("head-of-sales").Get("/deals?limit=200")).Must(200));
        team.Should()
            .Contain([mine, company.SameTeam["dealId"], company.OwnOf("head-of-sales")["dealId"]])
            .And.NotContain(company.OtherTeam["dealId"]);
        Ids((await company.As("auditor").Get("/deals?limit=200")).Must(200))
            .Should()
            .Contain(company.OtherTeam["dealId"]);
    }

    [Fact]
    public async Task Reports_and_the_deals_behind_them_contain_only_what_is_in_scope()
    {
        var position = (
            await company.Admin.Post(
                company.SameTeam["dealId"] is var id ? $"/deals/{id}/comments" : "",
                new { text = "До сих пор" }
            )
        )
            .Must(201)
            .Position;
        (string, string) upTo = (
            "Crm-Min-Position",
            position.ToString(System.Globalization.CultureInfo.InvariantCulture)
        );
        foreach (var (role, deals) in new[] { ("sales-manager", 2), ("head-of-sales", -1), ("auditor", -2) })
        {
            var api = company.As(role);
            var seen = Ids((await api.Get("/deals?limit=200")).Must(200)).Length;
            if (deals > 0)
                seen.Should().Be(deals);
            var funnel = (await api.Get("/reports/sales-funnel", upTo)).Must(200);
            ((int)funnel["open"]!["count"]! + (int)funnel["lost"]!["count"]! + (int)funnel["won"]!["count"]!)
                .Should()
                .Be(seen, role);
            var losses = (await api.Get("/reports/lost-reasons", upTo)).Must(200);
            var lost = losses["items"]!.AsArray().Sum(x => (int)x!["count"]!);
            lost.Should().Be(Ids((await api.Get("/deals?status=lost&limit=200")).Must(200)).Length, role);
            foreach (var item in losses["items"]!.AsArray())
                Ids((await api.Get((string)item!["drillDown"]!)).Must(200))
                    .Should()
                    .HaveCount((int)item["count"]!, role);
            var profit = (await api.Get("/reports/gross-profit?by=deal", upTo)).Must(200)["items"]!
                .AsArray()
                .Select(x => (string)x!["dealId"]!);
            profit.Should().BeSubsetOf(Ids((await api.Get("/deals?limit=200")).Must(200)), role);
            Ids(
                    (
                        await api.Get("/reports/gross-profit/deals?by=deal&key=" + company.OtherTeam["dealId"], upTo)
                    ).Must(200)
                )
                .Should()
                .HaveCount(role == "auditor" ? 1 : 0, role);
        }
    }

    [Fact]
    public async Task A_participant_sees_and_comments_on_the_deal_but_does_not_change_it()
    {
        var helper = await company.User("Ольга", null);
        var api = await company.App.AsUser(Guid.Parse(helper));
        var deal = "/deals/" + company.OwnOf("director")["dealId"];
        (await api.Get(deal)).Must(404).Code.Should().Be("deal.not_found");
        (await company.Admin.Post(deal + "/participants", new { userIds = new[] { helper } })).Must(200);
        (await api.Get(deal)).Must(200);
        Ids((await api.Get("/deals")).Must(200)).Should().Equal(company.OwnOf("director")["dealId"]);
        (await api.Post(deal + "/comments", new { text = "Я помогаю" })).Must(201);
        (
            (string)
                (await api.Post(deal + "/close", new { outcome = "lost", lostReason = "price" })).Must(403)["missing"]!
        )
            .Should()
            .Be("deals.write");
        (await company.Admin.Post(deal + "/participants", new { userIds = Array.Empty<string>() })).Must(200);
        (await api.Get(deal)).Must(404);
        (await api.Get(deal + "/history")).Must(404);
    }

    [Fact]
    public async Task Rights_are_judged_by_the_present()
    {
        var user = await company.User("Глеб", company.North);
        var api = await company.App.AsUser(Guid.Parse(user));
        var deal = "/deals/" + company.SameTeam["dealId"];
        (await api.Get(deal)).Must(404);
        (await company.Admin.Patch("/users/" + user, new { roles = new[] { "head-of-sales" } })).Must(200);
        (await api.Get(deal)).Must(200);
        (await company.Admin.Patch("/users/" + user, new { teamId = (string?)null })).Must(200);
        (await api.Get(deal)).Must(404);
        (await company.Admin.Patch("/users/" + user, new { active = false })).Must(200);
        (await api.Get("/me")).Must(401);
        (await company.Admin.Patch("/users/" + user, new { active = true })).Must(200);
        (await api.Get("/me")).Must(200)["roles"]!.AsArray().Select(x => (string)x!).Should().Equal("head-of-sales");
    }

    [Fact]
    public async Task A_changed_role_applies_at_once_and_its_clients_are_those_of_its_deals()
    {
        var role = (
            await company.Admin.Post(
                "/roles",
                new
                {
                    code = "narrow",
                    title = new { ru = "Узкая", en = "Narrow" },
                    permissions = new[] { "deals.read", "deals.write", "clients.read" },
                    scopes = new { deals = "own", clients = "own" },
                }
            )
        ).Must(201).Id;
        var user = await company.User("Фёдор", null, "narrow");
        var api = await company.App.AsUser(Guid.Parse(user));
        var foreign = company.OtherTeam["clientId"];
        (await api.Get("/clients/" + foreign)).Must(404);
        Ids((await api.Get("/clients")).Must(200)).Should().BeEmpty();
        var deal = (await api.Post("/deals", new { title = "Своя" })).Must(201).Id;
        (await api.Post($"/deals/{deal}/client", new { clientId = foreign }))
            .Must(422)
            .Text.Should()
            .Contain("client.not_found", "a client is not won by naming it");
        (await company.Admin.Patch("/roles/" + role, new { permissions = new[] { "deals.read" } })).Must(200);
        (await api.Get("/clients")).Must(403);
        (
            (string)
                (await api.Post($"/deals/{deal}/close", new { outcome = "lost", lostReason = "price" })).Must(403)[
                    "missing"
                ]!
        )
            .Should()
            .Be("deals.write");
    }

    [Fact]
    public async Task A_client_out_of_scope_is_not_found_on_any_route_that_names_one()
    {
        var every = Crm.Domain.Access.Permissions.All.Select(x => x.Name).ToArray();
        (
            await company.Admin.Post(
                "/roles",
                new
                {
                    code = "near",
                    title = new { ru = "Ближняя", en = "Near" },
                    permissions = every,
                    scopes = new { deals = "own", clients = "own" },
                }
            )
        ).Must(201);
        var api = await company.App.AsUser(Guid.Parse(await company.User("Зоя", null, "near")));
        var foreign = company.OtherTeam["clientId"];
        var routes = Table.Of(company.App).Where(x => x.Path.Contains("{clientId", StringComparison.Ordinal)).ToArray();
        routes.Should().HaveCountGreaterThan(3);
        var before = await Conventions.Stored.Count(company.App);
        foreach (var (method, path, operation) in routes)
        {
            var at = path.Replace("{clientId:guid}", foreign, StringComparison.Ordinal)
                .Replace("{contactId:guid}", company.OtherTeam["contactId"], StringComparison.Ordinal);
            (await api.Send(new HttpMethod(method), at, method == "GET" ? null : "{}", [("If-Match", "\"1-0\"")]))
                .Must(404)
                .Code.Should()
                .Be("client.not_found", operation.Id);
        }

        (await api.Get("/clients?count=true")).Must(200)["total"]!.GetValue<int>().Should().Be(0);
        (await Conventions.Stored.Count(company.App)).Should().Be(before);
    }

    [Fact]
    public async Task A_key_does_no_more_than_its_scopes_and_its_user()
    {
        var director = Guid.Parse(company.UserOf("director"));
        var reader = await company.App.AsUser(director, Crm.Domain.Access.Scope.Read);
        ((string)(await reader.Post("/deals", new { title = "А" })).Must(403)["missing"]!).Should().Be("deals.write");
        var writer = await company.App.AsUser(director, Crm.Domain.Access.Scope.Read, Crm.Domain.Access.Scope.Write);
        (await writer.Post("/deals", new { title = "А", happenedAt = "2026-01-01T00:00:00Z" }))
            .Must(403)
            .Code.Should()
            .Be("backdate.not_permitted");
        (
            await (await company.App.AsUser(Guid.Parse(company.UserOf("auditor")))).Post("/deals", new { title = "А" })
        ).Must(403);
    }

    private static string[] Ids(Answer page) => [.. page["items"]!.AsArray().Select(x => (string)x!["id"]!)];
}
