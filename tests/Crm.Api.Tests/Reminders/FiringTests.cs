using Crm.Projections.ReadModels.Reminders;
using Microsoft.Extensions.DependencyInjection;
using static Crm.Api.Tests.Reminders.ReminderHost;

namespace Crm.Api.Tests.Reminders;

/// <summary>The sweep settles what is due: each occurrence once, and nothing holds another up.</summary>
public sealed class FiringTests(ReminderHost host) : IClassFixture<ReminderHost>
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task A_reminder_fires_once_at_its_time()
    {
        var (_, api) = await host.User();
        var reminder = await In(api, "PT1H");
        await host.Pass(Hour / 2);
        ((string)(await api.Get(reminder))["status"]!).Should().Be("scheduled");
        await host.Pass(Hour);
        await host.Pass(Hour);
        var due = await api.Get(reminder);
        ((string)due["status"]!, (int)due["firing"]!["occurrences"]!, (string?)due["nextAt"])
            .Should()
            .Be(("due", 1, null));
        (await EventsOf(api, reminder)).Should().Equal("reminder_fired");
        var fired = (await api.Get(reminder + "/history"))["items"]![1]!;
        ((string)fired["actor"]!["kind"]!).Should().Be("server");
        (await api.Get("/reminders?userId=me&status=due"))["items"]!.AsArray().Should().ContainSingle();
    }

    [Fact]
    public async Task A_clock_that_goes_back_fires_nothing_again()
    {
        await using var app = await CrmApp.Start();
        var (api, user) = (await app.As(), "");
        user = (await api.Post("/users", new { name = "А", roles = new[] { "sales-manager" } })).Must(201).Id;
        var own = await app.AsUser(Guid.Parse(user));
        var start = app.Clock.GetUtcNow();
        var reminder = await Set(
            own,
            new
            {
                text = "А",
                at = Text(start.AddHours(1)),
                repeat = "FREQ=DAILY",
            }
        );
        app.Clock.Advance(TimeSpan.FromDays(2));
        await Sweep(app);
        var database = app.ConnectionString;
        // A clock of tests cannot go back: another host begins at the same instant as the first one did.
        await using var back = await CrmApp.Start(database);
        await Sweep(back);
        (await EventsOf(own, reminder)).Should().Equal("reminder_fired");
        back.Clock.Advance(TimeSpan.FromDays(2) + Hour);
        await Sweep(back);
        (await EventsOf(own, reminder)).Should().Equal("reminder_fired", "reminder_fired");
        ((int)(await own.Get(reminder))["firing"]!["occurrences"]!).Should().Be(1);
    }

    [Fact]
    public async Task A_host_that_was_down_over_ten_occurrences_fires_once_and_says_how_many()
    {
        string database,
            user,
            reminder;
        await using (var app = await CrmApp.Start())
        {
            (database, var admin) = (app.ConnectionString, await app.As());
            user = (await admin.Post("/users", new { name = "А", roles = new[] { "sales-manager" } })).Must(201).Id;
            var at = app.Clock.GetUtcNow().AddHours(1);
            reminder = await Set(
                await app.AsUser(Guid.Parse(user)),
                new
                {
                    text = "А",
                    at = Text(at),
                    repeat = "FREQ=DAILY",
                }
            );
        }

        await using var again = await CrmApp.Start(database);
        again.Clock.Advance(TimeSpan.FromDays(9) + 2 * Hour);
        await Sweep(again);
        await Sweep(again);
        var api = await again.AsUser(Guid.Parse(user));
        ((int)(await api.Get(reminder))["firing"]!["occurrences"]!).Should().Be(10);
        (await EventsOf(api, reminder)).Should().Equal("reminder_fired");
    }

    [Fact]
    public async Task A_snooze_fires_again_and_dismissing_ends_it()
    {
        var (_, api) = await host.User();
        var reminder = await In(api, "PT1H");
        (await api.Post(reminder + "/snooze", new { @for = "PT5M" })).Must(409).Code.Should().Be("reminder.not_due");
        await host.Pass(Hour);
        (await api.Post(reminder + "/snooze", new { })).Must(422);
        (await api.Post(reminder + "/snooze", new { @for = "PT5M", until = "2099-01-01T00:00:00Z" })).Must(422);
        ((string)(await api.Post(reminder + "/snooze", new { @for = "PT2H" })).Must(200)["status"]!)
            .Should()
            .Be("scheduled");
        await host.Pass(Hour);
        ((string)(await api.Get(reminder))["status"]!).Should().Be("scheduled");
        await host.Pass(2 * Hour);
        ((int)(await api.Get(reminder))["firing"]!["occurrences"]!).Should().Be(0);
        (await api.Post(reminder + "/dismiss")).Must(200);
        ((string)(await api.Post(reminder + "/dismiss")).Must(200)["status"]!).Should().Be("done");
        await host.Pass(24 * Hour);
        (await EventsOf(api, reminder))
            .Should()
            .Equal("reminder_fired", "reminder_snoozed", "reminder_fired", "reminder_dismissed");
    }

    [Fact]
    public async Task All_due_reminders_of_the_caller_are_dismissed_at_once_and_no_others()
    {
        var ((_, api), (_, other)) = (await host.User(), await host.User());
        var (due, ahead, foreign) = (await In(api, "PT1H"), await In(api, "P9D"), await In(other, "PT1H"));
        await In(api, "PT1H");
        ((int)(await api.Post("/reminders/dismiss-all")).Must(200)["dismissed"]!).Should().Be(0);
        await host.Pass(Hour);
        var preview = (await api.Preview("dismissReminders", new { })).Must(200);
        preview["events"]!.AsArray().Should().HaveCount(2);
        var all = (await api.Post("/reminders/dismiss-all", null, ("Idempotency-Key", "all"))).Must(200);
        ((int)all["dismissed"]!, (bool)all["more"]!).Should().Be((2, false));
        (await api.Post("/reminders/dismiss-all", null, ("Idempotency-Key", "all")))
            .Must(200)
            .Text.Should()
            .Be(all.Text);
        ((string)(await api.Get(due))["status"]!, (string)(await api.Get(ahead))["status"]!)
            .Should()
            .Be(("done", "scheduled"));
        ((string)(await other.Get(foreign))["status"]!).Should().Be("due");
    }

    [Fact]
    public async Task What_cannot_be_shown_is_settled_by_an_event_and_holds_nothing_up()
    {
        var ((leaving, gone), (_, api)) = (await host.User(), await host.User());
        var (closed, lost) = (await Deal(api), await Deal(api));
        var (left, ofClosed, ofLost, fine) = (
            await In(gone, "PT1H"),
            await Set(
                api,
                new
                {
                    text = "А",
                    after = "PT1H",
                    dealId = closed,
                }
            ),
            await Set(
                api,
                new
                {
                    text = "А",
                    after = "PT1H",
                    dealId = lost,
                }
            ),
            await In(api, "PT1H")
        );
        (await host.Admin.Patch("/users/" + leaving, new { active = false })).Must(200);
        (await api.Post($"/deals/{closed}/close", new { outcome = "lost", lostReason = "price" })).Must(200);
        var (someone, _) = await host.User();
        (await host.Admin.Post($"/deals/{lost}/manager", new { userId = someone })).Must(200);
        await host.Pass(Hour);
        async Task<string> End(Testing.Api reader, string reminder) =>
            (string)(await reader.Get(reminder)).Must(200)["endReason"]!;
        (await End(host.Admin, left)).Should().Be("user.inactive");
        (await End(api, ofClosed)).Should().Be("deal.closed");
        (await End(api, ofLost)).Should().Be("subject.not_visible");
        (await EventsOf(api, ofLost)).Should().Equal("reminder_passed_over");
        ((string)(await api.Get(fine))["status"]!).Should().Be("due");
    }

    [Fact]
    public async Task Before_a_due_date_it_ends_with_the_task_and_comes_back_with_it()
    {
        var (_, api) = await host.User();
        var sale = await Sale.Open(api);
        var task = await sale.Task();
        object Before(string interval) =>
            new
            {
                text = "Срок",
                dealId = sale.Id,
                before = new { taskId = task, interval },
            };
        var due = (DateTimeOffset)(await api.Get($"{sale.Path}/tasks/{task}"))["dueAt"]!;
        var reminder = await Set(api, Before("PT1M"));
        ((DateTimeOffset)(await api.Get(reminder))["nextAt"]!).Should().Be(due.AddMinutes(-1));
        (await api.Post(sale.Path + "/close", new { outcome = "lost", lostReason = "price" })).Must(200);
        await host.Pass(TimeSpan.Zero);
        ((string)(await api.Get(reminder))["endReason"]!).Should().Be("subject.finished");
        (await api.Post("/reminders", Before("PT1M"))).Must(422);
        await host.Pass(Hour);
        (await api.Post(sale.Path + "/reopen", new { reason = "Передумал" })).Must(200);
        await host.Pass(TimeSpan.Zero);
        var raised = (DateTimeOffset)(await api.Get(sale.Path))["openTasks"]![0]!["dueAt"]!;
        ((DateTimeOffset)(await api.Get(reminder))["nextAt"]!).Should().Be(raised.AddMinutes(-1));
        await host.Pass(TimeSpan.FromDays(30));
        (await EventsOf(api, reminder)).Should().Equal("reminder_ended", "reminder_revived", "reminder_fired");
    }

    [Fact]
    public async Task Before_a_due_date_whose_instant_is_past_it_fires_at_once_and_once()
    {
        var (_, api) = await host.User();
        var sale = await Sale.Open(api);
        var reminder = await Set(
            api,
            new
            {
                text = "Срок",
                dealId = sale.Id,
                before = new { taskId = await sale.Task(), interval = "P30D" },
            }
        );
        await host.Pass(TimeSpan.Zero);
        await host.Pass(Hour);
        (await EventsOf(api, reminder)).Should().Equal("reminder_fired");
        await sale.Contacted();
        await host.Pass(TimeSpan.Zero);
        (await EventsOf(api, reminder)).Should().Equal("reminder_fired", "reminder_ended");
        (await host.App.Number("select count(*) from crm.reminder_wake")).Should().Be(0);
    }

    [Fact]
    public async Task A_reminder_that_a_command_holds_delays_no_other_and_fires_when_it_is_free()
    {
        var (_, api) = await host.User();
        var sale = await Sale.Open(api);
        var (held, free) = (
            await Set(
                api,
                new
                {
                    text = "Срок",
                    dealId = sale.Id,
                    before = new { taskId = await sale.Task(), interval = "PT1M" },
                }
            ),
            await In(api, "PT1H")
        );
        await using (await host.App.Hold(held["/reminders/".Length..]))
        {
            await sale.Contacted();
            await host.Pass(Hour);
            ((string)(await api.Get(free))["status"]!).Should().Be("due");
            (await EventsOf(api, held)).Should().BeEmpty();
        }

        // The server ends the session of the holder a moment after its client has left.
        await Polling.Until(async () =>
        {
            await host.Pass(TimeSpan.Zero);
            return (await EventsOf(api, held)).Length > 0;
        });
        (await EventsOf(api, held)).Should().Equal("reminder_ended");
    }

    [Fact]
    public async Task A_host_that_dies_between_claim_and_commit_loses_and_doubles_nothing()
    {
        var (_, api) = await host.User();
        var reminder = await In(api, "PT1H");
        host.App.Clock.Advance(Hour);
        var due = host.App.Host.Services.GetRequiredService<DueReminders>();
        await using (var claimed = await due.Claim(host.Now, CancellationToken.None))
        {
            await Sweep(host.App);
            if (claimed.Claimed.Any(one => "/reminders/" + one.Document.Id == reminder))
                (await EventsOf(api, reminder)).Should().BeEmpty("the other one holds it");
        }

        await Sweep(host.App);
        (await EventsOf(api, reminder)).Should().Equal("reminder_fired");
    }

    [Fact]
    public async Task A_capability_that_is_off_fires_nothing_until_it_is_on_again()
    {
        await using var app = await CrmApp.Start();
        var admin = await app.As();
        var user = (await admin.Post("/users", new { name = "А", roles = new[] { "sales-manager" } })).Must(201).Id;
        var api = await app.AsUser(Guid.Parse(user));
        var reminder = await In(api, "PT1H");
        async Task Switch(bool on) =>
            (await admin.Patch("/settings", new { capabilities = new { reminders = on } })).Must(200);
        await Switch(false);
        (await api.Post("/reminders", new { text = "А", after = "P1D" })).Must(409).Code.Should().Be("capability.off");
        app.Clock.Advance(2 * Hour);
        await Sweep(app);
        (await EventsOf(api, reminder)).Should().BeEmpty();
        await Switch(true);
        await Sweep(app);
        (await EventsOf(api, reminder)).Should().Equal("reminder_fired");
    }

    /// <summary>The row that the sweep writes is the one that the events fold to.</summary>
    [Fact]
    public async Task The_row_after_a_firing_equals_that_of_its_events()
    {
        var (_, api) = await host.User();
        var reminder = await Set(
            api,
            new
            {
                text = "А",
                at = Text(host.Now.AddHours(1)),
                repeat = "FREQ=DAILY",
            }
        );
        await host.Pass(Hour);
        var id = Guid.Parse(reminder["/reminders/".Length..]);
        await using var session = host
            .App.Host.Services.GetRequiredService<Marten.IDocumentStore>()
            .LightweightSession();
        var folded = (await session.Events.AggregateStreamAsync<ReminderDocument>(id))!;
        var stored = (await session.LoadAsync<ReminderDocument>(id))!;
        stored.Should().BeEquivalentTo(folded, o => o.ComparingByMembers<ReminderDocument>());
        (
            await host.App.Read(
                "select concat_ws('|', status, next_at = (data->'state'->>'nextOccurrence')::timestamptz, "
                    + "fired_at = (data->'state'->'firing'->>'at')::timestamptz, mt_version, due_deal_id is null) "
                    + $"from crm.mt_doc_reminder where id = '{id}'"
            )
        )
            .Should()
            .Be("due|t|t|2|t");
    }

    private static async Task<string> Deal(Testing.Api api) =>
        (await api.Post("/deals", new { title = "Сделка" })).Must(201).Id;

    private static string Text(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
