using System.Text.Json.Nodes;
using Crm.Api.Tests.Assignments;
using Crm.Api.Tests.DealKinds;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Tasks;

/// <summary>Property: after any steps of any users, the inbox of every user equals a fold of all events.</summary>
public sealed class InboxFoldTests(Office office) : IClassFixture<Office>
{
    private const int Steps = 120;
    private const int Moments = 6;
    private readonly List<string> assignments = [];
    private readonly List<string> deals = [];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_inbox_equals_a_fold_of_the_events_for_every_user(int seed)
    {
        var random = new Random(seed);
        var kind = await Kind();
        var accepted = 0;
        for (var step = 1; step <= Steps; step++)
        {
            if ((await Step(random, kind)).Status is 200 or 201)
                accepted++;
            if (step % (Steps / Moments) == 0)
                await Compare();
        }

        accepted.Should().BeGreaterThan(Steps / 3, "else hardly anything happens");
    }

    private Person[] People => [office.Head, office.Anna, office.Boris, office.Stranger, office.Accountant];

    private async Task<string> Kind()
    {
        var open = KindApi.Task("check");
        open["assignee"] = new JsonObject { ["kind"] = "role", ["role"] = "sales-manager" };
        var parallel = KindApi.Task("side");
        parallel["parallel"] = true;
        return await office.Admin.Published(
            KindApi.Process(
                KindApi.Stage("a", open, parallel),
                KindApi.Stage("b", KindApi.Task("later"), KindApi.Task("win", "closing-gate"))
            )
        );
    }

    private async Task<Answer> Step(Random random, string kind)
    {
        var (actor, other) = (Any(random, People), Any(random, People));
        var choice = random.Next(16);
        if (choice < 2 || assignments.Count == 0)
            return await Give(random, actor, other);
        if (choice < 4 || deals.Count == 0)
            return await Open(actor, kind);
        var assignment = "/assignments/" + Any(random, [.. assignments]);
        var why = new { reason = "Так вышло" };
        var due = office.In(TimeSpan.FromHours(random.Next(1, 500)));
        return choice switch
        {
            4 => await actor.Api.Post(assignment + "/accept"),
            5 => await actor.Api.Post(assignment + "/decline", why),
            6 => await actor.Api.Post(assignment + "/redirect", new { userId = other.Id }),
            7 => await actor.Api.Post(assignment + "/complete"),
            8 => await actor.Api.Post(assignment + "/return", why),
            11 => await actor.Api.Post(assignment + "/confirm"),
            9 => await actor.Api.Post(assignment + "/postpone", new { dueAt = due, reason = "Ждём" }),
            10 => await actor.Api.Post(assignment + "/cancel", why),
            _ => await OnDeal(random, other, due),
        };
    }

    private async Task<Answer> Give(Random random, Person actor, Person other)
    {
        var given = await actor.Api.Post(
            "/assignments",
            new
            {
                title = "Сделать",
                assignee = random.Next(3) == 0 ? (object)new { role = "sales-manager" } : new { userId = other.Id },
                dueAt = random.Next(3) == 0 ? null : office.In(TimeSpan.FromHours(random.Next(1, 500))),
                reviewerId = random.Next(2) == 0 ? Any(random, People).Id : null,
            }
        );
        assignments.Add(given.Must(201).Id);
        return given;
    }

    private async Task<Answer> Open(Person actor, string kind)
    {
        var manager = actor == office.Accountant ? office.Anna : actor;
        var opened = await manager.Api.Opened(kind);
        deals.Add(opened.Id);
        return opened;
    }

    /// <summary>Steps on a deal are the administrator's, but for what needs a role.</summary>
    private async Task<Answer> OnDeal(Random random, Person other, string due)
    {
        var id = Any(random, [.. deals]);
        var open = (await office.Admin.Get("/deals/" + id)).Must(200)["openTasks"]!.AsArray();
        if (open.Count == 0)
            return await office.Admin.Post($"/deals/{id}/reopen", new { reason = "Продолжаем" });
        var task = $"/deals/{id}/tasks/{Any(random, [.. open.Select(one => (string)one!["id"]!)])}";
        return random.Next(7) switch
        {
            0 => await office.Admin.PostOnce(task + "/complete", new { }),
            1 => await office.Admin.Post(task + "/reassign", new { userId = other.Id }),
            2 => await office.Admin.Post(task + "/postpone", new { dueAt = due, reason = "Ждём" }),
            3 => await office.Admin.Post(task + "/skip", new { reason = "Не нужно" }),
            4 => await other.Api.Post(task + "/accept"),
            5 => await office.Admin.Post($"/deals/{id}/manager", new { userId = other.Id }),
            _ when random.Next(3) == 0 => await office.Admin.Post(
                $"/deals/{id}/close",
                new { outcome = "lost", lostReason = "price" }
            ),
            _ => await office.Admin.Post(task + "/reassign", new { }),
        };
    }

    private async Task Compare()
    {
        var fold = new InboxFold();
        await using var session = office.App.Host.Services.GetRequiredService<IDocumentStore>().QuerySession();
        foreach (
            var one in await session
                .Events.QueryAllRawEvents()
                .OrderBy(one => one.Sequence)
                .ToListAsync(TestContext.Current.CancellationToken)
        )
            fold.Apply(one.StreamId, one.Data);
        var ids = People.ToDictionary(person => person, person => Guid.Parse(person.Id));
        foreach (var person in People)
        {
            (await All(person, "assignee=me")).Should().Equal(fold.AssignedTo(ids[person]).Select(id => id.ToString()));
            Guid[] scope =
                person == office.Head ? [ids[office.Head], ids[office.Anna], ids[office.Boris]]
                : person == office.Accountant ? [.. ids.Values]
                : [ids[person]];
            var role = person == office.Head || person == office.Accountant ? "none" : "sales-manager";
            (await All(person, "")).Should().Equal(fold.SeenBy(ids[person], scope, [role]).Select(id => id.ToString()));
        }
    }

    private static async Task<string[]> All(Person person, string query)
    {
        List<string> found = [];
        string? cursor = null;
        do
        {
            var page = (
                await person.Api.Get($"/tasks?limit=7&{query}{(cursor is null ? "" : "&cursor=" + cursor)}")
            ).Must(200);
            found.AddRange(page["items"]!.AsArray().Select(row => (string)row!["id"]!));
            cursor = (string?)page["nextCursor"];
        } while (cursor is not null);
        return [.. found];
    }

    private static T Any<T>(Random random, T[] items) => items[random.Next(items.Length)];
}
