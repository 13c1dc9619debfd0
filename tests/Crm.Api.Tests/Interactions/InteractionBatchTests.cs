namespace Crm.Api.Tests.Interactions;

/// <summary>Several interactions are reviewed at once, each as its single call would be.</summary>
[Collection(HostCollection.Name)]
public sealed class InteractionBatchTests(TestHost host)
{
    private Testing.Api Api => host.Api;

    [Fact]
    public async Task Each_item_has_a_result_of_its_own_and_the_same_key_executes_once()
    {
        var (first, second, unknown) = (await Call(), await Call(), Guid.NewGuid().ToString());
        var body = new
        {
            action = "review",
            items = new[] { new { id = first }, new { id = unknown }, new { id = second } },
        };
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());

        var done = (await Api.Post("/interactions/batch", body, key)).Must(200);

        done["results"]!
            .AsArray()
            .Select(one => ((int)one!["index"]!, (int)one["status"]!, (string?)one["problem"]?["code"]))
            .Should()
            .Equal((0, 200, null), (1, 404, "interaction.not_found"), (2, 200, null));
        foreach (var id in new[] { first, second })
            ((bool)(await Api.Get("/interactions/" + id)).Must(200)["awaitsReview"]!).Should().BeFalse();
        (await Api.Post("/interactions/batch", body, key)).Must(200).Text.Should().Be(done.Text);
    }

    [Fact]
    public async Task They_wait_together_until_a_time()
    {
        var call = await Call();
        var at = host.App.Clock.GetUtcNow().AddDays(1);
        var body = new
        {
            action = "reviewAfter",
            items = new[] { new { id = call } },
            at,
        };
        (await Api.PostOnce("/interactions/batch", body)).Must(200);
        ((DateTimeOffset)(await Api.Get("/interactions/" + call)).Must(200)["reviewAfter"]!).Should().Be(at);
    }

    [Fact]
    public async Task A_batch_that_cannot_be_is_refused_as_a_whole()
    {
        var items = new[] { new { id = await Call() } };
        (await Api.Post("/interactions/batch", new { action = "review", items }))
            .Must(400)
            .Code.Should()
            .Be("idempotency_key.required");
        foreach (
            var (body, pointer) in new (object, string)[]
            {
                (new { action = "reviewAfter", items }, "/at"),
                (
                    new
                    {
                        action = "review",
                        items,
                        at = "2099-01-01T00:00:00Z",
                    },
                    "/at"
                ),
                (new { action = "review", items = Array.Empty<object>() }, "/items"),
                (new { action = "review", items = Enumerable.Repeat(items[0], 201) }, "/items"),
            }
        )
            ((string)(await Api.PostOnce("/interactions/batch", body)).Must(422)["errors"]![0]!["pointer"]!)
                .Should()
                .Be(pointer);
    }

    private async Task<string> Call() => (
            await Api.Post(
                "/interactions",
                new
                {
                    kind = "call",
                    direction = "in",
                    description = "Перезвоните",
                }
            )
        ).Must(201).Id;
}
