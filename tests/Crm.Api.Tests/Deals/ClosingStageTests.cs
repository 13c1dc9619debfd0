namespace Crm.Api.Tests.Deals;

/// <summary>The closing of a deal names the stage in which it was closed.</summary>
[Collection(HostCollection.Name)]
public sealed class ClosingStageTests(TestHost host)
{
    [Fact]
    public async Task The_stage_of_a_closing_was_entered_when_the_deal_entered_it()
    {
        var entered = host.App.Clock.GetUtcNow().AddDays(-3);
        var deal = (await host.Api.PostOnce("/deals", new { title = "Стулья", happenedAt = entered })).Must(201);
        var stage = (DateTimeOffset)deal["stage"]!["enteredAt"]!;
        stage.Should().Be(entered);
        var closed = (
            await host.Api.Post($"/deals/{deal.Id}/close", new { outcome = "lost", lostReason = "price" })
        ).Must(200);
        (
            (string?)closed["closing"]!["stage"]!["code"],
            (DateTimeOffset)closed["closing"]!["stage"]!["enteredAt"]!,
            (DateTimeOffset)closed["closing"]!["at"]! > entered
        )
            .Should()
            .Be(((string?)deal["stage"]!["code"], entered, true));
    }
}
