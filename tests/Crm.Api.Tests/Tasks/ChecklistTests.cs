namespace Crm.Api.Tests.Tasks;

/// <summary>Ticks are part of the completion. Checklists are tested in the domain: no shipped kind has one.</summary>
[Collection(HostCollection.Name)]
public sealed class ChecklistTests(TestHost host)
{
    [Fact]
    public async Task A_tick_that_no_checklist_asks_for_is_named()
    {
        var sale = await Sale.Open(host.Api);
        var task = $"{sale.Path}/tasks/{await sale.Task()}";
        (await host.Api.Get(task)).Must(200)["checklist"]!.AsArray().Should().BeEmpty();
        var refused = (await host.Api.PostOnce(task + "/complete", new { checklist = new { called = true } })).Must(
            422
        );
        ((string)refused["errors"]![0]!["pointer"]!, (string)refused["errors"]![0]!["code"]!)
            .Should()
            .Be(("/checklist/called", "checklist.unknown"));
        (await host.Api.PostOnce(task + "/complete", new { checklist = new { called = false } }))
            .Must(409)
            .Code.Should()
            .Be("task.checks_unmet");
    }
}
