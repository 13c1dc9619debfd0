using System.Diagnostics;
using Npgsql;

namespace Crm.Api.Tests.Commands;

/// <summary>
/// Numbers that a killed backend has drawn, and numbers whose writer is slow: reports go on within 5 s, and no acknowledged event is lost.
/// A host of the class's own: its sequence is read.
/// </summary>
public sealed class SequenceGapFillTests(TestHost host) : IClassFixture<TestHost>
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(5);

    private readonly CrmApp app = host.App;
    private readonly Testing.Api api = host.Api;

    [Fact]
    public async Task Numbers_that_were_never_written_hold_the_reports_for_at_most_5_s_even_under_an_old_transaction()
    {
        // A dump or a long query: while it runs the daemon has to assume that it will still write the missing numbers.
        await using var old = await app.Connect();
        await old.Execute("begin isolation level repeatable read; select count(*) from crm_events.mt_events");
        const string tombstones = "select count(*) from crm_events.mt_events where type = 'tombstone'";
        var before = await app.Number(tombstones);
        await using var killed = await app.Connect();
        await killed.Execute("select nextval('crm_events.mt_events_sequence') from generate_series(1, 3)");

        var opened = (await api.PostOnce("/deals", new { title = "После убитого" })).Must(201);

        (await TimeUntilReported(opened)).Should().BeLessThan(Promised);
        (await app.Number(tombstones)).Should().Be(before + 3);
        (
            await app.Number(
                "select (select last_value from crm_events.mt_events_sequence) - (select count(*) from crm_events.mt_events)"
            )
        )
            .Should()
            .Be(0);
    }

    [Fact]
    public async Task A_command_that_writes_later_than_the_filler_is_executed_again_and_acknowledged_once()
    {
        await using var admin = await app.Connect();
        await admin.Execute(
            """
            create sequence crm.slow_once;
            create function crm.slow() returns trigger language plpgsql as $$
            begin
                if new.type = 'deal_opened' and new.data->>'title' = 'Медленная' and nextval('crm.slow_once') = 1 then
                    perform pg_sleep(6);
                end if;
                return new;
            end $$;
            create trigger slow before insert on crm_events.mt_events for each row execute function crm.slow();
            """
        );
        var slow = api.Post("/deals", new { title = "Медленная" }, ("Idempotency-Key", "slow"));
        await Polling.Until(async () =>
            await app.Number("select count(*) from pg_stat_activity where wait_event = 'PgSleep'") == 1
        );
        var quick = (await api.PostOnce("/deals", new { title = "Быстрая" })).Must(201);
        (await TimeUntilReported(quick)).Should().BeLessThan(Promised);

        var opened = (await slow).Must(201);

        (await app.Number("select last_value from crm.slow_once")).Should().Be(2, "it was executed twice");
        (await TimeUntilReported(opened)).Should().BeLessThan(Promised);
        (await api.Get($"/deals/{opened.Id}")).Must(200);
        (
            await app.Number(
                $"select count(*) from crm_events.mt_events where stream_id = '{opened.Id}' and type = 'deal_opened'"
            )
        )
            .Should()
            .Be(1);
        await admin.Execute("drop trigger slow on crm_events.mt_events");
    }

    [Fact]
    public async Task A_row_that_is_written_and_not_committed_yet_is_waited_for()
    {
        await using var admin = await app.Connect();
        await admin.Execute(
            """
            create function crm.late() returns trigger language plpgsql as $$
            begin
                if new.type = 'deal_opened' and new.data->>'title' = 'Поздняя' then
                    perform pg_sleep(6);
                end if;
                return null;
            end $$;
            create constraint trigger late after insert on crm_events.mt_events deferrable initially deferred
            for each row execute function crm.late();
            """
        );
        var before = await app.Number("select count(*) from crm_events.mt_events where type = 'tombstone'");
        var late = api.Post("/deals", new { title = "Поздняя" }, ("Idempotency-Key", "late"));
        await Polling.Until(async () =>
            await app.Number("select count(*) from pg_stat_activity where wait_event = 'PgSleep'") == 1
        );
        (await api.PostOnce("/deals", new { title = "Рядом" })).Must(201);

        var opened = (await late).Must(201);

        (await TimeUntilReported(opened)).Should().BeLessThan(Promised);
        (await app.Number("select count(*) from crm_events.mt_events where type = 'tombstone'")).Should().Be(before);
        await admin.Execute("drop trigger late on crm_events.mt_events");
    }

    /// <summary>How long it takes until a report has read an answer's events.</summary>
    private async Task<TimeSpan> TimeUntilReported(Answer answer)
    {
        var started = Stopwatch.GetTimestamp();
        // The answer is asked for again until the report has got there.
        (await api.Get("/reports/sales-funnel", ("Crm-Min-Position", answer.Headers["Crm-Position"]))).Must(200);
        return Stopwatch.GetElapsedTime(started);
    }
}
