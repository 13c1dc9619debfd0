using System.Text.Json.Nodes;
using Crm.Domain.Access;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Wolverine;
using Wolverine.Runtime;

namespace Crm.Api.Tests.Health;

/// <summary>/health/details names faults to authorized callers; the host stays ready.</summary>
public sealed class HealthDetailsTests : IAsyncLifetime
{
    private CrmApp app = null!;
    private Testing.Api api = null!;

    public async ValueTask InitializeAsync()
    {
        app = await CrmApp.Start(settings: ("Health:ReportsMayPause", "1"));
        api = await app.As();
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    [Fact]
    public async Task Details_are_for_those_who_may_read_reports()
    {
        (await app.Anonymous().Get("/health/ready")).Must(200).Text.Should().Be("ready");
        (await app.Anonymous().Get("/health/details")).Must(401).Code.Should().Be("credentials.missing");
        var refused = (await (await app.As(Scope.Write)).Get("/health/details")).Must(403);
        ((string?)refused["missing"]).Should().Be("reports.read");

        Answer answer = null!;
        await Polling.Until(async () =>
            (string?)(answer = (await api.Get("/health/details")).Must(200))["status"] == "healthy"
        );
        answer["checks"]!
            .AsArray()
            .Select(check => (string?)check!["name"])
            .Should()
            .BeEquivalentTo("store", "clock", "reports", "queues");
    }

    [Fact]
    public async Task A_report_that_has_stopped_is_named_and_the_host_stays_ready()
    {
        await app.Execute("alter table crm.report_sales_funnel rename to gone");
        (await api.PostOnce("/deals", new { title = "Стол" })).Must(201);
        app.Clock.Advance(TimeSpan.FromSeconds(2));

        JsonNode reports = null!;
        await Polling.Until(async () =>
        {
            reports = await Check("reports");
            // The other reports process the deal in a moment, and this one is tried again every few seconds.
            var detail = (string)reports["detail"]!;
            return detail.StartsWith("stopped: ", StringComparison.Ordinal) && !detail.Contains(';');
        });

        ((string)reports["detail"]!)
            .Should()
            .StartWith("stopped: sales-funnel at position ")
            .And.EndWith("store.failed");
        var answer = await api.Get("/reports/lost-reasons");
        answer.Must(200).Headers.Should().NotContainKey("Crm-Lag");
        ((string?)(await api.Get("/health/details")).Must(200)["status"]).Should().Be("degraded");
        (await app.Anonymous().Get("/health/ready")).Must(200).Text.Should().Be("ready");
    }

    [Fact]
    public async Task A_report_without_new_events_has_not_stopped()
    {
        var opened = (await api.PostOnce("/deals", new { title = "Стол" })).Must(201);
        foreach (var report in (string[])["sales-funnel", "lost-reasons", "gross-profit"])
            (await api.Get($"/reports/{report}", ("Crm-Min-Position", $"{opened.Position}"))).Must(200);
        app.Clock.Advance(TimeSpan.FromDays(1));

        await Polling.Until(async () => (string?)(await Check("reports"))["status"] == "healthy");
    }

    [Fact]
    public async Task A_message_that_was_given_up_is_reported()
    {
        ((string?)(await Check("queues"))["status"]).Should().Be("healthy");
        var lost = new Envelope
        {
            Id = Guid.CreateVersion7(),
            MessageType = "test",
            Data = [],
            Destination = new Uri("local://test"),
        };
        await app
            .Host.Services.GetRequiredService<IWolverineRuntime>()
            .Storage.Inbox.MoveToDeadLetterStorageAsync(lost, new InvalidOperationException("for good"));

        var queues = await Check("queues");

        ((string?)queues["status"]).Should().Be("degraded");
        ((string?)queues["detail"]).Should().EndWith("dead letters 1");
    }

    private async Task<JsonNode> Check(string name) =>
        (await api.Get("/health/details")).Must(200)["checks"]!
            .AsArray()
            .Single(check => (string?)check!["name"] == name)!;
}
