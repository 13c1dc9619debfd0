using Crm.Api.Problems;
using Npgsql;

namespace Crm.Api.Tests.DatabaseFaults;

/// <summary>What operators and failovers cause: a cancelled statement, a terminated session, a read-only database.</summary>
public sealed class BrokenSessionTests : IAsyncLifetime
{
    private CrmApp app = null!;
    private Testing.Api api = null!;

    public async ValueTask InitializeAsync()
    {
        app = await CrmApp.Start();
        api = await app.As();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData("pg_cancel_backend", "resource.busy")]
    [InlineData("pg_terminate_backend", "database.unavailable")]
    public async Task A_statement_that_is_cancelled_or_terminated_is_503(string function, string code)
    {
        var sale = await Sale.Open(api);
        var key = ("Idempotency-Key", function);
        Task<Answer> Send() => api.Post(sale.Path + "/comments", new { text = "Позвонить" }, key);
        Answer refused;
        await using (await app.Hold(sale.Id))
        {
            var asked = Send();
            // Earlier than the lock is given up.
            await Polling.Until(async () =>
                await Sql.Read(
                    app.ConnectionString,
                    $"select count({function}(pid)) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
                ) == "1"
            );
            refused = (await asked).Must(503);
        }

        (refused.Code, refused.Headers["Retry-After"]).Should().Be((code, "1"));
        (await Send()).Must(201).Headers.Should().NotContainKey("Idempotency-Replayed");
        (await Send()).Must(201).Headers.Should().ContainKey("Idempotency-Replayed");
    }

    [Fact]
    public async Task A_read_only_database_is_503_for_writes_and_not_ready_and_recovers_without_a_restart()
    {
        var sale = await Sale.Open(api);
        var key = ("Idempotency-Key", "read-only");
        Task<Answer> Send() => api.Post(sale.Path + "/comments", new { text = "Позвонить" }, key);
        await SetReadOnly("on");

        Answer refused = null!;
        // Until the broken connections of the pools are used up.
        await Polling.Until(async () => (refused = (await Send()).Must(503)).Headers["Retry-After"] == "10");
        refused.Code.Should().Be("database.unavailable");
        (await api.Get(sale.Path)).Must(200);
        Answer probe = null!;
        await Polling.Until(async () =>
            (probe = (await app.Anonymous().Send(HttpMethod.Get, "/health/ready", null, [])).Must(503)).Text
            != "database unavailable"
        );
        probe.Text.Should().Be("database refuses writes");

        await Sql.Execute(
            app.ConnectionString,
            $"begin; set transaction read write; alter database {Name} reset default_transaction_read_only; commit"
        );
        app.Clock.Advance(WriteFaults.RememberedFor);
        await Polling.Until(async () => (refused = await Send()).Status != 503);
        refused.Must(201).Headers.Should().NotContainKey("Idempotency-Replayed");
        (await Send()).Must(201).Headers.Should().ContainKey("Idempotency-Replayed");
    }

    private string Name => new NpgsqlConnectionStringBuilder(app.ConnectionString).Database!;

    private Task SetReadOnly(string value) =>
        Sql.Execute(
            app.ConnectionString,
            $"""
            alter database {Name} set default_transaction_read_only = {value};
            select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
            """
        );
}
