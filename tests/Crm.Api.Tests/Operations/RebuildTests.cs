using Npgsql;

namespace Crm.Api.Tests.Operations;

/// <summary>
/// POST /projections/{name}/rebuild: one at a time, and a resend finds its own operation. A host of the class's own: its tables are
/// held.
/// </summary>
public sealed class RebuildTests(TestHost host) : IClassFixture<TestHost>, IAsyncLifetime
{
    private readonly CrmApp app = host.App;
    private readonly Testing.Api api = host.Api;
    private NpgsqlConnection held = null!;

    public async ValueTask InitializeAsync()
    {
        held = new NpgsqlConnection(app.ConnectionString);
        await held.OpenAsync();
    }

    [Fact]
    public async Task A_second_rebuild_is_refused_with_the_operation_that_runs_and_a_resend_is_none()
    {
        // Readers of the live report are blocked: the rebuild stays in progress for as long as the test needs it.
        await Execute("begin; lock table crm.report_lost_reasons in access exclusive mode");
        var first = (await Rebuild("once")).Must(202);
        var second = (await Rebuild(null)).Must(409);
        second.Code.Should().Be("projection.rebuilding");
        var blocker = second["blockers"]!.AsArray().Should().ContainSingle().Which!;
        ((string)blocker["subject"]!).Should().Be("operation:" + first.Id);
        ((string)blocker["fix"]!["operationId"]!).Should().Be("getOperation");
        ((string)blocker["fix"]!["href"]!).Should().Be(first.Headers["Location"]);
        (await Rebuild("another")).Must(409);

        var again = (await Rebuild("once")).Must(202);
        (again.Text, again.Headers["Location"], again.Headers["Idempotency-Replayed"])
            .Should()
            .Be((first.Text, first.Headers["Location"], "true"));
        (await api.Post("/projections/lost-reasons/rebuild", null, ("Idempotency-Key", "ключ")))
            .Must(400)
            .Code.Should()
            .Be("idempotency_key.invalid");

        await Execute("rollback");
        (await Ended(first)).Should().Be("succeeded");
        (await Rebuild("once"))
            .Must(202)
            .Id.Should()
            .Be(first.Id, "the key names what was begun, also when it has ended");
        var next = (await Rebuild("another")).Must(202);
        next.Id.Should().NotBe(first.Id, "a refusal is not kept under its key");
        (await Ended(next)).Should().Be("succeeded");
    }

    [Fact]
    public async Task Of_ten_at_once_one_begins()
    {
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 10)
                .Select(_ =>
                    Task.Run(() => api.Post("/projections/gross-profit/rebuild", null, ("Idempotency-Key", "equal")))
                )
        );
        answers.Should().OnlyContain(x => x.Status == 202);
        answers.Select(x => x.Id).Distinct().Should().ContainSingle();
        await Ended(answers[0]);
    }

    [Fact]
    public async Task A_rebuild_that_was_started_outside_the_API_is_reported()
    {
        await Execute("select pg_advisory_lock(hashtextextended('rebuild_sales_funnel', 0))");
        var accepted = (await api.Post("/projections/sales-funnel/rebuild")).Must(202);
        (await Ended(accepted)).Should().Be("failed");
        ((string)(await api.Get(accepted.Headers["Location"]))["failure"]!["code"]!)
            .Should()
            .Be("projection.rebuilding");
    }

    [Fact]
    public async Task What_is_cancelled_ends_at_its_next_step_and_leaves_nothing()
    {
        await Execute("begin; lock table crm.report_lost_reasons in access exclusive mode");
        var begun = (await Rebuild(null)).Must(202);
        var cancel = $"/operations/{begun.Id}/cancel";
        (await (await app.As(Crm.Domain.Access.Scope.Read)).Post(cancel)).Must(403);
        ((string)(await api.Post(cancel, null, ("Idempotency-Key", "c"))).Must(200)["state"]!).Should().Be("cancelled");
        (await api.Post(cancel, null, ("Idempotency-Key", "c")))
            .Must(200)
            .Headers["Idempotency-Replayed"]
            .Should()
            .Be("true");
        (await api.Post(cancel)).Must(200).Text.Should().Contain("\"cancelled\"", "what holds already is no fault");
        await Execute("rollback");

        // The rebuild's lock is released when it has ended: until then another one is refused.
        Answer next;
        do next = (await Rebuild(null)).Must(202);
        while (await Ended(next) != "succeeded");
        ((string)(await api.Get(begun.Headers["Location"])).Must(200)["state"]!)
            .Should()
            .Be("cancelled", "nothing wrote over it");
        var ended = (await api.Post($"/operations/{next.Id}/cancel")).Must(409);
        (ended.Code, (string?)ended["blockers"]![0]!["actual"]!["text"])
            .Should()
            .Be(("operation.not_running", "succeeded"));
        (await api.Post($"/operations/{Guid.NewGuid()}/cancel")).Must(404).Code.Should().Be("operation.not_found");
    }

    private Task<Answer> Rebuild(string? key) =>
        api.Post("/projections/lost-reasons/rebuild", null, key is null ? [] : [("Idempotency-Key", key)]);

    private async Task<string> Ended(Answer accepted) => (string)(await api.Ended(accepted))["state"]!;

    private async Task Execute(string sql)
    {
        await using var command = new NpgsqlCommand(sql, held);
        await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => held.DisposeAsync();
}
