namespace Crm.Api.Tests.Access;

/// <summary>Users, teams and roles over HTTP, and the log of denials.</summary>
[Collection(HostCollection.Name)]
public sealed class AdministrationTests(TestHost host)
{
    private Testing.Api Api => host.Api;

    [Fact]
    public async Task Teams_are_a_tree_and_stay_one()
    {
        var top = (await Api.Post("/teams", new { name = "Верх" })).Must(201);
        var below = (await Api.Post("/teams", new { name = "Низ", parentId = top.Id })).Must(201).Id;
        (await Api.Patch("/teams/" + top.Id, new { parentId = below })).Must(409).Code.Should().Be("team.cycle");
        (await Api.Patch("/teams/" + top.Id, new { parentId = top.Id })).Must(409).Code.Should().Be("team.cycle");
        (await Api.Patch("/teams/" + below, new { parentId = Guid.NewGuid() }))
            .Must(422)
            .Text.Should()
            .Contain("team.not_found");
        (
            await Api.Patch(
                "/teams/" + below,
                new { name = "Дно", parentId = (string?)null },
                (await Api.Get("/teams/" + below)).ETag
            )
        )
            .Must(200)["parentId"]
            .Should()
            .BeNull();
        (await Api.Patch("/teams/" + below, new { name = "Ещё" }, top.ETag)).Must(412);
        (await Api.Send(HttpMethod.Patch, "/teams/" + below, new { name = "Ещё" }, [])).Must(428);
    }

    [Fact]
    public async Task Roles_that_ship_are_there_and_the_administrators_cannot_be_changed()
    {
        var roles = (await Api.Get("/roles?limit=200")).Must(200)["items"]!
            .AsArray()
            .ToDictionary(x => (string)x!["code"]!, x => (string)x!["id"]!);
        roles
            .Keys.Should()
            .Contain([
                "sales-manager",
                "head-of-sales",
                "director",
                "accountant",
                "marketer",
                "auditor",
                "administrator",
                "integration",
            ]);
        (await Api.Patch("/roles/" + roles["administrator"], new { permissions = Array.Empty<string>() }))
            .Must(409)
            .Code.Should()
            .Be("role.protected");
        (
            await Api.Post(
                "/roles",
                new
                {
                    code = "auditor",
                    title = new { ru = "А", en = "A" },
                    permissions = Array.Empty<string>(),
                    scopes = new { deals = "all" },
                }
            )
        ).Must(409).Code.Should().Be("role.taken");
        (
            await Api.Post(
                "/roles",
                new
                {
                    code = "odd",
                    title = new { ru = "А", en = "A" },
                    permissions = new[] { "fly" },
                    scopes = new { deals = "all" },
                }
            )
        ).Must(422).Text.Should().Contain("permission.not_found");
        (await Api.Get("/permissions")).Must(200)["items"]!
            .AsArray()
            .Select(x => (string)x!["name"]!)
            .Should()
            .OnlyHaveUniqueItems()
            .And.Contain(["cost.see", "backdate", "audit.read"]);
    }

    [Fact]
    public async Task The_last_administrator_stays_one()
    {
        await using var app = await CrmApp.Start();
        var api = await app.As();
        var one = (await api.Post("/users", new { name = "Первый", roles = new[] { "administrator" } })).Must(201).Id;
        (await api.Patch("/users/" + one, new { roles = new[] { "auditor" } }))
            .Must(409)
            .Code.Should()
            .Be("administrator.last");
        (await api.Patch("/users/" + one, new { active = false })).Must(409).Code.Should().Be("administrator.last");
        (await api.Post("/users", new { name = "Второй", roles = new[] { "administrator" } })).Must(201);
        (await api.Patch("/users/" + one, new { roles = new[] { "auditor" } })).Must(200);
    }

    [Fact]
    public async Task A_denial_is_in_the_security_log_with_who_what_and_what_was_missing()
    {
        var user = (await Api.Post("/users", new { name = "Любопытный" })).Must(201).Id;
        var api = await host.App.AsUser(Guid.Parse(user));
        var foreign = (await Sale.Open(Api)).Id;
        (await api.Get("/deals/" + foreign)).Must(404);
        (await api.Post("/users", new { name = "Свой" })).Must(403);
        var log = (await Api.Get("/security-log?count=true&actor=user:" + user)).Must(200);
        ((int)log["total"]!).Should().Be(2);
        log["items"]!
            .AsArray()
            .Select(x => ((int)x!["status"]!, (string)x["code"]!, (string?)x["missing"], (string)x["operationId"]!))
            .Should()
            .Equal((403, "permission.missing", "users.manage", "createUser"), (404, "deal.not_found", null, "getDeal"));
        ((string)log["items"]![1]!["path"]!).Should().Be("/api/v1/deals/" + foreign);
        (await api.Get("/security-log")).Must(403);
    }

    [Fact]
    public async Task Me_lists_the_permissions_and_their_scopes_of_the_caller()
    {
        var user = (await Api.Post("/users", new { name = "Анна" })).Must(201).Id;
        var me = (await (await host.App.AsUser(Guid.Parse(user), Crm.Domain.Access.Scope.Read)).Get("/me")).Must(200);
        me["roles"]!.AsArray().Select(x => (string)x!).Should().Equal("sales-manager");
        me["permissions"]!
            .AsArray()
            .Select(x => (string)x!["name"]!)
            .Should()
            .Contain("deals.read")
            .And.NotContain("deals.write", "the key only reads");
        ((string)me["permissions"]![0]!["scopes"]!["deals"]!).Should().Be("own");
    }

    [Fact]
    public async Task Changes_of_roles_users_teams_and_keys_are_in_their_history_with_authors_and_past_states()
    {
        var role = (
            await Api.Post(
                "/roles",
                new
                {
                    code = "clerk",
                    title = new { ru = "К", en = "C" },
                    permissions = new[] { "deals.read" },
                    scopes = new { deals = "own" },
                }
            )
        ).Must(201);
        var then = (string)role["recordedAt"]!;
        host.App.Clock.Advance(TimeSpan.FromMinutes(5));
        (
            await Api.Patch(
                "/roles/" + role.Id,
                new { permissions = new[] { "deals.read", "reports.read" }, scopes = new { deals = "all" } }
            )
        ).Must(200);
        var history = (await Api.Get($"/roles/{role.Id}/history")).Must(200)["items"]!.AsArray();
        history.Select(x => (string)x!["type"]!).Should().Equal("role_defined", "role_changed");
        history[1]!["changes"]!
            .AsArray()
            .Select(x => (string)x!["field"]!)
            .Should()
            .BeEquivalentTo("permissions", "scopes.deals");
        ((string)history[1]!["actor"]!["kind"]!).Should().Be("key");
        ((string)history[1]!["command"]!).Should().Be("updateRole");
        ((string)(await Api.Get($"/roles/{role.Id}?asOf={Uri.EscapeDataString(then)}")).Must(200)["scopes"]!["deals"]!)
            .Should()
            .Be("own");
        (await Api.Get($"/roles/{role.Id}?asOf=2020-01-01T00:00:00Z")).Must(404);

        var key = (await Api.Post("/api-keys", new { name = "k", scopes = new[] { "read" } })).Must(201);
        (await Api.Get("/api-keys/" + key.Id)).Must(200)["lastUsedAt"].Should().BeNull();
        var bearer = ("Authorization", "Bearer " + (string)key["secret"]!);
        (await host.App.Anonymous().Get("/me", bearer)).Must(200);
        (await Api.Get("/api-keys/" + key.Id)).Must(200)["lastUsedAt"].Should().NotBeNull();
        (await Api.Post($"/api-keys/{key.Id}/revoke")).Must(200);
        var keys = (await Api.Get($"/api-keys/{key.Id}/history")).Must(200);
        keys["items"]!.AsArray().Select(x => (string)x!["type"]!).Should().Equal("api_key_made", "api_key_revoked");
        keys.Text.Should().NotContain((string)key["secret"]!).And.NotContain("secretHash");

        var user = (await Api.Post("/users", new { name = "Анна" })).Must(201).Id;
        (await Api.Patch("/users/" + user, new { name = "Анна Иванова", active = false })).Must(200);
        (await Api.Get($"/users/{user}/history?limit=2")).Must(200)["nextCursor"].Should().NotBeNull();
        (await Api.Get($"/users/{user}/history")).Must(200)["items"]!
            .AsArray()
            .Select(x => (string)x!["type"]!)
            .Should()
            .Equal("user_added", "user_roles_changed", "user_renamed", "user_deactivated");
    }
}
