namespace Crm.Api.Tests.DealKinds;

/// <summary>POST /deal-kinds/{code}/versions/{version}/back-test: what a draft would have done to the deals of the past.</summary>
public sealed class BackTestTests
{
    [Fact]
    public async Task Tells_which_deals_a_draft_would_have_stopped_where_and_what_was_at_stake()
    {
        await using var app = await CrmApp.Start();
        var api = await app.As();
        var fast = await new SaleOf(api).Contacted("call");
        var slow = await new SaleOf(api).Contacted("meeting");
        var process = (await api.Get("/deal-kinds/standard-sale/versions/1")).Must(200)["process"]!.DeepClone().AsObject();
        process["stages"]![0]!["tasks"]![0]!["checks"]![0]!["kinds"] = new System.Text.Json.Nodes.JsonArray("meeting");
        (await api.Put("/deal-kinds/standard-sale/draft", process, (await api.Get("/deal-kinds/standard-sale")).ETag)).Must(200);
        var before = await Conventions.Stored.Count(app);

        var accepted = (await api.Post("/deal-kinds/standard-sale/versions/2/back-test", new { from = "2026-11-01", to = "2026-11-30" })).Must(202);
        var result = await Ended(api, accepted.Headers["Location"]);
        ((int)result["deals"]!, (int)result["stopped"]!).Should().Be((2, 1));
        var item = result["items"]!.AsArray().Single()!;
        ((string?)item["dealId"], (string?)item["stage"], (string?)item["task"], (string?)item["unmet"]![0]).Should().Be((fast, "first-contact", "record-first-contact", "interaction.missing"));
        ((string?)result["places"]![0]!["amounts"]![0]!["amount"]).Should().Be("300.00");
        slow.Should().NotBe(fast);
        (await Conventions.Stored.Count(app)).Split(' ')[0].Should().Be(before.Split(' ')[0], "a back-test writes no fact");

        ((int)(await Ended(api, (await api.Post("/deal-kinds/standard-sale/versions/1/back-test", new { })).Must(202).Headers["Location"]))["stopped"]!).Should().Be(0);
        ((int)(await Ended(api, (await api.Post("/deal-kinds/standard-sale/versions/2/back-test", new { to = "2026-10-31" })).Must(202).Headers["Location"]))["deals"]!).Should().Be(0);
        // Whose deals they are, is not told to who does not see them all.
        (await api.Post("/roles", new { code = "designer", title = new { ru = "А", en = "A" }, permissions = new[] { "kinds.manage", "deals.read", "reports.read" }, scopes = new { deals = "team" } })).Must(201);
        var designer = await app.AsUser(Guid.Parse((await api.Post("/users", new { name = "Вера", roles = new[] { "designer" } })).Must(201).Id));
        ((string)(await designer.Post("/deal-kinds/standard-sale/versions/2/back-test", new { })).Must(403)["missing"]!).Should().Be("deals.read (deals: all)");
        var followed = (await designer.Get(accepted.Headers["Location"])).Must(200);
        ((string?)followed["state"], followed["backTest"]).Should().Be(("succeeded", null));
        (await api.Post("/deal-kinds/standard-sale/versions/3/back-test", new { })).Must(404).Code.Should().Be("deal_kind.version_not_found");
        (await api.Post("/deal-kinds/standard-sale/versions/2/back-test", new { from = "2026-02-01", to = "2026-01-01" })).Must(422);
    }

    /// <summary>Long work is followed by asking: there is no other way in the contract.</summary>
    private static async Task<System.Text.Json.Nodes.JsonNode> Ended(Testing.Api api, string operation)
    {
        for (var i = 0; i < 600; i++)
        {
            var answer = (await api.Get(operation)).Must(200);
            if ((string?)answer["state"] == "succeeded") return answer["backTest"]!;
            ((string?)answer["state"]).Should().BeOneOf("queued", "running");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException((await api.Get(operation)).Text);
    }

    private sealed class SaleOf(Testing.Api api)
    {
        public async Task<string> Contacted(string kind)
        {
            var deal = (await api.Post("/deals", new { title = "Сделка", expectedAmount = Sale.Rub("300.00") })).Must(201);
            (await api.Post($"/deals/{deal.Id}/interactions", new { kind, description = "Разговор" })).Must(201);
            (await api.Post($"/deals/{deal.Id}/tasks/{deal.TaskId("record-first-contact")}/complete")).Must(200);
            return deal.Id;
        }
    }
}
