using System.Text.Json.Nodes;
using Crm.Api.Tests.Assignments;
using Crm.Api.Tests.DealKinds;
using Crm.Api.Timers;

namespace Crm.Api.Tests.Tasks;

/// <summary>Stage tasks are postponed, and accepted where they are open to a role.</summary>
public sealed class StageTaskStepsTests(Office office) : IClassFixture<Office>
{
    [Fact]
    public async Task Postponing_is_an_event_with_a_reason_and_the_first_due_date_stays_visible()
    {
        var sale = await Sale.Open(office.Anna.Api);
        var task = $"{sale.Path}/tasks/{await sale.Task()}";
        var before = (await office.Anna.Api.Get(task)).Must(200);
        ((string)before["firstDueAt"]!, (int)before["postponed"]!).Should().Be(((string)before["dueAt"]!, 0));
        (await office.Anna.Api.Post(task + "/postpone", new { dueOn = "2027-02-01" })).Must(422);
        var moved = new { dueOn = "2027-02-01", reason = "Клиент в отпуске" };
        (await office.Stranger.Api.Post(task + "/postpone", moved)).Must(404);
        (await office.Anna.Api.Post(task + "/postpone", moved)).Must(200);
        (await office.Anna.Api.Post(task + "/postpone", moved)).Must(200);
        var after = (await office.Anna.Api.Get(task)).Must(200);
        ((string)after["dueAt"]!, (string)after["firstDueAt"]!, (int)after["postponed"]!)
            .Should()
            .Be(("2027-02-01T20:59:59Z", (string)before["dueAt"]!, 1), "repeating changes nothing");
        var noted = (await office.Anna.Api.Get(sale.Path + "/history?type=stage_task_postponed"))["items"]!
            .AsArray()
            .Should()
            .ContainSingle()
            .Which!;
        ((string)noted["comment"]!, (string)noted["actor"]!["name"]!).Should().Be(("Клиент в отпуске", "Анна"));
        ((string)(await office.Anna.Api.Get(sale.Path))["openTasks"]![0]!["dueAt"]!)
            .Should()
            .Be("2027-02-01T20:59:59Z");
        var past = (
            await office.Anna.Api.Post(task + "/postpone", new { dueAt = "2020-01-01T00:00:00Z", reason = "Раньше" })
        ).Must(422);
        ((string)past["errors"]![0]!["code"]!).Should().Be("due.past");
    }

    [Fact]
    public async Task A_postponed_task_becomes_overdue_by_its_new_date()
    {
        var sale = await Sale.Open(office.Anna.Api);
        var due = office.In(TimeSpan.FromDays(10));
        (
            await office.Anna.Api.Post(
                $"{sale.Path}/tasks/{await sale.Task()}/postpone",
                new { dueAt = due, reason = "Ждём" }
            )
        ).Must(200);
        office.App.Clock.Advance(TimeSpan.FromDays(5));
        await office.App.Ring(new SweepDueDates());
        (await Overdue(sale)).Should().BeEmpty();
        office.App.Clock.Advance(TimeSpan.FromDays(6));
        await office.App.Ring(new SweepDueDates());
        (await Overdue(sale)).Should().Equal(due);
    }

    [Fact]
    public async Task A_member_of_the_role_takes_the_task_on_and_sees_the_deal_while_it_is_open()
    {
        var deal = await Opened("accountant");
        var accept = $"/deals/{deal.Id}/tasks/{deal.TaskId("check")}/accept";
        (await office.Stranger.Api.Post(accept)).Must(404);
        var foreign = (await office.Anna.Api.Post(accept)).Must(403);
        (foreign.Code, (string)foreign["missing"]!).Should().Be(("task.role_missing", "accountant"));
        var seller = await Opened("sales-manager");
        var path = $"/deals/{seller.Id}/tasks/{seller.TaskId("check")}";
        (await office.Stranger.Api.Get("/deals/" + seller.Id)).Must(404);
        var answers = await Task.WhenAll(
            office.Stranger.Api.Post(path + "/accept"),
            office.Boris.Api.Post(path + "/accept")
        );
        answers.Select(answer => answer.Status).Order().Should().Equal(200, 409);
        answers.Single(answer => answer.Status == 409).Code.Should().Be("task.taken");
        var (winner, id) =
            answers[0].Status == 200 ? (office.Stranger, office.Stranger.Id) : (office.Boris, office.Boris.Id);
        var task = (await winner.Api.Get(path)).Must(200);
        ((string)task["assignee"]!["id"]!, task["assigneeRole"]).Should().Be((id, null));
        (await winner.Api.Post(path + "/accept")).Must(200);
        (await InboxTests.Ids(winner, "assignee=me")).Should().Contain(path[^36..]);
    }

    [Fact]
    public async Task A_task_that_is_open_to_no_role_is_not_accepted()
    {
        var sale = await Sale.Open(office.Anna.Api);
        var task = $"{sale.Path}/tasks/{await sale.Task()}";
        var refused = (await office.Anna.Api.Post(task + "/accept")).Must(409);
        (refused.Code, (string)refused["blockers"]![0]!["actual"]!["text"]!)
            .Should()
            .Be(("task.not_offered", "assigned"));
        (await office.Anna.Api.Post($"{sale.Path}/tasks/{Guid.NewGuid()}/accept"))
            .Must(404)
            .Code.Should()
            .Be("task.not_found");
        (await office.Stranger.Api.Post(task + "/accept")).Must(404).Code.Should().Be("deal.not_found");
    }

    private async Task<Answer> Opened(string role)
    {
        var open = KindApi.Task("check");
        open["assignee"] = new JsonObject { ["kind"] = "role", ["role"] = role };
        return await office.Anna.Api.Opened(
            await office.Admin.Published(KindApi.Process(KindApi.Stage("a", open, KindApi.Task("win", "closing-gate"))))
        );
    }

    private async Task<string[]> Overdue(Sale sale) =>
        [
            .. (await office.Anna.Api.Get(sale.Path + "/history?type=stage_task_overdue")).Must(200)["items"]!
                .AsArray()
                .Select(one => (string)one!["happenedAt"]!),
        ];
}
