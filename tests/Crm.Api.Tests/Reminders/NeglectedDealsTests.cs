namespace Crm.Api.Tests.Reminders;

/// <summary>A deal is neglected when nothing is due today or later: no task, assignment, reminder or planned interaction.</summary>
public sealed class NeglectedDealsTests(ReminderHost host) : IClassFixture<ReminderHost>
{
    [Fact]
    public async Task Whatever_is_due_today_or_later_keeps_a_deal_from_being_neglected()
    {
        var (id, manager) = await host.User();
        async Task<string> Deal() =>
            (await manager.Post("/deals", new { title = "Столы", kind = "manual-sale" })).Must(201).Id;
        var (bare, assigned, reminded, planned, done) = (
            await Deal(),
            await Deal(),
            await Deal(),
            await Deal(),
            await Deal()
        );
        var guided = (await manager.Post("/deals", new { title = "С задачей" })).Must(201).Id;
        var today = DateOnly.FromDateTime(host.Now.AddHours(3).Date);
        foreach (var deal in new[] { assigned, done })
            (
                await manager.Post(
                    "/assignments",
                    new
                    {
                        title = "Перезвонить",
                        assignee = new { userId = id },
                        dealId = deal,
                        dueOn = today.ToString("yyyy-MM-dd", null),
                    }
                )
            ).Must(201);
        var ended = (await manager.Get($"/tasks?dealId={done}")).Must(200)["items"]![0]!["id"]!;
        (await manager.Post($"/assignments/{ended}/complete", new { result = "Дозвонились" })).Must(200);
        (
            await manager.Post(
                "/reminders",
                new
                {
                    text = "Перезвонить",
                    after = "P1D",
                    dealId = reminded,
                }
            )
        ).Must(201);
        (
            await manager.Post(
                "/interactions",
                new
                {
                    kind = "meeting",
                    status = "planned",
                    description = "Встреча",
                    occurredAt = host.Now.AddHours(1),
                    dealId = planned,
                }
            )
        ).Must(201);

        (await Deals(manager, "neglected=true")).Should().BeEquivalentTo([bare, done]);
        (await Deals(manager, "neglected=false")).Should().BeEquivalentTo([assigned, reminded, planned, guided]);

        await host.Pass(TimeSpan.FromDays(30));
        (await Deals(manager, "neglected=true"))
            .Should()
            .BeEquivalentTo([bare, done, assigned, reminded, planned, guided], "all of it is overdue by now");
        (await manager.Post($"/deals/{bare}/close", new { outcome = "lost", lostReason = "price" })).Must(200);
        (await Deals(manager, "neglected=true")).Should().NotContain(bare, "it is closed");
        (await manager.Get("/deals?neglected=perhaps")).Must(400);
    }

    private static async Task<string[]> Deals(Testing.Api api, string query) =>
        [.. (await api.Get("/deals?" + query)).Must(200)["items"]!.AsArray().Select(item => (string)item!["id"]!)];
}
