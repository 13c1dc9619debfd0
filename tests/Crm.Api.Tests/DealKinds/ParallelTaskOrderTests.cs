using static Crm.Api.Tests.DealKinds.KindApi;

namespace Crm.Api.Tests.DealKinds;

/// <summary>Parallel tasks come in the order of the process.</summary>
[Collection(HostCollection.Name)]
public sealed class ParallelTaskOrderTests(TestHost host)
{
    private static readonly string[] Codes = ["weigh", "pack", "label", "insure", "book", "call", "stamp"];

    [Fact]
    public async Task Parallel_tasks_are_listed_in_the_order_of_the_process()
    {
        var tasks = Codes.Select(code => Task(code, "interaction-recorded")).ToArray();
        foreach (var task in tasks[1..])
            task["parallel"] = true;
        var kind = await host.Api.Published(
            Process(Stage("packing", tasks), Stage("closing", Task("win", "closing-gate")))
        );
        var deal = await host.Api.Opened(kind);
        deal.Open().Should().Equal(Codes);
        (await host.Api.Get("/deals/" + deal.Id)).Must(200).Open().Should().Equal(Codes);
        (await host.Api.Get($"/deals/{deal.Id}/tasks")).Must(200)["items"]!
            .AsArray()
            .Select(task => (string)task!["code"]!)
            .Should()
            .Equal(Codes);
        var closed = await host.Api.Post($"/deals/{deal.Id}/close", new { outcome = "lost", lostReason = "price" });
        closed.Must(200);
        (await host.Api.Get($"/deals/{deal.Id}/history?type=stage_task_withdrawn")).Must(200)["items"]!
            .AsArray()
            .Select(task => (string)task!["data"]!["code"]!)
            .Should()
            .Equal(Codes);
    }
}
