namespace Crm.Api.Tests.Deals;

/// <summary>When an interaction took place is apart from its recording (product.md, section 4).</summary>
[Collection(HostCollection.Name)]
public sealed class OccurredAtTests(TestHost host)
{
    [Fact]
    public async Task A_manager_without_the_right_to_back_date_records_yesterdays_call()
    {
        var manager = await host.App.AsUser(
            Guid.Parse(
                (await host.Api.Post("/users", new { name = "Анна", roles = new[] { "sales-manager" } })).Must(201).Id
            )
        );
        var deal = (await manager.Post("/deals", new { title = "Столы" })).Must(201).Id;
        var yesterday = host.App.Clock.GetUtcNow().AddDays(-1);
        var call = new
        {
            kind = "call",
            description = "Нужны столы",
            occurredAt = yesterday,
            durationMinutes = 12,
            outcome = "Ждёт предложение",
        };

        var recorded = (await manager.Post($"/deals/{deal}/interactions", call)).Must(201);

        ((DateTimeOffset)recorded["occurredAt"]!, (int)recorded["durationMinutes"]!, (string)recorded["outcome"]!)
            .Should()
            .Be((yesterday, 12, "Ждёт предложение"));
        ((DateTimeOffset)recorded["happenedAt"]!).Should().BeAfter(yesterday);
        (await manager.Get($"/deals/{deal}/interactions")).Must(200)["items"]![0]!
            .ToJsonString()
            .Should()
            .Be(recorded.Json.ToJsonString());
        (await manager.Post($"/deals/{deal}/interactions", new { kind = "call", description = "И ещё" })).Must(201)[
            "occurredAt"
        ]!
            .ToString()
            .Should()
            .NotBeEmpty("without it the interaction took place when it was recorded");
        var refused = (
            await manager.Post(
                $"/deals/{deal}/interactions",
                new
                {
                    kind = "call",
                    description = "Завтра",
                    occurredAt = host.App.Clock.GetUtcNow().AddMinutes(1),
                }
            )
        ).Must(422);
        ((string)refused["errors"]![0]!["pointer"]!, (string)refused["errors"]![0]!["code"]!)
            .Should()
            .Be(("/occurredAt", "date.future"));
    }
}
