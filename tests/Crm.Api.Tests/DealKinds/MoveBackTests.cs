namespace Crm.Api.Tests.DealKinds;

/// <summary>A guided deal that is moved back by hand stands where the answer says.</summary>
[Collection(HostCollection.Name)]
public sealed class MoveBackTests(TestHost host)
{
    [Fact]
    public async Task A_stage_whose_tasks_are_all_once_raises_them_anew()
    {
        var once = KindApi.Task("call", "amount-given");
        once["once"] = true;
        var api = host.Api;
        var deal = await api.Opened(
            await api.Published(
                KindApi.Process(
                    KindApi.Stage("calling", once),
                    KindApi.Stage("closing", KindApi.Task("win", "closing-gate"))
                )
            )
        );
        var path = "/deals/" + deal.Id;
        (await api.Patch(path, new { expectedAmount = Sale.Rub("10.00") })).Must(200);
        (await api.Post($"{path}/tasks/{deal.TaskId("call")}/complete")).Must(200);
        var moved = (await api.Post(path + "/move", new { stage = "calling", reason = "Забыли спросить" })).Must(200);
        ((string?)moved["stage"]!["code"], string.Join(',', moved.Open())).Should().Be(("calling", "call"));
        var read = (await api.Get(path)).Must(200);
        ((string?)read["stage"]!["code"], string.Join(',', read.Open())).Should().Be(("calling", "call"));
        (await api.Post($"{path}/tasks/{moved.TaskId("call")}/complete")).Must(200).Open().Should().Equal("win");
    }
}
