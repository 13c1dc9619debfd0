using Crm.Api.Tests.Proposals;

namespace Crm.Api.Tests.Deals;

/// <summary>
/// A deal of a kind with the gate <c>balanced</c> may be won without a document: kind and closing say what was not checked, and the
/// company can ask for a shipment.
/// </summary>
[Collection(PricedCollection.Name)]
public sealed class BalancedGateTests(PricedCompany company) : IAsyncDisposable
{
    private readonly Testing.Api api = company.Admin;

    public async ValueTask DisposeAsync() =>
        (await api.Patch("/settings", """{"balancedNeedsShipment":null}""")).Must(200);

    [Fact]
    public async Task Kind_and_closing_say_what_was_not_checked_and_a_setting_asks_for_a_shipment()
    {
        foreach (var kind in (string[])["simple", "manual-sale"])
        {
            ((string)(await api.Get($"/deal-kinds/{kind}", ("Accept-Language", "en"))).Must(200)["description"]!)
                .Should()
                .Contain("It is not checked that anything was ordered, invoiced or shipped");
            ((string)(await api.Get($"/deal-kinds/{kind}", ("Accept-Language", "ru"))).Must(200)["description"]!)
                .Should()
                .Contain("не проверяется");
            var deal = await Deal(kind);
            var won = await api.Post($"/deals/{deal}/close", new { outcome = "won" }, ("Accept-Language", "ru"));
            var left = won.Must(200)["closing"]!["notChecked"]!.AsArray().Single()!;
            ((string?)left["code"], (string?)left["title"])
                .Should()
                .Be(("shipment.none", "Не проверялось, было ли что-либо отгружено"));
            (
                (string?)
                    (await api.Get($"/deals/{deal}", ("Accept-Language", "en")))["closing"]!["notChecked"]![0]!["title"]
            )
                .Should()
                .Be("It was not checked that anything was shipped");
        }

        ((string)(await api.Get("/deal-kinds/standard-sale", ("Accept-Language", "en"))).Must(200)["description"]!)
            .Should()
            .Contain("something was shipped");

        ((bool)(await api.Get("/settings")).Must(200)["balancedNeedsShipment"]!).Should().BeFalse();
        (await api.Patch("/settings", new { balancedNeedsShipment = true })).Must(200);
        foreach (var kind in (string[])["simple", "manual-sale"])
        {
            var deal = await Deal(kind);
            var refused = (await api.Post($"/deals/{deal}/close", new { outcome = "won" })).Must(409);
            (refused.Code, (string?)refused["blockers"]!.AsArray().Single()!["code"])
                .Should()
                .Be(("deal.gate_unmet", "shipment.none"));
            await Sold(deal);
            (await api.Post($"/deals/{deal}/close", new { outcome = "won" })).Must(200)["closing"]!
                ["notChecked"]
                .Should()
                .BeNull();
        }

        (
            await api.Patch(
                "/settings",
                new { capabilities = new Dictionary<string, bool> { ["orders-and-invoices"] = false } }
            )
        )
            .Must(409)
            .Text.Should()
            .Contain("setting:balancedNeedsShipment");
    }

    private async Task<string> Deal(string kind)
    {
        var client = (await api.Post("/clients", new { name = "Ромашка", kind = "company" })).Must(201).Id;
        return (
            await api.Post(
                "/deals",
                new
                {
                    title = "Сделка",
                    kind,
                    clientId = client,
                }
            )
        ).Must(201).Id;
    }

    private async Task Sold(string deal)
    {
        var price = Sale.Rub("100.00");
        var lines = new[]
        {
            new
            {
                name = "Стол",
                quantity = 1,
                price,
            },
        };
        var order = (await api.Post($"/deals/{deal}/orders", new { lines })).Must(201);
        var shipped = new[] { new { lineId = (string)order["lines"]![0]!["lineId"]!, quantity = 1 } };
        (await api.PostOnce($"/deals/{deal}/shipments", new { orderId = order.Id, lines = shipped })).Must(201);
        (await api.PostOnce($"/deals/{deal}/payments", new { amount = price })).Must(201);
    }
}
