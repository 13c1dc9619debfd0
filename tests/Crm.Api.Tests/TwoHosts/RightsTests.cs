using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Crm.Api.Tests.TwoHosts;

/// <summary>
/// Rights that are changed on one host apply on the other: roles and teams within 30 s, a revoked key within 60 s. The hosts share a
/// clock that the test moves.
/// </summary>
public sealed class RightsTests : IClassFixture<RightsTests.Pair>
{
    private static readonly TimeSpan OfRights = TimeSpan.FromSeconds(30),
        OfKeys = TimeSpan.FromSeconds(60);
    private readonly FakeTimeProvider clock;
    private readonly CrmApp a,
        b;
    private readonly Testing.Api admin;

    /// <summary>Expires what the hosts have cached in the tests before.</summary>
    public RightsTests(Pair hosts)
    {
        (clock, a, b, admin) = (hosts.Clock, hosts.One, hosts.Other, hosts.Admin);
        clock.Advance(OfRights);
    }

    [Fact]
    public async Task A_role_that_is_edited_here_holds_there()
    {
        var role = (
            await admin.Post(
                "/roles",
                new
                {
                    code = "desk",
                    title = new { ru = "Д", en = "D" },
                    permissions = new[] { "deals.read", "deals.write" },
                    scopes = new { deals = "own" },
                }
            )
        ).Must(201).Id;
        var user = await User("desk");
        var there = await b.AsUser(Guid.Parse(user));
        (await there.Post("/deals", new { title = "Стол" })).Must(201);
        (await admin.Patch("/roles/" + role, new { permissions = new[] { "deals.read" } })).Must(200);
        (await (await a.AsUser(Guid.Parse(user))).Post("/deals", new { title = "Стул" })).Must(403);
        clock.Advance(OfRights);
        ((string)(await there.Post("/deals", new { title = "Шкаф" })).Must(403)["missing"]!).Should().Be("deals.write");
    }

    [Fact]
    public async Task Removed_roles_and_a_deactivated_user_apply_on_the_other_host()
    {
        var user = await User("sales-manager");
        var there = await b.AsUser(Guid.Parse(user));
        (await there.Get("/deals")).Must(200);
        (await admin.Patch("/users/" + user, new { roles = Array.Empty<string>() })).Must(200);
        clock.Advance(OfRights);
        (await there.Get("/deals")).Must(403);
        (await admin.Patch("/users/" + user, new { active = false })).Must(200);
        clock.Advance(OfRights);
        (await there.Get("/me")).Must(401);
    }

    [Fact]
    public async Task A_new_participant_sees_the_deal_on_the_other_host_too()
    {
        var user = await User("sales-manager");
        var (here, there) = (await a.AsUser(Guid.Parse(user)), await b.AsUser(Guid.Parse(user)));
        (await there.Get("/deals")).Must(200)["items"]!.AsArray().Should().BeEmpty();
        async Task Joins(string title)
        {
            var deal = (await admin.Post("/deals", new { title })).Must(201).Id;
            (await admin.Post($"/deals/{deal}/participants", new { userIds = new[] { user } })).Must(200);
            (await here.Get("/deals/" + deal)).Must(200);
        }

        await Joins("Первая");
        clock.Advance(OfRights);
        (await there.Get("/deals")).Must(200)["items"]!.AsArray().Should().HaveCount(1);
        await Joins("Вторая");
        (await there.Get("/deals")).Must(200)["items"]!
            .AsArray()
            .Should()
            .HaveCount(2, "from the second deal on it holds at once");
    }

    [Fact]
    public async Task A_team_that_is_moved_takes_its_deals_along()
    {
        var top = (await admin.Post("/teams", new { name = "Верх" })).Must(201).Id;
        var below = (await admin.Post("/teams", new { name = "Низ", parentId = top })).Must(201).Id;
        var (head, manager) = (await User("head-of-sales", top), await User("sales-manager", below));
        var there = await b.AsUser(Guid.Parse(head));
        var deal =
            "/deals/"
            + (await (await a.AsUser(Guid.Parse(manager))).Post("/deals", new { title = "Стол" })).Must(201).Id;
        (await there.Get(deal)).Must(200);
        (await admin.Patch("/teams/" + below, new { parentId = (string?)null })).Must(200);
        clock.Advance(OfRights);
        (await there.Get(deal)).Must(404);
        (await there.Get("/deals")).Must(200)["items"]!.AsArray().Should().BeEmpty();
        (await admin.Patch("/users/" + manager, new { teamId = top })).Must(200);
        clock.Advance(OfRights);
        (await there.Get(deal)).Must(200);
    }

    [Fact]
    public async Task A_revoked_key_stops_working_there()
    {
        var key = (await admin.Post("/api-keys", new { name = "k", scopes = new[] { "read" } })).Must(201);
        var bearer = ("Authorization", "Bearer " + (string)key["secret"]!);
        (await b.Anonymous().Get("/me", bearer)).Must(200);
        // In constant use: a read must not extend the lifetime of a cached entry.
        clock.Advance(OfRights - TimeSpan.FromSeconds(5));
        (await b.Anonymous().Get("/me", bearer)).Must(200);
        (await admin.Post($"/api-keys/{key.Id}/revoke")).Must(200);
        (await a.Anonymous().Get("/me", bearer)).Must(401);
        for (var seconds = 0; seconds < 60; seconds += 10)
        {
            await b.Anonymous().Get("/me", bearer);
            clock.Advance(OfKeys / 6);
        }

        (await b.Anonymous().Get("/me", bearer)).Must(401);
    }

    [Fact]
    public async Task Administrators_on_two_hosts_who_demote_each_other_leave_one()
    {
        var ids = new[] { await User("administrator"), await User("administrator") };
        var apis = new[] { await a.AsUser(Guid.Parse(ids[0])), await b.AsUser(Guid.Parse(ids[1])) };
        foreach (var api in apis)
            (await api.Get("/me")).Must(200);
        for (var round = 0; round < 20; round++)
        {
            var tags = await Task.WhenAll(ids.Select(async x => (await admin.Get("/users/" + x)).ETag!));
            var answers = await Task.WhenAll(
                apis.Select(
                    (x, i) =>
                        x.Send(
                            HttpMethod.Patch,
                            "/users/" + ids[1 - i],
                            new { roles = new[] { "auditor" } },
                            [("If-Match", tags[1 - i])]
                        )
                )
            );
            answers
                .Should()
                .ContainSingle(x => x.Status == 200)
                .And.ContainSingle(x => x.Code == "administrator.last" || x.Code == "permission.missing");
            var loser = ids[1 - Array.FindIndex(answers, x => x.Status == 200)];
            (await admin.Patch("/users/" + loser, new { roles = new[] { "administrator" } })).Must(200);
            clock.Advance(OfRights);
        }
    }

    private async Task<string> User(string role, string? team = null) => (
            await admin.Post(
                "/users",
                new
                {
                    name = role,
                    roles = new[] { role },
                    teamId = team,
                }
            )
        ).Must(201).Id;

    /// <summary>
    /// Two hosts of one database under one clock, for all tests of the class: each has users, roles and deals of its own.
    /// </summary>
    public sealed class Pair : IAsyncLifetime
    {
        public FakeTimeProvider Clock { get; } =
            new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero))
            {
                AutoAdvanceAmount = TimeSpan.FromMilliseconds(1),
            };
        public CrmApp One { get; private set; } = null!;
        public CrmApp Other { get; private set; } = null!;
        public Testing.Api Admin { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            var database = await CrmApp.PreparedDatabase();
            One = await Start(database);
            Other = await Start(database);
            Admin = await One.As();
        }

        public async ValueTask DisposeAsync()
        {
            await One.DisposeAsync();
            await Other.DisposeAsync();
        }

        private Task<CrmApp> Start(string database) =>
            CrmApp.Start(
                database,
                x => x.Services.AddSingleton<TimeProvider>(new Crm.Api.RequestPipeline.MicrosecondClock(Clock)),
                ("Hosting:Alone", "false")
            );
    }
}
