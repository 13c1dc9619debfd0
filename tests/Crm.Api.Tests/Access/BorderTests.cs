namespace Crm.Api.Tests.Access;

/// <summary>A user who manages the users of a team moves nobody across its border.</summary>
[Collection(HostCollection.Name)]
public sealed class BorderTests(TestHost host)
{
    private static string Fresh => "r" + Guid.NewGuid().ToString("N")[..8];

    [Fact]
    public async Task Users_and_teams_stay_on_their_side_of_the_border()
    {
        var (own, outside) = (await Team("Наши"), await Team("Чужие"));
        var below = await Team("Ниже", own);
        var (mine, theirs) = (await User(own), await User(outside));
        var clerk = await Clerk(own);

        await Refused(clerk.Patch("/users/" + mine, new { teamId = outside }));
        await Refused(clerk.Patch("/users/" + mine, new { teamId = (string?)null }));
        await Refused(clerk.Patch("/users/" + theirs, new { teamId = own }));
        await Refused(
            clerk.Post(
                "/users",
                new
                {
                    name = "Новый",
                    roles = Array.Empty<string>(),
                    teamId = outside,
                }
            )
        );
        await Refused(clerk.Patch("/teams/" + below, new { parentId = outside }));
        await Refused(clerk.Patch("/teams/" + below, new { parentId = (string?)null }));
        await Refused(clerk.Patch("/teams/" + outside, new { parentId = own }));
        await Refused(clerk.Patch("/teams/" + own, new { parentId = outside }));
        await Refused(clerk.Post("/teams", new { name = "Новая", parentId = outside }));

        (await clerk.Patch("/users/" + mine, new { teamId = below })).Must(200);
        (await clerk.Patch("/users/" + mine, new { teamId = own })).Must(200);
        (await clerk.Patch("/users/" + theirs, new { name = "Пётр", teamId = outside })).Must(200);
        var added = (await clerk.Post("/teams", new { name = "Новая", parentId = own })).Must(201).Id;
        (await clerk.Patch("/teams/" + added, new { parentId = below })).Must(200);
        (await host.Api.Patch("/users/" + mine, new { teamId = outside })).Must(200);
    }

    private static async Task Refused(Task<Answer> answer)
    {
        var refused = (await answer).Must(403);
        (refused.Code, (string?)refused["missing"]).Should().Be(("permission.missing", "users.manage (deals: all)"));
    }

    private async Task<string> Team(string name, string? parentId = null) =>
        (await host.Api.Post("/teams", new { name, parentId })).Must(201).Id;

    private async Task<string> User(string teamId, params string[] roles) => (
            await host.Api.Post(
                "/users",
                new
                {
                    name = "Анна",
                    roles,
                    teamId,
                }
            )
        ).Must(201).Id;

    private async Task<Testing.Api> Clerk(string team)
    {
        var code = Fresh;
        (
            await host.Api.Post(
                "/roles",
                new
                {
                    code,
                    title = new { ru = "К", en = "C" },
                    permissions = new[] { "users.manage", "users.read" },
                    scopes = new { deals = "subtree" },
                }
            )
        ).Must(201);
        return await host.App.AsUser(Guid.Parse(await User(team, code)));
    }
}
