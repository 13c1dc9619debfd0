namespace Crm.Api.Tests.Interactions;

/// <summary>Interactions on a deal, on a client, or on nothing yet (product.md, section 4).</summary>
[Collection(HostCollection.Name)]
public sealed class InteractionsTests(TestHost host)
{
    private Testing.Api Api => host.Api;

    [Fact]
    public async Task A_call_on_nothing_yet_is_placed_on_a_client_and_then_on_a_deal()
    {
        var client = await NewClient();
        var call = (await Api.Post("/interactions", Call("Спрашивают столы"))).Must(201);
        call.Headers["Location"].Should().Be($"/api/v1/interactions/{call.Id}");
        ((bool)call["awaitsReview"]!, call["client"], call["deal"]).Should().Be((true, null, null));

        var placed = (await Api.Patch($"/interactions/{call.Id}", new { clientId = client })).Must(200);
        ((string)placed["client"]!["id"]!, (string)placed["client"]!["name"]!).Should().Be((client, "ООО «Ромашка»"));

        var deal = (await Api.Post("/deals", new { title = "Столы", clientId = client })).Must(201);
        var linked = (await Api.Post($"/interactions/{call.Id}/link", new { dealId = deal.Id })).Must(200);
        ((string)linked["deal"]!["number"]!, (string)linked["deal"]!["title"]!)
            .Should()
            .Be(((string)deal["number"]!, "Столы"));
        (await OnDeal(deal.Id)).Should().Equal("Спрашивают столы");
        (await Api.Post($"/interactions/{call.Id}/link", new { dealId = deal.Id })).Must(200)["version"]!
            .GetValue<int>()
            .Should()
            .Be((int)linked["version"]!, "repeating changes nothing");
        (await Complete(deal.Id)).Must(200);
    }

    [Fact]
    public async Task A_deal_opened_from_a_call_begins_with_it_and_its_client_and_the_call_proves_the_first_task()
    {
        var client = await NewClient();
        var manager = await NewManager();
        var yesterday = host.App.Clock.GetUtcNow().AddDays(-1);
        var call = (
            await manager.Post("/interactions", Call("Нужны столы", clientId: client, occurredAt: yesterday))
        ).Must(201);

        var deal = (await manager.Post("/deals", new { title = "Столы", fromInteractionId = call.Id })).Must(201);

        ((string)deal["client"]!["id"]!).Should().Be(client);
        ((DateTimeOffset)deal["openedAt"]!).Should().BeAfter(yesterday, "the manager may not back-date");
        var recorded = (await manager.Get($"/deals/{deal.Id}/interactions")).Must(200)["items"]![0]!;
        ((string)recorded["id"]!, (DateTimeOffset)recorded["occurredAt"]!).Should().Be((call.Id, yesterday));
        ((string)(await manager.Get($"/interactions/{call.Id}")).Must(200)["deal"]!["id"]!).Should().Be(deal.Id);
        (await Complete(deal.Id)).Must(200);
        var again = (await manager.Post("/deals", new { title = "Ещё", fromInteractionId = call.Id })).Must(409);
        (again.Code, again.Blockers.Single()).Should().Be(("interaction.linked", "interaction.linked"));
        ((string)again["blockers"]![0]!["fix"]!["operationId"]!).Should().Be("unlinkInteraction");
    }

    [Fact]
    public async Task A_deal_opened_from_a_call_by_one_who_may_back_date_happens_when_the_call_took_place()
    {
        var yesterday = host.App.Clock.GetUtcNow().AddDays(-1);
        var call = (await Api.Post("/interactions", Call("Нужны стулья", occurredAt: yesterday))).Must(201);
        var body = new { title = "Стулья", fromInteractionId = call.Id };
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var deal = (await Api.Post("/deals", body, key)).Must(201);
        ((DateTimeOffset)deal["openedAt"]!).Should().Be(yesterday);
        (await Api.Post("/deals", body, key)).Must(201).Id.Should().Be(deal.Id);
    }

    [Fact]
    public async Task What_proved_a_task_stays_on_its_deal_but_its_texts_are_corrected()
    {
        var sale = await (await Sale.Open(Api)).Contacted();
        var recorded = (await Api.Get($"{sale.Path}/interactions")).Must(200)["items"]![0]!;
        var path = $"/interactions/{(string)recorded["id"]!}";
        var before = host.App.Clock.GetUtcNow();
        foreach (
            var refused in new[]
            {
                await Api.Post(path + "/unlink"),
                await Api.Post(path + "/withdraw", new { reason = "Ошибка" }),
                await Api.Patch(path, new { kind = "meeting" }),
                await Api.Patch(path, new { direction = "in" }),
                await Api.Patch(path, new { occurredAt = before.AddDays(-2) }),
            }
        )
            (refused.Must(409).Code, (string)refused["blockers"]![0]!["subject"]!.ToString()[..5])
                .Should()
                .Be(("interaction.is_evidence", "task:"));

        (await Api.Patch(path, new { description = "Позвонили, нужен счёт", outcome = "Ждут счёт" })).Must(200);

        (await OnDeal(sale.Id)).Should().Equal("Позвонили, нужен счёт");
        var then = $"?asOf={before:O}&knownAt={before:O}".Replace("+", "%2B", StringComparison.Ordinal);
        (await Api.Get($"{sale.Path}/interactions{then}")).Must(200)["items"]![0]!
            .ToJsonString()
            .Should()
            .Be(recorded.ToJsonString(), "a frozen answer keeps what was known then");
        var history = (await Api.Get(path + "/history")).Must(200)["items"]!.AsArray();
        history.Select(item => (string)item!["type"]!).Should().Equal("interaction_logged", "interaction_corrected");
        var changed = history[1]!["changes"]!.AsArray().Single(one => (string)one!["field"]! == "description")!;
        ((string)changed["before"]!, (string)changed["after"]!)
            .Should()
            .Be(("Позвонили, есть интерес", "Позвонили, нужен счёт"));
        (await Api.Get($"{sale.Path}/history"))
            .Must(200)
            .Text.Should()
            .Contain("interaction_revised", "the deal's history says that it was corrected");
    }

    [Fact]
    public async Task One_that_was_taken_off_proves_nothing_and_stays_with_the_client()
    {
        var client = await NewClient();
        var deal = (await Api.Post("/deals", new { title = "Шкафы", clientId = client })).Must(201).Id;
        var call = (await Api.Post($"/deals/{deal}/interactions", Call("Нужны шкафы"))).Must(201).Id;

        var unlinked = (await Api.Post($"/interactions/{call}/unlink", new { reason = "Другая сделка" })).Must(200);

        (unlinked["deal"], (string)unlinked["client"]!["id"]!).Should().Be((null, client));
        (await OnDeal(deal)).Should().BeEmpty();
        (await Api.Get($"/deals/{deal}/interactions/{call}")).Must(404);
        (await Complete(deal)).Must(409).Blockers.Should().Equal("interaction.missing");
        (await Api.Post($"/interactions/{call}/link", new { dealId = deal })).Must(200);
        (await OnDeal(deal)).Should().Equal("Нужны шкафы");
        (await Complete(deal)).Must(200);
    }

    [Fact]
    public async Task A_planned_meeting_proves_its_task_when_it_was_held()
    {
        var deal = (await Api.Post("/deals", new { title = "Полки" })).Must(201).Id;
        var tomorrow = host.App.Clock.GetUtcNow().AddDays(1);
        var meeting = new
        {
            kind = "meeting",
            status = "planned",
            description = "Обсудить полки",
            occurredAt = tomorrow,
            dealId = deal,
        };
        var planned = (await Api.Post("/interactions", meeting)).Must(201);
        ((string)planned["status"]!, (DateTimeOffset)planned["occurredAt"]!).Should().Be(("planned", tomorrow));
        (await Complete(deal)).Must(409).Blockers.Should().Equal("interaction.missing");

        var held = (await Api.Post($"/interactions/{planned.Id}/hold", new { outcome = "Берут" })).Must(200);

        ((string)held["status"]!, (string)held["outcome"]!).Should().Be(("held", "Берут"));
        (await Complete(deal)).Must(200);
        (
            await Api.Post(
                "/interactions",
                new
                {
                    kind = "call",
                    status = "planned",
                    description = "Когда?",
                }
            )
        ).Must(422)["errors"]![0]!["pointer"]!.ToString().Should().Be("/occurredAt");
    }

    [Fact]
    public async Task The_queue_has_what_waits_for_an_answer_now()
    {
        var client = await NewClient();
        var first = (await Api.Post("/interactions", Call("Перезвоните", clientId: client))).Must(201).Id;
        var second = (await Api.Post("/interactions", Call("И мне", clientId: client))).Must(201).Id;
        (await Waiting(client)).Should().BeEquivalentTo([first, second]);

        (await Api.Post($"/interactions/{first}/review")).Must(200);
        var at = host.App.Clock.GetUtcNow().AddSeconds(30);
        (await Api.Post($"/interactions/{second}/review-after", new { at })).Must(200);

        (await Waiting(client)).Should().BeEmpty();
        host.App.Clock.Advance(TimeSpan.FromSeconds(30));
        (await Waiting(client)).Should().Equal(second);
        at = host.App.Clock.GetUtcNow();
        var past = (await Api.Post($"/interactions/{second}/review-after", new { at })).Must(422);
        ((string)past["errors"]![0]!["code"]!).Should().Be("date.past");
    }

    [Fact]
    public async Task Lists_are_filtered_searched_counted_and_paged()
    {
        var client = await NewClient();
        var deal = (await Api.Post("/deals", new { title = "Лампы", clientId = client })).Must(201).Id;
        var now = host.App.Clock.GetUtcNow();
        (await Api.Post($"/deals/{deal}/interactions", Call("Первый разговор", occurredAt: now.AddHours(-3)))).Must(
            201
        );
        (await Api.Post("/interactions", Call("Второй разговор", clientId: client, occurredAt: now.AddHours(-1)))).Must(
            201
        );
        var third = new
        {
            kind = "email",
            direction = "out",
            description = "Письмо о лампах",
            clientId = client,
            occurredAt = now.AddHours(-2),
        };
        (await Api.Post("/interactions", third)).Must(201);

        (await Listed($"clientId={client}")).Should().Equal("Второй разговор", "Письмо о лампах", "Первый разговор");
        (await Listed($"clientId={client}&sort=occurredAt&kind=call"))
            .Should()
            .Equal("Первый разговор", "Второй разговор");
        (await Listed($"dealId={deal}")).Should().Equal("Первый разговор");
        (await Listed($"clientId={client}&direction=out")).Should().Equal("Письмо о лампах");
        (await Listed($"clientId={client}&q=ламп")).Should().Equal("Письмо о лампах");
        (await Listed($"clientId={client}&occurredAt.lt={now.AddHours(-2):yyyy-MM-ddTHH:mm:ss.ffffff}Z"))
            .Should()
            .Equal("Первый разговор");
        var page = (await Api.Get($"/interactions?clientId={client}&limit=2&count=true")).Must(200);
        ((int)page["total"]!, page["items"]!.AsArray().Count).Should().Be((3, 2));
        (await Listed($"clientId={client}&limit=2&count=true&cursor={page["nextCursor"]}"))
            .Should()
            .Equal("Первый разговор");
    }

    [Fact]
    public async Task Bad_bodies_name_their_faults_and_change_nothing()
    {
        var client = await NewClient();
        var deal = (await Api.Post("/deals", new { title = "Двери", clientId = client })).Must(201).Id;
        await Refused(
            new
            {
                kind = "call",
                description = "Чей?",
                clientId = client,
                dealId = deal,
            },
            "/clientId"
        );
        await Refused(
            new
            {
                kind = "call",
                description = "Кто?",
                clientId = Guid.NewGuid(),
            },
            "/clientId"
        );
        await Refused(
            new
            {
                kind = "call",
                description = "С кем?",
                with = new[] { new { name = "Анна", userId = Guid.NewGuid() } },
            },
            "/with/0"
        );
        await Refused(
            new
            {
                kind = "call",
                description = "С кем?",
                with = new[] { new { userId = Guid.NewGuid() } },
            },
            "/with/0/userId"
        );
        await Refused(
            new
            {
                kind = "call",
                description = "Ответ",
                replyTo = Guid.NewGuid(),
            },
            "/replyTo"
        );
        await Refused(
            new
            {
                kind = "note",
                status = "planned",
                description = "Заметка",
                occurredAt = "2030-01-01T00:00:00Z",
            },
            "/kind"
        );
        (
            await Api.Post(
                "/interactions",
                new
                {
                    kind = "call",
                    description = "Где?",
                    dealId = Guid.NewGuid(),
                }
            )
        ).Must(404).Code.Should().Be("deal.not_found");
        var id = Guid.NewGuid();
        (
            await Api.Post(
                "/interactions",
                new
                {
                    id,
                    kind = "call",
                    description = "Один",
                }
            )
        ).Must(201);
        (
            await Api.Post(
                "/interactions",
                new
                {
                    id,
                    kind = "call",
                    description = "Один",
                }
            )
        ).Must(200);
        (
            await Api.Post(
                "/interactions",
                new
                {
                    id,
                    kind = "call",
                    description = "Другой",
                }
            )
        ).Must(409).Code.Should().Be("id.taken");
        (
            await Api.Post(
                $"/deals/{deal}/interactions",
                new
                {
                    id,
                    kind = "call",
                    description = "Другой",
                }
            )
        ).Must(409).Code.Should().Be("id.taken");
        (
            await Api.Post(
                "/interactions",
                new
                {
                    id = deal,
                    kind = "call",
                    description = "Сделка?",
                }
            )
        ).Must(409).Code.Should().Be("id.taken");
        var other = (await Api.Post("/interactions", Call("Свой номер"))).Must(201).Id;
        (
            await Api.Post(
                $"/deals/{deal}/interactions",
                new
                {
                    id = other,
                    kind = "call",
                    description = "Чужой номер",
                }
            )
        ).Must(409).Code.Should().Be("id.taken");
        (await Api.Get("/interactions/" + deal)).Must(404);
        (await Listed($"clientId={client}")).Should().BeEmpty();

        async Task Refused(object body, string pointer) =>
            ((string)(await Api.Post("/interactions", body)).Must(422)["errors"]![0]!["pointer"]!).Should().Be(pointer);
    }

    [Fact]
    public async Task Two_deals_that_take_it_at_once_get_it_once()
    {
        var call = (await Api.Post("/interactions", Call("Один на двоих"))).Must(201).Id;
        var deals = new List<string>();
        for (var i = 0; i < 2; i++)
            deals.Add((await Api.Post("/deals", new { title = "Сделка" })).Must(201).Id);
        var answers = await Task.WhenAll(
            deals.Select(deal => Api.Post($"/interactions/{call}/link", new { dealId = deal }))
        );
        answers.Select(answer => answer.Status).Order().Should().Equal(200, 409);
        var on = await Task.WhenAll(deals.Select(OnDeal));
        on.Sum(list => list.Length).Should().Be(1);
    }

    private static Dictionary<string, object?> Call(
        string description,
        string? clientId = null,
        DateTimeOffset? occurredAt = null
    ) =>
        new Dictionary<string, object?>
        {
            ["kind"] = "call",
            ["direction"] = "in",
            ["description"] = description,
            ["clientId"] = clientId,
            ["occurredAt"] = occurredAt,
        }
            .Where(member => member.Value is not null)
            .ToDictionary();

    private async Task<string> NewClient() => (await Api.Post("/clients", new { name = "ООО «Ромашка»" })).Must(201).Id;

    private async Task<Testing.Api> NewManager() =>
        await host.App.AsUser(
            Guid.Parse(
                (await Api.Post("/users", new { name = "Анна", roles = new[] { "sales-manager" } })).Must(201).Id
            )
        );

    private async Task<string[]> OnDeal(string deal) => Descriptions(await Api.Get($"/deals/{deal}/interactions"));

    private async Task<string[]> Listed(string query) => Descriptions(await Api.Get("/interactions?" + query));

    private async Task<string[]> Waiting(string client) =>
        [
            .. (await Api.Get($"/interactions?awaitsReview=true&clientId={client}")).Must(200)["items"]!
                .AsArray()
                .Select(item => (string)item!["id"]!),
        ];

    private static string[] Descriptions(Answer list) =>
        [.. list.Must(200)["items"]!.AsArray().Select(item => (string)item!["description"]!)];

    private async Task<Answer> Complete(string deal)
    {
        var task = (string)(await Api.Get("/deals/" + deal)).Must(200)["openTasks"]![0]!["id"]!;
        return await Api.PostOnce($"/deals/{deal}/tasks/{task}/complete", new { });
    }
}
