namespace Crm.Api.Tests.DealKinds;

/// <summary>A kind whose task asks for an advance or a delivery, over HTTP.</summary>
[Collection(HostCollection.Name)]
public sealed class PaidAtLeastTests(TestHost host)
{
    private const string AdvanceOrDelivery =
        "{\"check\":\"any-of\",\"checks\":[{\"check\":\"paid-at-least\",\"percent\":30},{\"check\":\"shipped-in-full\"}]}";

    private Testing.Api Api => host.Api;

    [Fact]
    public async Task An_invoice_is_no_advance_and_the_refusal_names_both_ways()
    {
        var (deal, order) = await Ordered(AdvanceOrDelivery);
        (await Api.Post($"/deals/{deal.Id}/invoices", new { orderId = order })).Must(201);
        var complete = $"/deals/{deal.Id}/tasks/{deal.TaskId("advance")}/complete";
        var refused = (await Api.Post(complete, null, ("Accept-Language", "ru"))).Must(409);
        refused["blockers"]!
            .AsArray()
            .Select(x => ((string)x!["code"]!, (string?)x["check"], (string?)x["fix"]!["operationId"]))
            .Should()
            .Equal(
                ("any_of.unmet", "/checks/0", "recordPayment"),
                ("payment.incomplete", "/checks/0/checks/0", "recordPayment"),
                ("shipment.none", "/checks/0/checks/1", "recordShipment")
            );
        ((string?)refused["blockers"]![0]!["title"], (string?)refused["blockers"]![0]!["expected"]!["text"])
            .Should()
            .Be(
                ("Достаточно выполнить одно из условий", "paid-at-least (36.00 RUB (30%)) | shipped-in-full (0.00 RUB)")
            );
        (await Api.PostOnce($"/deals/{deal.Id}/payments", new { amount = Sale.Rub("36.00") })).Must(201);
        (await Api.Post(complete)).Must(200).Open().Should().Equal("win");
    }

    [Fact]
    public async Task An_advance_before_the_order_reaches_an_amount_and_no_share()
    {
        var amount = await Opened(
            "{\"check\":\"paid-at-least\",\"amount\":{\"amount\":\"50.00\",\"currency\":\"RUB\"}}"
        );
        var share = await Opened("{\"check\":\"paid-at-least\",\"percent\":0.5}");
        foreach (var deal in (Answer[])[amount, share])
            (await Api.PostOnce($"/deals/{deal.Id}/payments", new { amount = Sale.Rub("50.00") })).Must(201);
        (await Api.Post($"/deals/{amount.Id}/tasks/{amount.TaskId("advance")}/complete")).Must(200);
        var refused = (await Api.Post($"/deals/{share.Id}/tasks/{share.TaskId("advance")}/complete")).Must(409);
        refused.Blockers.Should().Equal("payment.incomplete");
        ((string?)refused["blockers"]![0]!["fix"]!["operationId"]).Should().Be("placeOrder");
    }

    [Fact]
    public async Task The_check_is_listed_with_its_parameters_and_needs_one_of_them()
    {
        (await Api.Get("/checks")).Must(200)["items"]!.AsArray().Single(x => (string)x!["code"]! == "paid-at-least")![
            "parameters"
        ]!
            .AsArray()
            .Select(x => ((string)x!["name"]!, (string)x["type"]!, (bool)x["required"]!))
            .Should()
            .Equal(("percent", "number", false), ("amount", "money", false));
        var drafted = (
            await Api.Post(
                "/deal-kinds",
                new { code = "k" + Guid.NewGuid().ToString("N")[..10], process = Process("paid-at-least") }
            )
        ).Must(201);
        (await Api.Post($"/deal-kinds/{(string)drafted["code"]!}/validate")).Must(200)["faults"]!
            .AsArray()
            .Select(x => ((string)x!["pointer"]!, (string)x["code"]!))
            .Should()
            .Equal(("/stages/0/tasks/0/checks/0", "check.parameter_invalid"));
    }

    [Fact]
    public async Task The_kind_for_projects_asks_for_an_advance_or_a_delivery()
    {
        var template = (await Api.Get("/deal-kinds/templates")).Must(200)["items"]!
            .AsArray()
            .Single(x => (string)x!["code"]! == "project-sale")!;
        template
            .ToJsonString()
            .Should()
            .Contain("paid-at-least")
            .And.NotContain("obligations-confirmed", "a mere invoice is neither an advance nor a delivery");
    }

    private static System.Text.Json.Nodes.JsonObject Process(string check) =>
        KindApi.Process(KindApi.Stage("a", KindApi.Task("advance", check), KindApi.Task("win", "closing-gate")));

    private async Task<Answer> Opened(string check) => await Api.Opened(await Api.Published(Process(check)));

    private async Task<(Answer Deal, string Order)> Ordered(string check)
    {
        var deal = await Opened(check);
        var client = (await Api.Post("/clients", new { name = "ООО Аванс" })).Must(201).Id;
        (await Api.Post($"/deals/{deal.Id}/client", new { clientId = client })).Must(200);
        var order = await Api.Post(
            $"/deals/{deal.Id}/orders",
            new
            {
                lines = new[]
                {
                    new
                    {
                        name = "Работы",
                        quantity = 1,
                        price = Sale.Rub("100.00"),
                        vatRate = 20,
                    },
                },
            }
        );
        return (deal, order.Must(201).Id);
    }
}
