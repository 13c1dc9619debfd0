namespace Crm.Api.Tests.Access;

/// <summary>
/// A user with a limited scope gets pages as a merge of several scans (one for each visible manager, one for the deals they take part
/// in): the pages must equal those of a user who sees everything, without what is out of scope, in every order and at every cut.
/// </summary>
[Collection(CompanyCollection.Name)]
public sealed class VisiblePagesTests(Company company)
{
    [Theory]
    [InlineData(3)]
    [InlineData(17)]
    public async Task Pages_of_a_team_are_those_of_everybody_without_the_rest(int people)
    {
        var team = (await company.Admin.Post("/teams", new { name = "Отдел " + people })).Must(201).Id;
        var members = new List<string>();
        for (var i = 0; i < people; i++)
            members.Add(await company.User("Член " + i, team, "sales-manager"));
        var head = await company.User("Глава", team, "head-of-sales");
        var stranger = await company.User("Чужой", null, "sales-manager");
        var seen = new HashSet<string>();
        var led = new HashSet<string>();
        var random = new Random(people);
        for (var i = 0; i < 40; i++)
        {
            var manager = random.Next(4) switch
            {
                0 => stranger,
                1 => null,
                _ => members[random.Next(people)],
            };
            var helpers = random.Next(3) switch
            {
                0 => new[] { head },
                1 => [head, stranger],
                _ => [],
            };
            var amount = Sale.Rub(random.Next(1, 6) + "00.00");
            var deal = (
                await company.Admin.Post(
                    "/deals",
                    manager is null
                        ? new { title = "Страница " + i, expectedAmount = amount }
                        : new
                        {
                            title = "Страница " + i,
                            expectedAmount = amount,
                            managerId = manager,
                        }
                )
            ).Must(201).Id;
            if (helpers.Length > 0)
                (await company.Admin.Post($"/deals/{deal}/participants", new { userIds = helpers })).Must(200);
            if (manager is not null && members.Contains(manager))
                led.Add(deal);
            if (helpers.Length > 0 || (manager is not null && members.Contains(manager)))
                seen.Add(deal);
        }

        var his = await company.App.AsUser(Guid.Parse(head));
        foreach (
            var query in (string[])
                [
                    "sort=-openedAt",
                    "sort=openedAt",
                    "sort=-updatedAt",
                    "sort=number",
                    "sort=-expectedAmount,openedAt&currency=RUB",
                    "q=страница",
                    "status=open&sort=-expectedAmount,number&currency=RUB&expectedAmount.gte=200",
                ]
        )
        {
            var all = await Pages(company.Admin, query, 200);
            var expected = all.Where(seen.Contains).ToArray();
            expected.Should().NotBeEmpty(query);
            foreach (var limit in (int[])[1, 7, 200])
                (await Pages(his, query, limit)).Should().Equal(expected, $"{query}, {limit} at a time");
            // Selected by name, one of them twice.
            (await Pages(company.Admin, $"{query}&managerId={string.Join(',', members)},{members[0]}", 7))
                .Should()
                .Equal(all.Where(led.Contains), query);
            (await Pages(his, $"{query}&managerId={string.Join(',', members)}", 7))
                .Should()
                .Equal(all.Where(led.Contains), query);
            ((int)(await his.Get($"/deals?count=true&{query}")).Must(200)["total"]!)
                .Should()
                .Be(expected.Length, query);
        }
    }

    [Fact]
    public async Task Without_permission_to_read_deals_none_are_shown_behind_the_numbers()
    {
        (
            await company.Admin.Post(
                "/roles",
                new
                {
                    code = "counter",
                    title = new { ru = "Счёт", en = "Counter" },
                    permissions = new[] { "reports.read", "clients.read" },
                    scopes = new { deals = "all", clients = "all" },
                }
            )
        ).Must(201);
        var counter = await company.User("Счётчик", null, "counter");
        var deal = company.OtherTeam["dealId"];
        var position = (
            await company.Admin.Post(
                $"/deals/{deal}/participants",
                new { userIds = new[] { company.UserOf("director") } }
            )
        )
            .Must(200)
            .Position;
        var funnel = (
            await (await company.App.AsUser(Guid.Parse(counter))).Get(
                "/reports/sales-funnel",
                ("Crm-Min-Position", position.ToString(System.Globalization.CultureInfo.InvariantCulture))
            )
        ).Must(200);
        ((int)funnel["open"]!["count"]!).Should().Be(0);
    }

    private static async Task<List<string>> Pages(Testing.Api api, string query, int limit)
    {
        List<string> ids = [];
        string? cursor = null;
        do
        {
            var page = (
                await api.Get(
                    $"/deals?limit={limit}&{query}" + (cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor))
                )
            ).Must(200);
            ids.AddRange(page["items"]!.AsArray().Select(x => (string)x!["id"]!));
            cursor = (string?)page["nextCursor"];
        } while (cursor is not null);
        return ids;
    }
}
