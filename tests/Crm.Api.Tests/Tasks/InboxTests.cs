using System.Text.Json.Nodes;
using Crm.Api.Tests.Assignments;
using Crm.Api.Tests.DealKinds;

namespace Crm.Api.Tests.Tasks;

/// <summary>Stage tasks and assignments in one list.</summary>
[Collection(OfficeCollection.Name)]
public sealed class InboxTests(Office office)
{
    [Fact]
    public async Task One_list_has_stage_tasks_and_assignments_by_due_date_with_deal_client_and_amount()
    {
        var mary = await office.Person("Мария", office.Team, "sales-manager");
        var client = (await mary.Api.Post("/clients", new { name = "Ромашка" })).Must(201).Id;
        var deal = (
            await mary.Api.Post(
                "/deals",
                new
                {
                    title = "Принтеры",
                    clientId = client,
                    expectedAmount = Sale.Rub("54000.00"),
                }
            )
        ).Must(201);
        var task = deal.TaskId("record-first-contact");
        var soon = await Office.Give(mary, mary, new { dueAt = office.In(TimeSpan.FromHours(1)), importance = "high" });
        var late = await Office.Give(office.Boris, mary, new { dueOn = "2027-05-01", dealId = (string?)null });
        var none = await Office.Give(office.Boris, mary);
        var page = await Page(mary, "assignee=me&count=true");
        page["items"]!.AsArray().Select(Id).Should().Equal(soon, task, late, none);
        ((int)page["total"]!).Should().Be(4);
        var row = page["items"]![1]!;
        (
            (string)row["type"]!,
            (string)row["title"]!,
            (string)row["status"]!,
            (string)row["state"]!,
            (string)row["code"]!
        )
            .Should()
            .Be(("stage", "Record the first contact", "open", "open", "record-first-contact"));
        ((string)row["deal"]!["number"]!, (string)row["deal"]!["title"]!, (string)row["deal"]!["amount"]!["amount"]!)
            .Should()
            .Be(((string)deal["number"]!, "Принтеры", "54000.00"));
        ((string)row["client"]!["name"]!, (string)row["assignee"]!["name"]!).Should().Be(("Ромашка", "Мария"));
        row["dueOn"]!.ToJsonString().Should().Be($"\"{((string)row["dueAt"]!)[..10]}\"");
        ((string)page["items"]![0]!["importance"]!, (string)page["items"]![2]!["author"]!["name"]!)
            .Should()
            .Be(("high", "Борис"));

        (await Ids(mary, "assignee=me&type=stage")).Should().Equal(task);
        (await Ids(mary, $"dealId={deal.Id}")).Should().Equal(task);
        (await Ids(mary, $"clientId={client}")).Should().Equal(task);
        (await Ids(mary, "assignee=me&importance=high")).Should().Equal(soon);
        (await Ids(mary, "assignee=me&dueAt.gte=2027-04-01T00:00:00Z&dueAt.lt=2027-06-01T00:00:00Z"))
            .Should()
            .Equal(late);
        (await Ids(mary, "author=me")).Should().Equal(soon);
        (await Ids(office.Head, "assignee=" + mary.Id)).Should().Equal(soon, task, late, none);
        (await Ids(office.Head, "limit=200&teamId=" + office.Team)).Should().Contain([soon, task, late, none]);
        (await mary.Api.Post($"/assignments/{soon}/complete")).Must(200);
        (await Ids(mary, "assignee=me")).Should().Equal(task, late, none);
        (await Ids(mary, "assignee=me&status=done")).Should().Equal(soon);
        (await Ids(mary, "assignee=me&status=open,done")).Should().Equal(soon, task, late, none);
        var first = await Page(mary, "assignee=me&limit=2");
        var second = await Page(mary, $"assignee=me&limit=2&cursor={first["nextCursor"]}");
        second["items"]!.AsArray().Select(Id).Should().Equal(none);
    }

    [Fact]
    public async Task A_stage_task_follows_the_manager_of_its_deal_unless_it_is_assigned()
    {
        var (mary, nick) = (await Seller("Мария"), await Seller("Николай"));
        var sale = await Sale.Open(mary.Api);
        var task = await sale.Task();
        (await office.Admin.Post(sale.Path + "/manager", new { userId = nick.Id })).Must(200);
        (await Ids(mary, "assignee=me")).Should().BeEmpty();
        (await Ids(nick, "assignee=me")).Should().Equal(task);
        (await office.Admin.Post($"{sale.Path}/tasks/{task}/reassign", new { userId = mary.Id })).Must(200);
        (await Ids(mary, "assignee=me")).Should().Equal(task);
        (await Ids(nick, "assignee=me")).Should().BeEmpty();
        (await Ids(nick, "dealId=" + sale.Id)).Should().Equal([task], "the deal is theirs");
        (await office.Admin.Post(sale.Path + "/close", new { outcome = "lost", lostReason = "price" })).Must(200);
        (await Ids(mary, "assignee=me")).Should().BeEmpty();
        ((string)(await Page(nick, $"dealId={sale.Id}&status=done"))["items"]![0]!["state"]!).Should().Be("withdrawn");
    }

    [Fact]
    public async Task What_is_open_to_a_role_is_seen_by_its_members_without_sight_of_the_deal()
    {
        var role = await Role();
        var member = await office.Person("Зоя", null, role);
        var deal = await Opened(office.Boris, role);
        var task = deal.TaskId("check");
        var assignment = await Office.GiveRole(office.Boris, role);
        (await Ids(member, "role=" + role)).Should().BeEquivalentTo(task, assignment);
        var rows = (await Page(member, "role=" + role))["items"]!.AsArray();
        rows.Select(row => (row!["deal"], (string?)row["assigneeRole"]))
            .Should()
            .AllBeEquivalentTo(((JsonNode?)null, role));
        (await Ids(office.Stranger, "role=" + role)).Should().BeEmpty();
        (await member.Api.Get("/deals/" + deal.Id)).Must(404);
        (await member.Api.Post($"/assignments/{assignment}/accept")).Must(200);
        (await Ids(member, "role=" + role)).Should().Equal(task);
        (await Ids(member, "assignee=me")).Should().Equal(assignment);
    }

    [Fact]
    public async Task Counts_are_those_of_the_list_by_day_assignee_type_and_importance()
    {
        var mary = await Seller("Мария");
        await Office.Give(mary, mary, new { dueOn = "2027-02-01", importance = "high" });
        await Office.Give(mary, mary, new { dueOn = "2027-02-01" });
        await Office.Give(mary, office.Boris, new { dueOn = "2027-02-02" });
        await Office.Give(mary, mary);
        var sale = await Sale.Open(mary.Api);
        (
            await office.Admin.Post(
                $"{sale.Path}/tasks/{await sale.Task()}/postpone",
                new { dueOn = "2027-02-02", reason = "Ждём" }
            )
        ).Must(200);
        (await Counts(mary, "")).Should().Equal(("2027-02-01", 2), ("2027-02-02", 2), (null, 1));
        (await Counts(mary, "groupBy=day&assignee=me")).Should().Equal(("2027-02-01", 2), ("2027-02-02", 1), (null, 1));
        (await Counts(mary, "groupBy=type")).Should().Equal(("assignment", 4), ("stage", 1));
        (await Counts(mary, "groupBy=importance")).Should().BeEquivalentTo([("high", 1), ("normal", 4)]);
        (await Counts(mary, "groupBy=assignee")).Should().BeEquivalentTo([(mary.Id, 4), (office.Boris.Id, 1)]);
        (await Counts(mary, "groupBy=type&overdue=true")).Should().BeEmpty();
        (await mary.Api.Get("/tasks/counts?groupBy=colour")).Must(400);
        (await mary.Api.Get("/tasks?assignee=us")).Must(400);
        (await mary.Api.Get("/tasks?sort=title")).Must(400);
    }

    [Fact]
    public async Task A_reviewer_and_an_author_find_theirs_and_what_awaits_review_is_due_by_the_review()
    {
        var (mary, nick) = (await Seller("Мария"), await Seller("Николай"));
        var id = await Office.Give(
            office.Boris,
            mary,
            new
            {
                dueOn = "2027-02-01",
                reviewerId = nick.Id,
                reviewDueAt = "2027-02-05T09:00:00Z",
            }
        );
        (await Ids(nick, "reviewer=me")).Should().Equal(id);
        (await mary.Api.Post($"/assignments/{id}/complete")).Must(200);
        var row = (await Page(nick, "reviewer=me"))["items"]![0]!;
        ((string)row["state"]!, (string)row["dueAt"]!, (string)row["status"]!)
            .Should()
            .Be(("awaitsReview", "2027-02-05T09:00:00Z", "open"));
        (await Ids(office.Boris, "author=me")).Should().Contain(id);
    }

    internal static async Task<string[]> Ids(Person person, string query) =>
        [.. (await Page(person, query))["items"]!.AsArray().Select(Id)];

    /// <summary>A deal with a task that is open to a role.</summary>
    private async Task<Answer> Opened(Person manager, string role)
    {
        var open = KindApi.Task("check");
        open["assignee"] = new JsonObject { ["kind"] = "role", ["role"] = role };
        var kind = await office.Admin.Published(
            KindApi.Process(KindApi.Stage("a", open, KindApi.Task("win", "closing-gate")))
        );
        return await manager.Api.Opened(kind);
    }

    private Task<Person> Seller(string name) => office.Person(name, null, "sales-manager");

    private async Task<string> Role()
    {
        var code = "clerk-" + Guid.NewGuid().ToString("N")[..8];
        (
            await office.Admin.Post(
                "/roles",
                new
                {
                    code,
                    title = new { ru = "Секретарь", en = "Clerk" },
                    permissions = new[] { "deals.read", "deals.write", "assignments.write" },
                    scopes = new { deals = "own", clients = "own" },
                }
            )
        ).Must(201);
        return code;
    }

    private static string Id(JsonNode? row) => (string)row!["id"]!;

    private static async Task<Answer> Page(Person person, string query) =>
        (await person.Api.Get("/tasks?" + query)).Must(200);

    private static async Task<(string? Key, int Count)[]> Counts(Person person, string query) =>
        [
            .. (await person.Api.Get("/tasks/counts?" + query)).Must(200)["items"]!
                .AsArray()
                .Select(one => ((string?)one!["key"], (int)one["count"]!)),
        ];
}
