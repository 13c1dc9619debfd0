namespace Crm.Api.Tests.Interactions;

/// <summary>Who sees an interaction, and who changes it (docs/access.md).</summary>
[Collection(HostCollection.Name)]
public sealed class InteractionSightTests(TestHost host)
{
    [Fact]
    public async Task On_a_deal_it_is_seen_by_those_who_see_the_deal()
    {
        var (mine, other) = (await NewManager("Анна"), await NewManager("Борис"));
        var deal = (await mine.Api.Post("/deals", new { title = "Столы" })).Must(201).Id;
        var call = (await mine.Api.Post($"/deals/{deal}/interactions", Call)).Must(201).Id;

        (await mine.Api.Get("/interactions/" + call)).Must(200);
        (await Ids(mine.Api)).Should().Contain(call);
        await IsHidden(other.Api, call);

        (await mine.Api.Post($"/deals/{deal}/participants", new { userIds = new[] { other.Id } })).Must(200);
        (await other.Api.Get("/interactions/" + call)).Must(200);
        (await Ids(other.Api)).Should().Contain(call);
        (await other.Api.Patch("/interactions/" + call, new { outcome = "Участник записывает" })).Must(200);
    }

    [Fact]
    public async Task On_a_client_it_is_seen_by_those_who_see_the_client()
    {
        var (mine, other) = (await NewManager("Анна"), await NewRestricted());
        var client = (await mine.Api.Post("/clients", new { name = "ООО «Астра»" })).Must(201).Id;
        var body = new
        {
            kind = "call",
            description = "Об оплате",
            clientId = client,
        };
        var call = (await mine.Api.Post("/interactions", body)).Must(201).Id;
        (await mine.Api.Get("/interactions/" + call)).Must(200);
        await IsHidden(other.Api, call);
        (await other.Api.Post("/deals", new { title = "Стулья" })).Must(201);
        var deal = (
            await host.Api.Post(
                "/deals",
                new
                {
                    title = "Полки",
                    clientId = client,
                    managerId = other.Id,
                }
            )
        ).Must(201);
        (await other.Api.Get("/interactions/" + call)).Must(200);
        (await other.Api.Patch("/interactions/" + call, new { outcome = "Чужой" })).Must(403);
        (await other.Api.Post($"/interactions/{call}/review")).Must(200);
        (await other.Api.Post($"/interactions/{call}/link", new { dealId = deal.Id })).Must(200);
    }

    [Fact]
    public async Task On_neither_it_is_seen_by_its_author_the_colleagues_in_it_and_the_head()
    {
        var (author, colleague, other) = (
            await NewManager("Анна"),
            await NewManager("Борис"),
            await NewManager("Вера")
        );
        var body = new
        {
            kind = "meeting",
            description = "Планёрка с гостем",
            with = new object[] { new { userId = colleague.Id }, new { name = "Гость" } },
        };
        var meeting = (await author.Api.Post("/interactions", body)).Must(201).Id;
        foreach (var seeing in new[] { author, colleague })
        {
            (await seeing.Api.Get("/interactions/" + meeting)).Must(200);
            (await Ids(seeing.Api)).Should().Contain(meeting);
        }

        await IsHidden(other.Api, meeting);
        (await colleague.Api.Patch("/interactions/" + meeting, new { outcome = "Поправил" })).Must(403);
        (await host.Api.Patch("/interactions/" + meeting, new { outcome = "Администратор видит всех" })).Must(200);

        var team = (await host.Api.Post("/teams", new { name = "Продажи" })).Must(201).Id;
        (await host.Api.Patch("/users/" + author.Id, new { teamId = team })).Must(200);
        (await host.Api.Patch("/users/" + other.Id, new { teamId = team, roles = new[] { "head-of-sales" } })).Must(
            200
        );
        (await other.Api.Get("/interactions/" + meeting)).Must(200);
        (await other.Api.Post($"/interactions/{meeting}/withdraw", new { reason = "Не о деле" })).Must(200);
    }

    [Fact]
    public async Task A_foreign_deal_takes_no_interaction_and_is_not_named()
    {
        var (mine, other) = (await NewManager("Анна"), await NewManager("Борис"));
        var foreign = (await other.Api.Post("/deals", new { title = "Чужая" })).Must(201).Id;
        var call = (await mine.Api.Post("/interactions", Call)).Must(201).Id;
        (await mine.Api.Post($"/interactions/{call}/link", new { dealId = foreign }))
            .Must(404)
            .Code.Should()
            .Be("deal.not_found");
        (
            await mine.Api.Post(
                "/interactions",
                new
                {
                    kind = "call",
                    description = "На чужую",
                    dealId = foreign,
                }
            )
        ).Must(404);
        var auditor = await NewUser("Аудитор", "auditor");
        (await auditor.Api.Post("/interactions", Call)).Must(403)["missing"]!
            .ToString()
            .Should()
            .Be("interactions.write");
        (await auditor.Api.Get("/interactions/" + call)).Must(200);
    }

    private static object Call { get; } = new { kind = "call", description = "Нужны столы" };

    private static async Task IsHidden(Testing.Api reader, string interaction)
    {
        (await reader.Get("/interactions/" + interaction)).Must(404).Code.Should().Be("interaction.not_found");
        (await reader.Get($"/interactions/{interaction}/history")).Must(404);
        (await reader.Post($"/interactions/{interaction}/review")).Must(404);
        (await Ids(reader)).Should().NotContain(interaction);
    }

    private static async Task<string[]> Ids(Testing.Api reader) =>
        [
            .. (await reader.Get("/interactions?limit=200")).Must(200)["items"]!
                .AsArray()
                .Select(item => (string)item!["id"]!),
        ];

    private Task<(string Id, Testing.Api Api)> NewManager(string name) => NewUser(name, "sales-manager");

    /// <summary>A user who sees only the clients of their own deals.</summary>
    private async Task<(string Id, Testing.Api Api)> NewRestricted()
    {
        var code = "own-clients-" + Guid.NewGuid().ToString("N")[..8];
        (
            await host.Api.Post(
                "/roles",
                new
                {
                    code,
                    title = new { ru = "Свои клиенты", en = "Own clients" },
                    permissions = new[] { "deals.read", "deals.write", "clients.read", "interactions.write" },
                    scopes = new { deals = "own", clients = "own" },
                }
            )
        ).Must(201);
        return await NewUser("Глеб", code);
    }

    private async Task<(string Id, Testing.Api Api)> NewUser(string name, string role)
    {
        var id = (await host.Api.Post("/users", new { name, roles = new[] { role } })).Must(201).Id;
        return (id, await host.App.AsUser(Guid.Parse(id)));
    }
}
