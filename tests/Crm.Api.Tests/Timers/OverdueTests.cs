using Crm.Api.Commands;
using Crm.Api.Timers;
using Npgsql;
using Wolverine;

namespace Crm.Api.Tests.Timers;

/// <summary>
/// Due dates become events through the durable timer: once, also after a restart, and not for dates that were past when recorded.
/// </summary>
public sealed class OverdueTests
{
    private static Task Ring(CrmApp app) => app.Ring(new SweepDueDates());

    private static async Task<int> Overdue(Testing.Api api, Sale sale) =>
        (await api.Get(sale.Path + "/history?type=stage_task_overdue")).Must(200)["items"]!.AsArray().Count;

    [Fact]
    public async Task An_overdue_task_is_noted_once_also_after_a_restart()
    {
        string database;
        Sale sale;
        await using (var app = await CrmApp.Start())
        {
            (database, var api) = (app.ConnectionString, await app.As());
            sale = await Sale.Open(api);
            var before = await api.Get(sale.Path);
            var due = (DateTimeOffset)before["openTasks"]![0]!["dueAt"]!;
            await Ring(app);
            (await Overdue(api, sale)).Should().Be(0, "it is not due yet");

            app.Clock.Advance(TimeSpan.FromDays(3));
            await Ring(app);
            await Ring(app);
            var noted = (await api.Get(sale.Path + "/history?type=stage_task_overdue"))["items"]!
                .AsArray()
                .Should()
                .ContainSingle()
                .Which!;
            ((DateTimeOffset)noted["happenedAt"]!).Should().Be(due);
            ((bool)noted["late"]!).Should().BeFalse();
            ((string)noted["actor"]!["kind"]!).Should().Be("server");
            var after = await api.Get(sale.Path);
            (after.ETag, after.Text).Should().Be((before.ETag, before.Text), "a mark does not move the deal's tag");
            ((bool)(await api.Get($"{sale.Path}/tasks/{await sale.Task()}"))["overdue"]!).Should().BeTrue();
            (await api.Patch(sale.Path, new { title = "Всё ещё можно" }, before.ETag)).Must(200);
        }

        await using (var again = await CrmApp.Start(database))
        {
            again.Clock.Advance(TimeSpan.FromDays(4));
            await Ring(again);
            (await Overdue(await again.As(), sale)).Should().Be(1);
        }
    }

    [Fact]
    public async Task A_host_that_was_down_at_the_date_records_it_after_its_start()
    {
        string database;
        Sale sale;
        await using (var app = await CrmApp.Start())
        {
            database = app.ConnectionString;
            sale = await Sale.Open(await app.As());
        }

        await using var again = await CrmApp.Start(database);
        again.Clock.Advance(TimeSpan.FromDays(3));
        await Ring(again);
        (await Overdue(await again.As(), sale)).Should().Be(1);
    }

    [Fact]
    public async Task A_locked_deal_delays_no_other_and_is_recorded_when_it_is_free()
    {
        await using var app = await CrmApp.Start();
        var api = await app.As();
        var (locked, other) = (await Sale.Open(api), await Sale.Open(api));
        app.Clock.Advance(TimeSpan.FromDays(3));
        await using (await app.Hold(locked.Id))
        {
            await app.Host.InvokeAsync(new SweepDueDates());
            await Polling.Until(async () => await Overdue(api, other) == 1);
            (await Overdue(api, locked)).Should().Be(0);
            await app.Host.InvokeAsync(new SweepDueDates());
        }

        await Polling.Until(async () => await Overdue(api, locked) > 0);
        await Ring(app);
        (await Overdue(api, locked), await Overdue(api, other)).Should().Be((1, 1));
    }

    [Fact]
    public async Task A_message_that_is_delivered_twice_or_at_once_records_its_date_once()
    {
        await using var app = await CrmApp.Start();
        var api = await app.As();
        var sale = await Sale.Open(api);
        app.Clock.Advance(TimeSpan.FromDays(3));
        var message = new RecordDueDates(Guid.Parse(sale.Id));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Deliver()));
        await app.Ring(message);
        (await Overdue(api, sale)).Should().Be(1);

        async Task Deliver()
        {
            try
            {
                await app.Host.InvokeAsync(message);
            }
            catch (CommandBusyException)
            {
                // Another one has the deal: the queue delivers this one again later.
            }
        }
    }

    [Fact]
    public async Task A_deal_that_stays_locked_ends_as_a_dead_letter_that_the_health_page_counts()
    {
        await using var app = await CrmApp.Start();
        var api = await app.As();
        var sale = await Sale.Open(api);
        app.Clock.Advance(TimeSpan.FromDays(3));
        await using (await app.Hold(sale.Id))
        {
            await app.Host.InvokeAsync(new SweepDueDates());
            const string retried = "wolverine.wolverine_incoming_envelopes where status = 'Scheduled' and attempts > 0";
            await Polling.Until(async () => await app.Number("select count(*) from " + retried) == 1);
            // The last retry is an hour away.
            await app.Execute(
                "update wolverine.wolverine_incoming_envelopes set attempts = 5, execution_time = now() where status = 'Scheduled'"
            );
            await Polling.Until(async () =>
                (await api.Get("/health/details")).Must(200).Text.Contains("dead letters 1", StringComparison.Ordinal)
            );
        }

        (await Overdue(api, sale)).Should().Be(0);
    }

    [Fact]
    public async Task Back_dated_tasks_and_closed_deals_are_not_noted_and_expired_proposals_are()
    {
        await using var app = await CrmApp.Start();
        var api = await app.As();
        var old = (await api.Post("/deals", new { title = "Задним числом", happenedAt = "2026-10-01T09:00:00Z" }))
            .Must(201)
            .Id;
        var lost = await Sale.Open(api);
        (await api.Post(lost.Path + "/close", new { outcome = "lost", lostReason = "price" })).Must(200);
        var offered = await Sale.Open(api);
        var proposal = (
            await api.Post(
                offered.Path + "/proposals",
                new
                {
                    lines = new[]
                    {
                        new
                        {
                            name = "А",
                            quantity = 1,
                            price = Sale.Rub("1.00"),
                        },
                    },
                    validUntil = "2026-11-24",
                }
            )
        ).Must(201).Id;
        (await api.Post($"/proposals/{proposal}/issue")).Must(200);
        app.Clock.Advance(TimeSpan.FromDays(30));
        await Ring(app);
        (await api.Get($"/deals/{old}/history?type=stage_task_overdue"))["items"]!.AsArray().Should().BeEmpty();
        (await Overdue(api, lost)).Should().Be(0);
        (await Overdue(api, offered)).Should().Be(1);
        (await api.Get(offered.Path + "/history?type=proposal_expired"))["items"]!.AsArray().Should().ContainSingle();
        ((bool)(await api.Get("/proposals/" + proposal))["expired"]!).Should().BeTrue();
        (await api.Post($"/proposals/{proposal}/accept")).Must(409).Code.Should().Be("proposal.expired");
    }

    [Fact]
    public async Task Stored_answers_live_seven_days()
    {
        await using var app = await CrmApp.Start();
        var (api, key) = (await app.As(), ("Idempotency-Key", "seven-days"));
        var first = (await api.Post("/deals", new { title = "А" }, key)).Must(201);
        app.Clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1));
        await app.Ring(new PurgeAnswers());
        (await api.Post("/deals", new { title = "А" }, key)).Must(201).Id.Should().Be(first.Id);
        (await api.Post("/deals", new { title = "Б" }, key)).Must(422);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.Ring(new PurgeAnswers());
        var anew = (await api.Post("/deals", new { title = "Б" }, key)).Must(201);
        anew.Id.Should().NotBe(first.Id);
        anew.Headers.Should().NotContainKey("Idempotency-Replayed");
    }

    [Fact]
    public async Task A_repeat_is_not_checked_against_the_current_time()
    {
        await using var app = await CrmApp.Start();
        var (admin, writer) = (
            await app.As(),
            await app.As(Crm.Domain.Access.Scope.Read, Crm.Domain.Access.Scope.Write)
        );
        var id = Guid.CreateVersion7();
        var at = app.Clock.GetUtcNow().UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        var first = (
            await writer.Post(
                "/deals",
                new
                {
                    title = "А",
                    happenedAt = at,
                    id,
                },
                ("Idempotency-Key", "k")
            )
        ).Must(201);
        app.Clock.Advance(TimeSpan.FromHours(1));
        (
            await writer.Post(
                "/deals",
                new
                {
                    title = "А",
                    happenedAt = at,
                    id,
                },
                ("Idempotency-Key", "k")
            )
        ).Must(201).Text.Should().Be(first.Text);
        (
            await writer.Post(
                "/deals",
                new
                {
                    title = "А",
                    happenedAt = at,
                    id,
                }
            )
        ).Must(200).Id.Should().Be(first.Id);
        (await writer.Post("/deals", new { title = "А", happenedAt = at }, ("Idempotency-Key", "other"))).Must(403);
        (await admin.Get("/deals"))["items"]!.AsArray().Should().ContainSingle();
    }
}
