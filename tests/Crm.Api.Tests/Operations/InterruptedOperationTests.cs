using Crm.Api.Operations;
using Crm.Api.Tests.BankStatements;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Crm.Api.Tests.Operations;

/// <summary>Long-running operations end, whatever interrupts them. Hosts of their own: their connections are broken.</summary>
public sealed class InterruptedOperationTests : IAsyncLifetime
{
    private CrmApp app = null!;
    private Testing.Api api = null!;
    private NpgsqlConnection held = null!;

    public async ValueTask InitializeAsync()
    {
        (app, api) = await Start(null);
        held = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(app.ConnectionString) { Pooling = false }.ConnectionString
        );
        await held.OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await held.DisposeAsync();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task A_rebuild_whose_connections_break_is_run_again_and_ends()
    {
        var begun = await HeldRebuild();
        // What a restart of PostgreSQL does to every connection of the host.
        await Execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
        );
        await Execute("rollback");

        var ended = await api.Ended(begun);
        ((string?)ended["state"], (bool?)ended["result"]!["equal"]).Should().Be(("succeeded", true));
        (await Runs(begun)).Should().Be(0, "what has ended has no lease");
        (await api.Ended(await Rebuild()))["state"]!
            .GetValue<string>()
            .Should()
            .Be("succeeded", "nothing blocks the next one");
    }

    [Fact]
    public async Task After_the_sixth_interruption_it_has_failed_with_its_reason_and_the_run_that_lost_it_changes_nothing()
    {
        var begun = await HeldRebuild();
        await app.Execute(
            "update crm.work_lease set run = 6, held_until = clock_timestamp(), resend_at = clock_timestamp()"
        );
        var failed = await api.Ended(begun);
        ((string?)failed["state"], (string?)failed["failure"]!["code"])
            .Should()
            .Be(("failed", "operation.interrupted"));
        ((string?)failed["failure"]!["detail"]).Should().StartWith("The operation was interrupted");
        ((string?)(await api.Get(Location(begun), ("Accept-Language", "ru"))).Must(200)["failure"]!["detail"])
            .Should()
            .StartWith("Операция много раз прерывалась");

        await Execute("rollback");
        ((string?)(await api.Ended(await Rebuild()))["state"])
            .Should()
            .Be("succeeded", "it waits for the run that is stopping");
        ((string?)(await api.Get(Location(begun))).Must(200)["state"])
            .Should()
            .Be("failed", "a run without a lease writes nothing");
    }

    [Fact]
    public async Task A_rebuild_that_follows_a_cancelled_one_waits_until_that_has_stopped()
    {
        var begun = await HeldRebuild();
        (await api.Post(Location(begun)["/api/v1".Length..] + "/cancel")).Must(200);
        var next = await Rebuild();
        await Execute("rollback");
        ((string?)(await api.Ended(next))["state"]).Should().Be("succeeded");
        ((string?)(await api.Get(Location(begun))).Must(200)["state"]).Should().Be("cancelled");
    }

    [Fact]
    public async Task An_operation_that_a_build_without_leases_left_running_ends_after_the_next_start()
    {
        var begun = await HeldRebuild();
        await app.Execute("delete from crm.work_lease");
        await app.DisposeAsync();
        await Execute("rollback");
        (await app.Read("select data ->> 'state' from crm.mt_doc_long_work")).Should().Be("running");

        (app, api) = await Start(app.ConnectionString);
        ((string?)(await api.Ended(begun))["state"]).Should().Be("succeeded");
    }

    [Fact]
    public async Task A_short_statement_whose_request_was_aborted_is_settled_by_its_operation()
    {
        var sold = await Invoiced.Make(api);
        await app.Execute(
            """
            create function crm.die() returns trigger language plpgsql as $$ begin raise exception 'killed'; end $$;
            create trigger die before insert on crm_events.mt_events
              for each row when (new.type = 'statement_line_matched') execute function crm.die();
            """
        );
        var broken = (
            await api.Import(
                StatementFiles.Exchange(StatementFiles.Document("1", "360.00", $"Счет {sold.Number}", sold.TaxId))
            )
        ).Must(201);
        ((int)broken["lines"]!["pending"]!).Should().Be(1);
        await app.Execute("drop trigger die on crm_events.mt_events");

        // The minute after which an operation that nobody runs is run.
        await app.Execute("update crm.work_lease set resend_at = clock_timestamp()");
        await Polling.Until(async () => await sold.Payments(api) == 1);
        await Polling.Until(async () => await app.Read("select count(*) from crm.work_lease") is "0");
    }

    [Fact]
    public async Task Two_deliveries_of_one_message_are_one_run()
    {
        var begun = await HeldRebuild();
        await app
            .Host.Services.GetRequiredService<OperationRuns>()
            .Run(
                Guid.Parse(begun.Id),
                _ => throw new InvalidOperationException("another run holds the operation"),
                TestContext.Current.CancellationToken
            );
        await Execute("rollback");
        ((string?)(await api.Ended(begun))["state"]).Should().Be("succeeded");
    }

    private static async Task<(CrmApp, Testing.Api)> Start(string? connection)
    {
        var started = await CrmApp.Start(
            connection,
            builder => builder.Services.AddSingleton(new OperationTerm(TimeSpan.FromSeconds(2)))
        );
        return (started, await started.As());
    }

    /// <summary>A rebuild that has begun and waits for a table that the test has locked, until the test rolls back.</summary>
    private async Task<Answer> HeldRebuild()
    {
        await Execute("begin; lock table crm.report_lost_reasons in access exclusive mode");
        var begun = await Rebuild();
        await api.Followed(begun, x => (string?)x["state"] == "running");
        return begun;
    }

    private async Task<Answer> Rebuild() => (await api.Post("/projections/lost-reasons/rebuild")).Must(202);

    private async Task<long> Runs(Answer begun)
    {
        await using var command = new NpgsqlCommand(
            $"select count(*) from crm.work_lease where id = '{begun.Id}'",
            held
        );
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static string Location(Answer begun) => begun.Headers["Location"];

    private async Task Execute(string sql)
    {
        await using var command = new NpgsqlCommand(sql, held);
        await command.ExecuteNonQueryAsync();
    }
}
