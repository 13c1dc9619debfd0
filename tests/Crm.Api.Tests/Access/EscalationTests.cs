namespace Crm.Api.Tests.Access;

/// <summary>A user who may manage users and keys is no administrator: rights they lack they can neither take nor grant.</summary>
public sealed class EscalationTests(EscalationTests.Office office) : IClassFixture<EscalationTests.Office>
{
    /// <summary>A clerk who manages users and keys and reads, and a director with more rights.</summary>
    public sealed class Office : IAsyncLifetime
    {
        public CrmApp App { get; private set; } = null!;
        public Testing.Api Admin { get; private set; } = null!;
        public Testing.Api Clerk { get; private set; } = null!;
        public string Me { get; private set; } = "";
        public string Director { get; private set; } = "";
        public string Role { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            App = await CrmApp.Start(settings: ("SecurityLog:RowsPerMinute", "1000"));
            Admin = await App.As();
            Role = (
                await Admin.Post(
                    "/roles",
                    Body("clerk", "team", "users.manage", "users.read", "keys.manage", "deals.read")
                )
            )
                .Must(201)
                .Id;
            (await Admin.Post("/roles", Body("reader", "own", "deals.read"))).Must(201);
            Me = (await Admin.Post("/users", new { name = "Клерк", roles = new[] { "clerk" } })).Must(201).Id;
            Director = (await Admin.Post("/users", new { name = "Директор", roles = new[] { "director" } }))
                .Must(201)
                .Id;
            Clerk = await App.AsUser(Guid.Parse(Me));
        }

        public async ValueTask DisposeAsync() => await App.DisposeAsync();
    }

    [Fact]
    public async Task A_key_has_no_more_rights_than_its_creator()
    {
        foreach (var scopes in new[] { new[] { "admin" }, ["read", "write", "admin"], ["read", "write"], ["read"] })
            Refused(await office.Clerk.Post("/api-keys", new { name = "k", scopes }), "clients.read");
        var own = (
            await office.Clerk.Post(
                "/api-keys",
                new
                {
                    name = "k",
                    scopes = new[] { "read", "admin" },
                    userId = office.Me,
                }
            )
        ).Must(201);
        (await office.Clerk.Post($"/api-keys/{own.Id}/revoke")).Must(200);
        (await office.Admin.Post("/api-keys", new { name = "k", scopes = new[] { "admin" } })).Must(201);
    }

    [Fact]
    public async Task A_key_of_a_user_with_more_rights_is_neither_created_nor_revoked()
    {
        Refused(
            await office.Clerk.Post(
                "/api-keys",
                new
                {
                    name = "k",
                    scopes = new[] { "read" },
                    userId = office.Director,
                }
            ),
            "cost.see"
        );
        var key = (
            await office.Admin.Post(
                "/api-keys",
                new
                {
                    name = "k",
                    scopes = new[] { "read" },
                    userId = office.Director,
                }
            )
        ).Must(201);
        Refused(await office.Clerk.Post($"/api-keys/{key.Id}/revoke"), "cost.see");
        (await office.Clerk.Get("/api-keys/" + key.Id)).Must(200)["revokedAt"].Should().BeNull();
        (await office.Admin.Post($"/api-keys/{key.Id}/revoke")).Must(200);
    }

    [Fact]
    public async Task Roles_are_granted_within_the_rights_of_the_caller()
    {
        Refused(
            await office.Clerk.Post("/users", new { name = "А", roles = new[] { "administrator" } }),
            "projections.rebuild"
        );
        Refused(await office.Clerk.Post("/users", new { name = "А" }), "deals.write"); // A sales manager, when no role is named.
        Refused(
            await office.Clerk.Patch("/users/" + office.Me, new { roles = new[] { "clerk", "auditor" } }),
            "deals.read (deals: all)"
        );
        var below = (await office.Clerk.Post("/users", new { name = "А", roles = new[] { "reader" } })).Must(201).Id;
        (await office.Clerk.Patch("/users/" + below, new { roles = new[] { "clerk" }, name = "Б" })).Must(200);
        Refused(
            await office.Clerk.Patch("/users/" + below, new { roles = new[] { "clerk", "director" } }),
            "debt.waive"
        );
    }

    [Fact]
    public async Task A_user_with_more_rights_is_not_edited()
    {
        foreach (
            var edit in new object[]
            {
                new { roles = new[] { "reader" } },
                new { active = false },
                new { name = "Никто" },
                new { teamId = (string?)null },
            }
        )
            Refused(await office.Clerk.Patch("/users/" + office.Director, edit), "cost.see");
        (await office.Admin.Get("/users/" + office.Director)).Must(200)["active"]!.GetValue<bool>().Should().BeTrue();
    }

    [Fact]
    public async Task A_role_grants_no_more_than_the_user_who_defines_or_edits_it_has()
    {
        Refused(await office.Clerk.Post("/roles", Body("mine", "team", "deals.read", "backdate")), "backdate");
        Refused(await office.Clerk.Post("/roles", Body("mine", "all", "deals.read")), "deals.read (deals: all)");
        Refused(
            await office.Clerk.Patch(
                "/roles/" + office.Role,
                new { permissions = new[] { "users.manage", "settings.manage" } }
            ),
            "settings.manage"
        );
        Refused(
            await office.Clerk.Patch("/roles/" + office.Role, new { scopes = new { deals = "all" } }),
            "(deals: all)"
        );
        var role = (await office.Clerk.Post("/roles", Body("lesser", "own", "deals.read"))).Must(201).Id;
        (await office.Clerk.Patch("/roles/" + role, new { scopes = new { deals = "team", clients = "own" } })).Must(
            200
        );
    }

    [Fact]
    public async Task A_refusal_is_in_the_security_log_with_what_was_missing()
    {
        Refused(await office.Clerk.Post("/roles", Body("logged", "own", "deals.read", "task.skip")), "task.skip");
        var log = (
            await office.Admin.Get($"/security-log?operationId=createRole&actor=user:{office.Me}&limit=200")
        ).Must(200)["items"]!.AsArray();
        log.Select(x => (string?)x!["missing"]).Should().Contain("task.skip");
    }

    private static void Refused(Answer answer, string missing)
    {
        answer.Must(403).Code.Should().Be("permission.missing");
        ((string)answer["missing"]!).Should().Contain(missing);
        ((string)answer["detail"]!).Should().Contain(missing);
    }

    private static object Body(string code, string deals, params string[] permissions) =>
        new
        {
            code,
            title = new { ru = code, en = code },
            permissions,
            scopes = new { deals, clients = "own" },
        };
}
