using Crm.Api.Timers;
using Crm.Domain.Access;
using static Crm.Api.Tests.Reminders.ReminderHost;

namespace Crm.Api.Tests.Reminders;

/// <summary>The due feed, and what users were told with whether they have read it.</summary>
public sealed class NotificationTests(ReminderHost host) : IClassFixture<ReminderHost>
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static async Task<string> Texts(Testing.Api api, string path) =>
        string.Join(',', (await api.Get(path)).Must(200)["items"]!.AsArray().Select(one => (string)one!["text"]!));

    private static async Task<int> Unread(Testing.Api api) =>
        (int)(await api.Get("/notifications/unread")).Must(200)["unread"]!;

    [Fact]
    public async Task The_due_feed_shows_the_callers_own_firings_the_latest_first()
    {
        var ((_, api), (_, other)) = (await host.User(), await host.User());
        foreach (var (text, after) in ((string, string)[])[("Раз", "PT1H"), ("Два", "PT2H"), ("Три", "PT5H")])
            await Set(api, new { text, after });
        await In(other, "PT1H");
        await host.Pass(Hour);
        await host.Pass(Hour);
        (await Texts(api, "/reminders/due")).Should().Be("Два,Раз");
        var page = (await api.Get("/reminders/due?limit=1&count=true")).Must(200);
        ((int)page["total"]!).Should().Be(2);
        (await Texts(api, $"/reminders/due?limit=1&cursor={page["nextCursor"]}")).Should().Be("Раз");
        (await api.Post($"/reminders/{page["items"]![0]!["id"]}/snooze", new { @for = "PT1H" })).Must(200);
        (await Texts(api, "/reminders/due")).Should().Be("Раз");
        (await host.Admin.Get("/reminders/due"))["items"]!.AsArray().Should().BeEmpty("a key without a user has none");
    }

    [Fact]
    public async Task A_firing_is_told_its_user_once_and_counted_until_it_is_read()
    {
        var ((_, api), (_, other)) = (await host.User(), await host.User());
        var deal = (await api.Post("/deals", new { title = "Сделка" })).Must(201).Id;
        var reminder = await Set(
            api,
            new
            {
                text = "Раз",
                after = "PT1H",
                dealId = deal,
            }
        );
        await Set(api, new { text = "Два", after = "PT2H" });
        (await Unread(api)).Should().Be(0);
        await host.Pass(Hour);
        await host.Pass(Hour);
        (await Unread(api)).Should().Be(2);
        (await Texts(api, "/notifications")).Should().Be("Два,Раз");
        var told = (await api.Get("/notifications"))["items"]![1]!;
        ((string)told["kind"]!, "/reminders/" + told["reminderId"], (string)told["dealId"]!, (string?)told["readAt"])
            .Should()
            .Be(("reminder", reminder, deal, null));
        var read = new { ids = new[] { (string)told["id"]! } };
        ((int)(await other.Post("/notifications/read", read)).Must(200)["unread"]!).Should().Be(0);
        (await Unread(api)).Should().Be(2, "another user reads only their own");
        ((int)(await api.Post("/notifications/read", read)).Must(200)["unread"]!).Should().Be(1);
        (await Texts(api, "/notifications?unread=true")).Should().Be("Два");
        var newest = (string)(await api.Get("/notifications"))["items"]![0]!["id"]!;
        ((int)(await api.Post("/notifications/read", new { upTo = newest })).Must(200)["unread"]!).Should().Be(0);
        (await Texts(api, "/notifications?count=true")).Should().Be("Два,Раз");
    }

    [Fact]
    public async Task What_a_snoozed_dismissed_or_finished_reminder_told_is_read()
    {
        var (_, api) = await host.User();
        var sale = await Sale.Open(api);
        var (first, second) = (await In(api, "PT1H"), await In(api, "PT1H"));
        await Set(
            api,
            new
            {
                text = "Срок",
                dealId = sale.Id,
                before = new { taskId = await sale.Task(), interval = "P30D" },
            }
        );
        await host.Pass(Hour);
        (await Unread(api)).Should().Be(3);
        (await api.Post(first + "/snooze", new { @for = "P9D" })).Must(200);
        (await Unread(api)).Should().Be(2);
        (await api.Post(second + "/dismiss")).Must(200);
        (await Unread(api)).Should().Be(1);
        await sale.Contacted();
        await host.Pass(TimeSpan.Zero);
        (await Unread(api)).Should().Be(0);
    }

    [Fact]
    public async Task Notifications_are_kept_for_ninety_days()
    {
        var (_, api) = await host.User();
        await In(api, "PT1H");
        await host.Pass(Hour);
        host.App.Clock.Advance(TimeSpan.FromDays(89));
        await host.App.Ring(new PurgeNotices());
        (await Unread(api)).Should().Be(1);
        host.App.Clock.Advance(TimeSpan.FromDays(2));
        await host.App.Ring(new PurgeNotices());
        (await Unread(api)).Should().Be(0);
    }

    [Fact]
    public async Task Marking_needs_the_scope_write_and_one_of_both_members()
    {
        var (id, api) = await host.User();
        var reading = await host.App.AsUser(Guid.Parse(id), Scope.Read);
        (await reading.Post("/notifications/read", new { upTo = id })).Must(403);
        (await api.Post("/notifications/read", new { })).Must(422);
        (await api.Post("/notifications/read", new { ids = new[] { id }, upTo = id })).Must(422);
        (await api.Post("/notifications/read", new { ids = Enumerable.Repeat(id, 201) })).Must(422);
        (await reading.Get("/notifications")).Must(200);
    }
}
