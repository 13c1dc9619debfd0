namespace Crm.Api.Tests.Access;

/// <summary>The named assignee of an open task sees its deal and works on it while the task is open.</summary>
[Collection(HostCollection.Name)]
public sealed class TaskAssigneeTests(TestHost host)
{
    private Testing.Api Api => host.Api;

    [Fact]
    public async Task An_assignee_sees_the_deal_and_works_on_it_as_on_an_own_one()
    {
        var (sale, user, assignee) = await Assigned();
        (await assignee.Get(sale.Path)).Must(200);
        foreach (var part in (string[])["/tasks", "/history", "/stages", "/balance", "/payments"])
            (await assignee.Get(sale.Path + part)).Must(200);
        var number = (string)(await Api.Get(sale.Path))["number"]!;
        (await assignee.Get($"/deals?q={number}"))["items"]!.AsArray().Should().ContainSingle();
        (await assignee.Post(sale.Path + "/interactions", new { kind = "call", description = "Позвонил" })).Must(201);
        (await assignee.Patch(sale.Path, new { title = "Уточнено" }, (await assignee.Get(sale.Path)).ETag)).Must(200);
        (
            await assignee.Post(
                sale.Path + "/orders",
                new
                {
                    lines = new[]
                    {
                        new
                        {
                            name = "Стол",
                            quantity = 1,
                            price = Sale.Rub("100.00"),
                        },
                    },
                }
            )
        ).Must(201);
        var discounted = new
        {
            lines = new[]
            {
                new
                {
                    name = "Стол",
                    quantity = 1,
                    price = Sale.Rub("100.00"),
                    discountPercent = 50,
                },
            },
        };
        (await assignee.Post(sale.Path + "/orders", discounted))
            .Must(409)
            .Code.Should()
            .Be("discount.approval_required", "the limit is that of own deals");

        foreach (
            var (path, body) in new (string, object)[]
            {
                ("/manager", new { userId = user }),
                ("/participants", new { userIds = new[] { user } }),
                ("/close", new { outcome = "lost", lostReason = "price" }),
                ("/reopen", new { reason = "Рано" }),
            }
        )
            ((string)(await assignee.Post(sale.Path + path, body)).Must(403)["missing"]!).Should().Be("deals.write");
    }

    [Fact]
    public async Task The_answer_that_completes_the_last_task_shows_the_deal_which_is_gone_then()
    {
        var (sale, _, assignee) = await Assigned();
        (await assignee.Post(sale.Path + "/interactions", new { kind = "call", description = "Позвонил" })).Must(201);
        var completed = (await assignee.PostOnce($"{sale.Path}/tasks/{await sale.Task()}/complete", new { })).Must(200);
        ((string)completed["stage"]!["code"]!).Should().Be("qualification");
        (await assignee.Get(sale.Path)).Must(404);
        var number = (string)(await Api.Get(sale.Path))["number"]!;
        (await assignee.Get($"/deals?q={number}"))["items"]!.AsArray().Should().BeEmpty();
    }

    [Fact]
    public async Task A_task_that_goes_back_to_the_manager_is_no_sight_any_more()
    {
        var (sale, _, assignee) = await Assigned();
        (
            await Api.Post(
                $"{sale.Path}/tasks/{await sale.Task()}/reassign",
                new { userId = (string?)null, reason = "Вернули" }
            )
        ).Must(200);
        (await assignee.Get(sale.Path)).Must(404);
    }

    /// <summary>A deal of the developer whose open task belongs to a sales manager with own deals only.</summary>
    private async Task<(Sale Sale, string User, Testing.Api Assignee)> Assigned()
    {
        var user = (await Api.Post("/users", new { name = "Коллега", roles = new[] { "sales-manager" } })).Must(201).Id;
        var assignee = await host.App.AsUser(Guid.Parse(user));
        var sale = await Sale.Open(Api);
        (await assignee.Get(sale.Path)).Must(404);
        (
            await Api.Post($"{sale.Path}/tasks/{await sale.Task()}/reassign", new { userId = user, reason = "Помоги" })
        ).Must(200);
        return (sale, user, assignee);
    }
}
