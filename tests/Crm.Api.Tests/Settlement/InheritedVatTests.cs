using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Settlement;

/// <summary>Documents made from another inherit priceIncludesVat, state it, and refuse another value.</summary>
[Collection(HostCollection.Name)]
public sealed class InheritedVatTests(TestHost host)
{
    private readonly Testing.Api api = host.Api;

    [Fact]
    public async Task An_order_and_its_invoices_have_the_value_of_the_proposal()
    {
        var sale = await Sale.Open(api);
        var proposal = (
            await api.Post(
                sale.Path + "/proposals",
                new
                {
                    lines = new[] { Line(10) },
                    validUntil = "2027-06-30",
                    priceIncludesVat = true,
                }
            )
        ).Must(201);
        (await api.Post($"/proposals/{proposal.Id}/issue")).Must(200);
        Differs(await api.Post(sale.Path + "/orders", new { proposalId = proposal.Id, priceIncludesVat = false }))
            .Should()
            .Be(("true", "false", "placeOrder", $"proposal:{proposal.Id}"));
        var order = (
            await api.Post(sale.Path + "/orders", new { proposalId = proposal.Id, priceIncludesVat = true })
        ).Must(201);
        ((bool)order["priceIncludesVat"]!).Should().BeTrue();
        var line = (string)order["lines"]![0]!["lineId"]!;
        object[] forms =
        [
            new { orderId = order.Id, lines = new[] { new { lineId = line, quantity = 2 } } },
            new { orderId = order.Id, amount = Sale.Rub("60.00") },
            new { orderId = order.Id, lines = new[] { Line(1) } },
            new { orderId = order.Id },
        ];
        foreach (var form in forms)
        {
            Differs(await api.Post(sale.Path + "/invoices", With(form, false)))
                .Should()
                .Be(("true", "false", "issueInvoice", $"order:{order.Id}"));
            var invoice = (await api.Post(sale.Path + "/invoices", With(form, true))).Must(201);
            ((bool)invoice["priceIncludesVat"]!).Should().BeTrue();
            (await api.Post($"{sale.Path}/invoices/{invoice.Id}/cancel")).Must(200);
            var inherited = (await api.Post(sale.Path + "/invoices", form)).Must(201);
            (inherited["total"]!.ToJsonString(), inherited["vat"]!.ToJsonString())
                .Should()
                .Be((invoice["total"]!.ToJsonString(), invoice["vat"]!.ToJsonString()));
            ((bool)inherited["priceIncludesVat"]!).Should().BeTrue();
            ((bool)(await api.Get($"{sale.Path}/invoices/{inherited.Id}")).Must(200)["priceIncludesVat"]!)
                .Should()
                .BeTrue();
        }
    }

    [Fact]
    public async Task A_schedule_and_a_reissue_have_the_value_of_what_they_are_made_from()
    {
        var sale = await Sale.Open(api);
        var order = (
            await api.Post(sale.Path + "/orders", new { lines = new[] { Line(10) }, priceIncludesVat = true })
        ).Must(201);
        var parts = new[] { new { dueOn = "2027-01-31", percent = 100 } };
        var invoice = (await api.Post(sale.Path + "/invoices/schedule", new { orderId = order.Id, parts })).Must(201)[
            "invoices"
        ]![0]!;
        ((bool)invoice["priceIncludesVat"]!).Should().BeTrue();
        var reissue = $"{sale.Path}/invoices/{(string)invoice["id"]!}/reissue";
        Differs(await api.Post(reissue, new { reason = "Срок", priceIncludesVat = false }))
            .Should()
            .Be(("true", "false", "reissueInvoice", $"invoice:{(string)invoice["id"]!}"));
        var anew = (await api.Post(reissue, new { reason = "Срок", priceIncludesVat = true })).Must(201);
        ((bool)anew["priceIncludesVat"]!).Should().BeTrue();

        var free = (
            await api.Post(sale.Path + "/invoices", new { lines = new[] { Line(1) }, priceIncludesVat = true })
        ).Must(201);
        var lines = new[] { Line(2) };
        Differs(
                await api.Post(
                    $"{sale.Path}/invoices/{free.Id}/reissue",
                    new
                    {
                        reason = "Два",
                        lines,
                        priceIncludesVat = false,
                    }
                )
            )
            .Should()
            .Be(("true", "false", "reissueInvoice", $"invoice:{free.Id}"));
        var two = (await api.Post($"{sale.Path}/invoices/{free.Id}/reissue", new { reason = "Два", lines })).Must(201);
        ((bool)two["priceIncludesVat"]!, (string)two["total"]!["amount"]!).Should().Be((true, "240.00"));
    }

    private static object Line(int quantity) =>
        new
        {
            name = "Стол",
            quantity,
            price = Sale.Rub("120.00"),
            vatRate = 20,
        };

    private static JsonObject With(object body, bool priceIncludesVat)
    {
        var changed = (JsonObject)System.Text.Json.JsonSerializer.SerializeToNode(body)!;
        changed["priceIncludesVat"] = priceIncludesVat;
        return changed;
    }

    private static (string?, string?, string?, string?) Differs(Answer answer)
    {
        var blocker = answer.Must(409)["blockers"]!.AsArray().Single()!;
        (answer.Code, (string?)blocker["code"])
            .Should()
            .Be(("price_includes_vat.differs", "price_includes_vat.differs"));
        return (
            (string?)blocker["expected"]!["text"],
            (string?)blocker["actual"]!["text"],
            (string?)blocker["fix"]!["operationId"],
            (string?)blocker["subject"]
        );
    }
}
