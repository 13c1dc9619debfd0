namespace Crm.Api.Tests.Interactions;

/// <summary>What happened on a deal or with a client in one feed, newest first.</summary>
[Collection(HostCollection.Name)]
public sealed class TimelineTests(TestHost host)
{
    private Testing.Api Api => host.Api;

    [Fact]
    public async Task A_deal_has_all_groups_in_one_feed_newest_first()
    {
        var sale = await (await Sale.Open(Api)).ToWin();
        (await Api.Post($"{sale.Path}/comments", new { text = "Довольны" })).Must(201);
        await Planned(dealId: sale.Id);

        var entries = await All($"{sale.Path}/timeline?limit=7");

        entries.Select(entry => (DateTimeOffset)entry["at"]!).Should().BeInDescendingOrder();
        entries
            .Select(Kind)
            .Distinct()
            .Should()
            .BeEquivalentTo("interaction", "presentation", "document", "task", "comment", "stage");
        entries.Select(entry => (string)entry["id"]!).Should().OnlyHaveUniqueItems();
        ((string)entries[0]["interaction"]!["status"]!).Should().Be("planned", "what is to come is first");
        var events = (await All($"{sale.Path}/history")).Count(item => IsShown((string)item["type"]!));
        entries.Should().HaveCount(events + 2, "every event of the groups, and two interactions");
        var invoice = entries.Single(entry => (string)entry["type"]! == "invoice_issued");
        ((string)invoice["number"]!, invoice["amount"]!["currency"]!.ToString(), (string)invoice["subjectId"]!)
            .Should()
            .Be(
                (
                    (string)(await Api.Get($"{sale.Path}/invoices/{sale.InvoiceId}")).Must(200)["number"]!,
                    "RUB",
                    sale.InvoiceId
                )
            );
        (await All($"{sale.Path}/timeline?kind=comment"))
            .Select(entry => (string)entry["text"]!)
            .Should()
            .Equal("Довольны");
    }

    [Fact]
    public async Task A_client_has_its_own_interactions_and_those_of_its_deals_that_the_reader_sees()
    {
        var manager = await NewManager();
        var client = (await Api.Post("/clients", new { name = "ООО «Клён»" })).Must(201).Id;
        var mine = (await manager.Post("/deals", new { title = "Моя", clientId = client })).Must(201).Id;
        var foreign = (await Api.Post("/deals", new { title = "Чужая", clientId = client })).Must(201).Id;
        foreach (var deal in new[] { mine, foreign })
            (await Api.Post($"/deals/{deal}/interactions", new { kind = "call", description = deal })).Must(201);
        (
            await Api.Post(
                "/interactions",
                new
                {
                    kind = "email",
                    description = "Клиенту",
                    clientId = client,
                }
            )
        ).Must(201);
        var withdrawn = (
            await Api.Post(
                "/interactions",
                new
                {
                    kind = "call",
                    description = "Ошибка",
                    clientId = client,
                }
            )
        ).Must(201).Id;
        (await Api.Post($"/interactions/{withdrawn}/withdraw", new { reason = "Ошибка" })).Must(200);

        (await Texts(manager)).Should().Equal("Клиенту", mine);
        (await Texts(Api)).Should().Equal("Клиенту", foreign, mine);
        (await manager.Get($"/deals/{foreign}/timeline")).Must(404);

        async Task<string[]> Texts(Testing.Api reader) =>
            [
                .. (await reader.Get($"/clients/{client}/timeline?kind=interaction")).Must(200)["items"]!
                    .AsArray()
                    .Select(entry => (string)entry!["text"]!),
            ];
    }

    private static bool IsShown(string type) =>
        type is not ("interaction_recorded" or "proposal_drafted")
        && new[]
        {
            "deal_",
            "stage_",
            "proposal_",
            "order_",
            "invoice_",
            "payment_",
            "shipment_",
            "comment_",
            "presentation_",
        }.Any(group => type.StartsWith(group, StringComparison.Ordinal));

    private static string Kind(System.Text.Json.Nodes.JsonNode entry) => (string)entry["kind"]!;

    private async Task<List<System.Text.Json.Nodes.JsonNode>> All(string path)
    {
        List<System.Text.Json.Nodes.JsonNode> found = [];
        string? cursor = null;
        do
        {
            var next = cursor is null ? "" : (path.Contains('?') ? "&" : "?") + "cursor=" + cursor;
            var page = (await Api.Get(path + next)).Must(200);
            found.AddRange(page["items"]!.AsArray()!);
            cursor = (string?)page["nextCursor"];
        } while (cursor is not null);
        return found;
    }

    private async Task Planned(string dealId) =>
        (
            await Api.Post(
                "/interactions",
                new
                {
                    kind = "meeting",
                    status = "planned",
                    description = "Поздравить",
                    occurredAt = host.App.Clock.GetUtcNow().AddDays(1),
                    dealId,
                }
            )
        ).Must(201);

    private async Task<Testing.Api> NewManager() =>
        await host.App.AsUser(
            Guid.Parse(
                (await Api.Post("/users", new { name = "Анна", roles = new[] { "sales-manager" } })).Must(201).Id
            )
        );
}
