namespace Crm.Api.Tests.Access;

/// <summary>Two actions that are allowed one after the other, but not both: sent at the same moment, only one succeeds.</summary>
[Collection(HostCollection.Name)]
public sealed class AtOnceTests(TestHost host)
{
    private const int Rounds = 25;

    [Fact]
    public async Task Two_administrators_who_demote_each_other_leave_one()
    {
        await using var app = await CrmApp.Start();
        var api = await app.As();
        var ids = new[] { await Administrator(api, "Первый"), await Administrator(api, "Второй") };
        var apis = new[] { await app.AsUser(Guid.Parse(ids[0])), await app.AsUser(Guid.Parse(ids[1])) };
        for (var round = 0; round < Rounds; round++)
        {
            var tags = await Task.WhenAll(ids.Select(async x => (await api.Get("/users/" + x)).ETag!));
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
            var won = OneOf(answers, "administrator.last", "permission.missing");
            (await api.Patch("/users/" + ids[1 - won], new { roles = new[] { "administrator" } })).Must(200);
        }
    }

    [Fact]
    public async Task Two_teams_that_are_moved_under_each_other_stay_a_tree()
    {
        var api = host.Api;
        var ids = new[]
        {
            (await api.Post("/teams", new { name = "А" })).Must(201).Id,
            (await api.Post("/teams", new { name = "Б" })).Must(201).Id,
        };
        for (var round = 0; round < Rounds; round++)
        {
            var tags = await Task.WhenAll(ids.Select(async x => (await api.Get("/teams/" + x)).ETag!));
            var answers = await Task.WhenAll(
                ids.Select(
                    (x, i) =>
                        api.Send(
                            HttpMethod.Patch,
                            "/teams/" + x,
                            new { parentId = ids[1 - i] },
                            [("If-Match", tags[i])]
                        )
                )
            );
            var won = OneOf(answers, "team.cycle");
            (await api.Patch("/teams/" + ids[won], new { parentId = (string?)null })).Must(200);
        }
    }

    /// <summary>The index of the request that succeeded.</summary>
    private static int OneOf(Answer[] answers, params string[] codes)
    {
        answers
            .Select(x => x.Status)
            .Should()
            .ContainSingle(
                x => x == 200,
                "one of two, not {0}",
                string.Join(" and ", answers.Select(x => $"{x.Status} {x.Code}"))
            );
        codes.Should().Contain(answers.Single(x => x.Status != 200).Code);
        return Array.FindIndex(answers, x => x.Status == 200);
    }

    private static async Task<string> Administrator(Testing.Api api, string name) =>
        (await api.Post("/users", new { name, roles = new[] { "administrator" } })).Must(201).Id;
}
