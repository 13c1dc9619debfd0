using System.Text.Json.Nodes;
using Crm.Api.Tests.Assignments;

namespace Crm.Api.Tests.Tasks;

/// <summary>POST /tasks/batch: each item is a transaction of its own.</summary>
[Collection(OfficeCollection.Name)]
public sealed class TaskBatchTests(Office office)
{
    [Fact]
    public async Task Each_item_has_a_result_and_needs_what_the_single_call_needs()
    {
        var own = await Office.Give(office.Boris, office.Anna);
        var foreign = await Office.Give(office.Boris, office.Stranger);
        var given = await Office.Give(office.Anna, office.Stranger);
        var sale = await Sale.Open(office.Anna.Api);
        var other = await Sale.Open(office.Stranger.Api);
        var answer = await Batch(
            office.Anna,
            "complete",
            Item("assignment", own, ("result", "Готово")),
            Item("assignment", foreign),
            Item("assignment", given),
            Item("stage", await sale.Task()),
            Item("stage", await other.Task()),
            Item("stage", Guid.NewGuid().ToString()),
            Item("assignment", own, ("reason", "Лишнее"))
        );
        Results(answer)
            .Should()
            .Equal(
                (0, 200, null),
                (1, 404, "assignment.not_found"),
                (2, 403, "assignment.not_assignee"),
                (3, 409, "task.checks_unmet"),
                (4, 404, "deal.not_found"),
                (5, 404, "deal.not_found"),
                (6, 422, "validation.failed")
            );
        answer["results"]![3]!["problem"]!["blockers"]!.AsArray().Should().NotBeEmpty();
        ((string)(await office.Anna.Api.Get("/assignments/" + own))["result"]!).Should().Be("Готово");
    }

    [Fact]
    public async Task Stage_tasks_and_assignments_are_postponed_and_reassigned_together()
    {
        var assignment = await Office.Give(office.Anna, office.Anna, new { dueOn = "2027-01-10" });
        var sale = await Sale.Open(office.Anna.Api);
        var task = await sale.Task();
        Results(
                await Batch(
                    office.Anna,
                    "postpone",
                    Item("assignment", assignment, ("dueOn", "2027-03-01"), ("reason", "Ждём")),
                    Item("stage", task, ("dueOn", "2027-03-01"), ("reason", "Ждём")),
                    Item("stage", task, ("dueOn", "2027-03-02"))
                )
            )
            .Should()
            .Equal((0, 200, null), (1, 200, null), (2, 422, "validation.failed"));
        Results(
                await Batch(
                    office.Anna,
                    "reassign",
                    Item("assignment", assignment, ("userId", office.Boris.Id)),
                    Item("stage", task, ("userId", office.Boris.Id))
                )
            )
            .Should()
            .Equal((0, 200, null), (1, 200, null));
        var rows = (await office.Boris.Api.Get("/tasks?assignee=me&limit=200")).Must(200)["items"]!.AsArray();
        rows.Where(row => (string)row!["id"]! == assignment || (string)row["id"]! == task)
            .Select(row => ((string)row!["dueAt"]!, (int)row["postponed"]!))
            .Should()
            .Equal(("2027-03-01T20:59:59Z", 1), ("2027-03-01T20:59:59Z", 1));
        var open = await Office.GiveRole(office.Head, "sales-manager");
        Results(await Batch(office.Anna, "accept", Item("assignment", open), Item("assignment", assignment)))
            .Should()
            .Equal((0, 200, null), (1, 403, "assignment.not_assignee"));
    }

    [Fact]
    public async Task With_the_same_key_the_batch_is_executed_once_also_after_it_was_cut_short()
    {
        var sale = await Sale.Open(office.Anna.Api);
        var item = new { action = "complete", items = new[] { Item("stage", await sale.Task()) } };
        (await office.Anna.Api.Post("/tasks/batch", item)).Must(400).Code.Should().Be("idempotency_key.required");
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var first = (await office.Anna.Api.Post("/tasks/batch", item, key)).Must(200);
        var again = (await office.Anna.Api.Post("/tasks/batch", item, key)).Must(200);
        (again.Text, again.Headers["Idempotency-Replayed"]).Should().Be((first.Text, "true"));
        (await office.Anna.Api.Post("/tasks/batch", new { action = "accept", items = item.items }, key))
            .Must(422)
            .Code.Should()
            .Be("idempotency.key_reused");
        // The host was killed before it kept the answer of the whole: the items are known by keys of their own.
        await office.App.Execute("delete from crm.mt_doc_idempotent_answer where data->>'body' like '{\"results\"%'");
        Results((await office.Anna.Api.Post("/tasks/batch", item, key)).Must(200)).Should().Equal(Results(first));
        (await office.Anna.Api.Get(sale.Path + "/history?type=stage_task_completion_refused"))["items"]!
            .AsArray()
            .Should()
            .ContainSingle();
    }

    [Fact]
    public async Task A_batch_has_one_to_two_hundred_items_and_a_reader_changes_nothing()
    {
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var assignment = await Office.Give(office.Boris, office.Anna);
        (
            await office.Anna.Api.Post("/tasks/batch", new { action = "complete", items = Array.Empty<object>() }, key)
        ).Must(422);
        var many = Enumerable.Repeat(Item("assignment", assignment), 201).Select(one => one.DeepClone()).ToArray();
        (await office.Anna.Api.Post("/tasks/batch", new { action = "complete", items = many }, key)).Must(422);
        (await office.Anna.Api.Post("/tasks/batch", new { action = "burn", items = many[..1] }, key)).Must(422);
        var reader = new Person(
            office.Anna.Id,
            await office.App.AsUser(Guid.Parse(office.Anna.Id), Crm.Domain.Access.Scope.Read)
        );
        Results(await Batch(reader, "complete", Item("assignment", assignment)))
            .Should()
            .Equal((0, 403, "permission.missing"));
    }

    private static JsonObject Item(string type, string id, params (string Name, string Value)[] more)
    {
        var item = new JsonObject { ["type"] = type, ["id"] = id };
        foreach (var (name, value) in more)
            item[name] = value;
        return item;
    }

    private static async Task<Answer> Batch(Person person, string action, params JsonObject[] items) =>
        (await person.Api.PostOnce("/tasks/batch", new { action, items })).Must(200);

    private static (int Index, int Status, string? Code)[] Results(Answer answer) =>
        [
            .. answer["results"]!
                .AsArray()
                .Select(one => ((int)one!["index"]!, (int)one["status"]!, (string?)one["problem"]?["code"])),
        ];
}
