using static Crm.Api.Tests.Settlement.PlacedOrders;

namespace Crm.Api.Tests.Settlement;

/// <summary>What was entered by mistake is reversed or transferred; nothing is edited or deleted.</summary>
[Collection(HostCollection.Name)]
public sealed class CorrectionTests(TestHost host)
{
    private static readonly object Mistake = new { reason = "Введено по ошибке" };

    private Testing.Api Api => host.Api;

    [Fact]
    public async Task Every_document_of_money_and_goods_is_reversed_and_shown_as_reversed()
    {
        var (sale, order, line) = await Api.Ordered();
        var shipment = (await Api.Ship(sale, order, line, 3)).Must(201).Id;
        var back = (
            await Api.PostOnce(
                sale.Path + "/returns",
                new
                {
                    shipmentId = shipment,
                    rest = true,
                    reason = "Брак",
                }
            )
        ).Must(201).Id;
        var payment = (await Api.PostOnce(sale.Path + "/payments", new { amount = Sale.Rub("90.00") })).Must(201).Id;
        var refund = (await Api.PostOnce(sale.Path + "/refunds", new { amount = Sale.Rub("50.00"), reason = "Лишнее" }))
            .Must(201)
            .Id;
        var writeOff = (
            await Api.PostOnce(
                sale.Path + "/write-offs",
                new
                {
                    amount = Sale.Rub("40.00"),
                    side = "us",
                    reason = "Копейки",
                }
            )
        ).Must(201).Id;

        await Refused($"shipments/{shipment}", "shipment.has_returns");
        await Refused($"payments/{payment}", "money.taken", blockers: 2);
        foreach (
            var document in (string[])
                [
                    $"write-offs/{writeOff}",
                    $"refunds/{refund}",
                    $"payments/{payment}",
                    $"returns/{back}",
                    $"shipments/{shipment}",
                ]
        )
        {
            var reversed = (await Api.Post($"{sale.Path}/{document}/reverse", Mistake)).Must(200);
            ((string)reversed["reversal"]!["reason"]!).Should().Be("Введено по ошибке");
            var version = reversed["happenedAt"]!.ToString();
            var again = (await Api.Post($"{sale.Path}/{document}/reverse", Mistake)).Must(200);
            again.Text.Should().Be(reversed.Text, "repeating changes nothing");
            (await Api.Get($"{sale.Path}/{document}?asOf={version}"))["reversal"].Should().BeNull();
        }

        var balance = await Api.Get(sale.Path + "/balance");
        foreach (
            var member in (string[])["shipped", "returned", "paid", "refunded", "writtenOff", "clientOwes", "weOwe"]
        )
            ((string)balance[member]!["amount"]!).Should().Be("0.00", member);
        (await Api.Ship(sale, order, line, 3)).Must(201);

        async Task Refused(string document, string code, int blockers = 1)
        {
            var refused = (await Api.Post($"{sale.Path}/{document}/reverse", Mistake)).Must(409);
            refused.Code.Should().Be(code);
            refused["blockers"]!.AsArray().Should().HaveCount(blockers).And.OnlyContain(x => x!["fix"] != null);
        }
    }

    [Fact]
    public async Task A_reversal_needs_a_reason_a_document_and_an_open_deal()
    {
        var (sale, _, _) = await Api.Ordered();
        var payment = (await Api.PostOnce(sale.Path + "/payments", new { amount = Sale.Rub("5.00") })).Must(201).Id;
        (await Api.Post($"{sale.Path}/payments/{payment}/reverse", new { })).Must(422);
        foreach (var noun in (string[])["payments", "refunds", "shipments", "returns", "write-offs"])
            (await Api.Post($"{sale.Path}/{noun}/{Guid.NewGuid()}/reverse", Mistake)).Must(404);
        (
            await Api.Post(
                sale.Path + "/close",
                new
                {
                    outcome = "lost",
                    lostReason = "price",
                    waiver = new { reason = "Клиент пропал" },
                }
            )
        ).Must(200);
        (await Api.Post($"{sale.Path}/payments/{payment}/reverse", Mistake)).Must(409).Code.Should().Be("deal.closed");
    }

    [Fact]
    public async Task A_payment_on_the_wrong_deal_is_transferred_in_one_commit()
    {
        var (wrong, right) = (await Sale.Open(Api), await Sale.Open(Api));
        var payment = (
            await Api.PostOnce(
                wrong.Path + "/payments",
                new
                {
                    amount = Sale.Rub("500.00"),
                    paidOn = "2026-01-15",
                    reference = "ПП 17",
                }
            )
        ).Must(201);
        var body = new { toDealId = right.Id, reason = "Оплата другой сделки" };
        var moved = (await Api.Post($"{wrong.Path}/payments/{payment.Id}/transfer", body)).Must(201);
        moved.Headers["Location"].ToString().Should().Be($"/api/v1{right.Path}/payments/{moved.Id}");
        (
            (string)moved["dealId"]!,
            (string)moved["amount"]!["amount"]!,
            (string)moved["paidOn"]!,
            (string)moved["reference"]!,
            (string)moved["movedFrom"]!["dealId"]!,
            (string)moved["movedFrom"]!["paymentId"]!
        )
            .Should()
            .Be((right.Id, "500.00", "2026-01-15", "ПП 17", wrong.Id, payment.Id));
        ((string)moved["number"]!).Should().NotBe((string)payment["number"]!);
        var reversed = await Api.Get($"{wrong.Path}/payments/{payment.Id}");
        (
            (string)reversed["reversal"]!["movedTo"]!["paymentId"]!,
            (string)reversed["reversal"]!["happenedAt"]!,
            (string)reversed["advance"]!["amount"]!
        )
            .Should()
            .Be((moved.Id, (string)moved["happenedAt"]!, "0.00"));
        (await Paid(wrong), await Paid(right)).Should().Be(("0.00", "500.00"));

        var again = (await Api.Post($"{wrong.Path}/payments/{payment.Id}/transfer", body)).Must(200);
        (again.Id, await Paid(right)).Should().Be((moved.Id, "500.00"));
        var third = await Sale.Open(Api);
        (await Api.Post($"{wrong.Path}/payments/{payment.Id}/transfer", new { toDealId = third.Id, reason = "Нет" }))
            .Must(409)
            .Code.Should()
            .Be("payment.reversed");
    }

    [Fact]
    public async Task A_transfer_that_the_other_deal_refuses_changes_neither()
    {
        var (from, to) = (await Sale.Open(Api), await Sale.Open(Api));
        var payment = (await Api.PostOnce(from.Path + "/payments", new { amount = Sale.Rub("5.00") })).Must(201).Id;
        var path = $"{from.Path}/payments/{payment}/transfer";
        (await Api.PostOnce(to.Path + "/payments", new { amount = Money("5.00", "USD") })).Must(201);
        (await Api.Post(path, new { toDealId = to.Id, reason = "Ошибка" }))
            .Must(409)
            .Code.Should()
            .Be("currency.differs");
        (await Api.Post(path, new { toDealId = Guid.NewGuid(), reason = "Ошибка" })).Must(404);
        (await Api.Post(path, new { toDealId = from.Id, reason = "Ошибка" })).Must(422);
        (await Paid(from)).Should().Be("5.00");
        var clerk = (await Api.Post("/users", new { name = "Клерк", roles = new[] { "sales-manager" } })).Must(201).Id;
        var manager = await host.App.AsUser(Guid.Parse(clerk));
        (await manager.Post(path, new { toDealId = to.Id, reason = "Ошибка" })).Must(404);
    }

    [Fact]
    public async Task A_reader_of_one_deal_does_not_learn_of_the_other()
    {
        var clerk = (await Api.Post("/users", new { name = "Клерк", roles = new[] { "sales-manager" } })).Must(201).Id;
        var manager = await host.App.AsUser(Guid.Parse(clerk));
        foreach (var seesFirst in (bool[])[true, false])
        {
            var (first, second) = (await Sale.Open(Api), await Sale.Open(Api));
            var payment = (await Api.PostOnce(first.Path + "/payments", new { amount = Sale.Rub("5.00") }))
                .Must(201)
                .Id;
            var moved = (
                await Api.Post(
                    $"{first.Path}/payments/{payment}/transfer",
                    new { toDealId = second.Id, reason = "Ошибка" }
                )
            )
                .Must(201)
                .Id;
            var (own, other) = seesFirst ? (first, second) : (second, first);
            (await Api.Post(own.Path + "/participants", new { userIds = new[] { clerk } })).Must(200);
            foreach (var path in (string[])["/payments", $"/payments/{(seesFirst ? payment : moved)}", "/history"])
                (await manager.Get(own.Path + path)).Must(200).Text.Should().NotContain(other.Id, path);
            (await Api.Get(own.Path + "/history")).Text.Should().Contain(other.Id);
        }
    }

    private async Task<string> Paid(Sale sale) =>
        (string)(await Api.Get(sale.Path + "/balance"))["paid"]!["amount"]! is var paid
        && (string)(await Api.Get(sale.Path + "/balance"))["refunded"]!["amount"]! == "0.00"
            ? paid
            : "refunded";
}
