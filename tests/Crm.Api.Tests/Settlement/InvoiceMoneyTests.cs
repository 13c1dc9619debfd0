using static Crm.Api.Tests.Settlement.PlacedOrders;

namespace Crm.Api.Tests.Settlement;

/// <summary>Money meets invoices by what payments say and by rule, as of any time.</summary>
[Collection(HostCollection.Name)]
public sealed class InvoiceMoneyTests(TestHost host)
{
    private Testing.Api Api => host.Api;

    [Fact]
    public async Task An_advance_pays_the_invoice_that_is_issued_later_and_its_answers_say_so()
    {
        var (sale, order, _) = await Api.Ordered();
        var payment = (await Api.PostOnce(sale.Path + "/payments", new { amount = Sale.Rub("350.00") })).Must(201);
        ((string)payment["advance"]!["amount"]!).Should().Be("350.00");
        var invoice = (await Api.Post(sale.Path + "/invoices", new { orderId = order })).Must(201);
        ((string)invoice["status"]!, Amount(invoice, "paid"), Amount(invoice, "open"))
            .Should()
            .Be(("paid", "300.00", "0.00"));
        var part = invoice["allocations"]!.AsArray().Should().ContainSingle().Which!;
        ((string)part["paymentId"]!, (string)part["amount"]!["amount"]!, (string)part["by"]!)
            .Should()
            .Be((payment.Id, "300.00", "rule"));
        var paid = await Api.Get($"{sale.Path}/payments/{payment.Id}");
        (Amount(paid, "advance"), (string)paid["allocations"]![0]!["invoiceId"]!).Should().Be(("50.00", invoice.Id));
        var before = await Api.Get($"{sale.Path}/payments/{payment.Id}?asOf={payment["happenedAt"]}");
        (Amount(before, "advance"), before["allocations"]!.AsArray().Count).Should().Be(("350.00", 0));
    }

    [Fact]
    public async Task Allocations_say_by_hand_what_the_rule_did_until_then()
    {
        var (sale, order, line) = await Api.Ordered();
        var first = await Invoice(sale, order, line, 1, "2026-05-01");
        var second = await Invoice(sale, order, line, 2, "2026-06-01");
        var payment = (await Api.PostOnce(sale.Path + "/payments", new { amount = Sale.Rub("200.00") })).Must(201);
        var path = $"{sale.Path}/payments/{payment.Id}/allocations";
        (await Open()).Should().Be(("0.00", "100.00"));
        var hand = (await Api.Post(path, new { invoiceId = second })).Must(200);
        ((string)hand["allocations"]![0]!["by"]!).Should().Be("hand");
        (await Open()).Should().Be(("100.00", "0.00"));
        (await Api.Post(path, new { allocations = Array.Empty<object>() })).Must(200);
        (await Open()).Should().Be(("100.00", "200.00"));
        (await Api.Post(path, new { })).Must(200);
        (await Open()).Should().Be(("0.00", "100.00"));

        var beyond = (
            await Api.Post(path, new { allocations = new[] { new { invoiceId = first, amount = Sale.Rub("100.01") } } })
        ).Must(422);
        ((string)beyond["errors"]![0]!["pointer"]!, (string)beyond["errors"]![0]!["code"]!)
            .Should()
            .Be(("/allocations/0/amount/amount", "allocations.exceed_invoice"));
        (await Api.Post(path, new { invoiceId = first, allocations = Array.Empty<object>() })).Must(422);
        (await Api.Post(path, new { allocations = new[] { new { invoiceId = first, amount = Money("1.00", "USD") } } }))
            .Must(409)
            .Code.Should()
            .Be("currency.differs");
        (await Api.Post($"{sale.Path}/payments/{Guid.NewGuid()}/allocations", new { }))
            .Must(404)
            .Code.Should()
            .Be("payment.not_found");

        async Task<(string First, string Second)> Open() =>
            (
                Amount(await Api.Get($"{sale.Path}/invoices/{first}"), "open"),
                Amount(await Api.Get($"{sale.Path}/invoices/{second}"), "open")
            );
    }

    [Fact]
    public async Task An_invoice_that_a_payment_names_is_cancelled_after_its_fix_is_followed()
    {
        var (sale, order, _) = await Api.Ordered();
        var invoice = (await Api.Post(sale.Path + "/invoices", new { orderId = order })).Must(201).Id;
        (await Api.PostOnce(sale.Path + "/payments", new { amount = Sale.Rub("300.00"), invoiceId = invoice })).Must(
            201
        );
        var refused = (await Api.Post($"{sale.Path}/invoices/{invoice}/cancel")).Must(409);
        var fix = refused["blockers"]![0]!["fix"]!;
        (refused.Code, (string)fix["operationId"]!).Should().Be(("invoice.has_payments", "allocatePayment"));
        (await Api.Post(((string)fix["href"]!)["/api/v1".Length..], new { })).Must(200);
        (await Api.Post($"{sale.Path}/invoices/{invoice}/cancel")).Must(200);
    }

    [Fact]
    public async Task Returned_goods_credit_the_invoice_and_the_balance_says_how_much()
    {
        var (sale, order, line) = await Api.Ordered();
        var invoice = (await Api.Post(sale.Path + "/invoices", new { orderId = order })).Must(201).Id;
        var shipment = (await Api.Ship(sale, order, line, 3)).Must(201).Id;
        (
            await Api.PostOnce(
                sale.Path + "/returns",
                new
                {
                    shipmentId = shipment,
                    rest = true,
                    reason = "Брак",
                }
            )
        ).Must(201);
        var credited = await Api.Get($"{sale.Path}/invoices/{invoice}");
        ((string)credited["status"]!, Amount(credited, "credited"), Amount(credited, "open"))
            .Should()
            .Be(("credited", "300.00", "0.00"));
        Amount(await Api.Get(sale.Path + "/balance"), "credited").Should().Be("300.00");
        ((string)(await Api.Get(sale.Path))["balance"]!["credited"]!["amount"]!).Should().Be("300.00");
    }

    private async Task<string> Invoice(Sale sale, string order, string line, decimal quantity, string dueOn) => (
            await Api.Post(
                sale.Path + "/invoices",
                new
                {
                    orderId = order,
                    lines = new[] { new { lineId = line, quantity } },
                    dueOn,
                }
            )
        ).Must(201).Id;

    private static string Amount(Answer answer, string member) => (string)answer[member]!["amount"]!;
}
