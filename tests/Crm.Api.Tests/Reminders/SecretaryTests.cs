namespace Crm.Api.Tests.Reminders;

/// <summary>
/// The secretary could not reach the manager: the call, the task to call back, the reminder two days later, and the deal that comes of it.
/// </summary>
public sealed class SecretaryTests(ReminderHost host) : IClassFixture<ReminderHost>
{
    [Fact]
    public async Task A_call_for_an_absent_manager_becomes_a_deal_whose_first_task_it_proves()
    {
        var (secretary, manager) = (await host.User(), await host.User());
        var client = (await secretary.Api.Post("/clients", new { name = "ООО «Ромашка»" })).Must(201).Id;

        var call = (
            await secretary.Api.Post(
                "/interactions",
                new
                {
                    kind = "call",
                    direction = "in",
                    description = "Спрашивали принтеры, просили перезвонить",
                    clientId = client,
                    with = new object[] { new { userId = manager.Id } },
                }
            )
        ).Must(201).Id;
        var task = (
            await secretary.Api.Post(
                "/assignments",
                new
                {
                    title = "Перезвонить в ООО «Ромашка»",
                    assignee = new { userId = manager.Id },
                    interactionId = call,
                    importance = "high",
                }
            )
        ).Must(201);
        ((string)task["interactionId"]!, (string)task["client"]!["id"]!).Should().Be((call, client));
        var inbox = (await manager.Api.Get("/tasks?assignee=me")).Must(200)["items"]!.AsArray();
        inbox.Select(item => (string)item!["id"]!).Should().Equal(task.Id);

        await ReminderHost.In(manager.Api, "P2D");
        (await Due(manager.Api)).Should().BeEmpty();
        await host.Pass(TimeSpan.FromDays(2));
        (await Due(manager.Api)).Should().ContainSingle("the reminder fires on the server, two days later");

        (await manager.Api.Get("/interactions/" + call)).Must(200);
        var deal = (
            await manager.Api.Post("/deals", new { title = "Принтеры для бухгалтерии", fromInteractionId = call })
        ).Must(201);
        ((string)deal["client"]!["id"]!).Should().Be(client);
        (
            await manager.Api.PostOnce(
                $"/deals/{deal.Id}/tasks/{(string)deal["openTasks"]![0]!["id"]!}/complete",
                new { }
            )
        ).Must(200);
        (await manager.Api.Post($"/assignments/{task.Id}/complete", new { result = "Завели сделку" })).Must(200);
    }

    [Fact]
    public async Task An_assignment_follows_only_from_an_interaction_that_its_author_sees()
    {
        var (author, other) = (await host.User(), await host.User());
        var call = (await other.Api.Post("/interactions", new { kind = "call", description = "Не о вас" }))
            .Must(201)
            .Id;
        var refused = (
            await author.Api.Post(
                "/assignments",
                new
                {
                    title = "Перезвонить",
                    assignee = new { userId = author.Id },
                    interactionId = call,
                }
            )
        ).Must(422);
        ((string)refused["errors"]![0]!["pointer"]!, (string)refused["errors"]![0]!["code"]!)
            .Should()
            .Be(("/interactionId", "interaction.not_found"));
    }

    private static async Task<string[]> Due(Testing.Api api) =>
        [.. (await api.Get("/reminders/due")).Must(200)["items"]!.AsArray().Select(item => (string)item!["id"]!)];
}
