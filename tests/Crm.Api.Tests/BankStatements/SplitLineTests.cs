using System.Text.Json.Nodes;
using static Crm.Api.Tests.BankStatements.StatementApi;
using static Crm.Api.Tests.BankStatements.StatementFiles;

namespace Crm.Api.Tests.BankStatements;

/// <summary>A line is split over several invoices and deals; each part is a payment, and a rest stays as an advance.</summary>
[Collection(HostCollection.Name)]
public sealed class SplitLineTests(TestHost host)
{
    private Testing.Api Api => host.Api;

    [Fact]
    public async Task A_split_line_pays_every_part_once_and_the_rest_is_an_advance()
    {
        var (first, second) = (await Invoiced.Make(Api), await Invoiced.Make(Api));
        var later = (await Api.Post(first.Path + "/invoices", new { amount = Sale.Rub("50.00") })).Must(201).Id;
        var path = await Waiting("800.00");
        var parts = Parts(
            (first.Deal, first.Invoice, "360.00"),
            (first.Deal, later, "30.00"),
            (second.Deal, second.Invoice, "360.00")
        );
        var split = (await Api.Post(path + "/assign", parts)).Must(200);
        var paid = split["parts"]!.AsArray();
        paid.Select(part => ((string)part!["dealId"]!, (string?)part["invoiceId"], (string)part["amount"]!["amount"]!))
            .Should()
            .Equal(
                (first.Deal, first.Invoice, "360.00"),
                (first.Deal, later, "30.00"),
                (second.Deal, second.Invoice, "360.00"),
                (second.Deal, null, "50.00")
            );
        paid.Select(part => (string)part!["paymentId"]!).Should().OnlyHaveUniqueItems();
        ((string)split["status"]!, (string)split["allocated"]!["amount"]!).Should().Be(("assigned", "750.00"));
        (await first.Paid(Api), await second.Paid(Api)).Should().Be(("360.00", "360.00"));
        ((string)(await Api.Get(second.Path + "/balance"))["paid"]!["amount"]!).Should().Be("410.00");

        var again = (await Api.Post(path + "/assign", parts)).Must(200);
        (again["version"]!.ToString(), await first.Payments(Api), await second.Payments(Api))
            .Should()
            .Be((split["version"]!.ToString(), 2, 2));
        (await Api.Post(path + "/assign", Parts((first.Deal, first.Invoice, "800.00")))).Must(409);
    }

    [Fact]
    public async Task A_split_line_is_released_as_a_whole_and_follows_a_part_to_another_deal()
    {
        var (first, second, third) = (await Invoiced.Make(Api), await Invoiced.Make(Api), await Sale.Open(Api));
        var path = await Waiting("500.00");
        var parts = Parts((first.Deal, first.Invoice, "200.00"), (second.Deal, second.Invoice, "300.00"));
        var split = (await Api.Post(path + "/assign", parts)).Must(200);
        var moved = (
            await Api.Post(
                $"{first.Path}/payments/{split["parts"]![0]!["paymentId"]}/transfer",
                new { toDealId = third.Id, reason = "Другая сделка" }
            )
        ).Must(201);
        var followed = (await Api.Get(path)).Must(200);
        ((string)followed["parts"]![0]!["dealId"]!, (string)followed["parts"]![0]!["paymentId"]!)
            .Should()
            .Be((third.Id, moved.Id));
        (await Api.Post(path + "/unassign", new { reason = "Ошибка" })).Must(200)["parts"]!
            .AsArray()
            .Should()
            .BeEmpty();
        (await second.Paid(Api)).Should().Be("0.00");
        (await Api.Get($"{third.Path}/payments/{moved.Id}"))["reversal"].Should().NotBeNull();
        var anew = (await Api.Post(path + "/assign", parts)).Must(200);
        anew["parts"]!
            .AsArray()
            .Select(part => (string)part!["paymentId"]!)
            .Should()
            .NotIntersectWith(split["parts"]!.AsArray().Select(part => (string)part!["paymentId"]!));
        (await first.Paid(Api), await second.Paid(Api)).Should().Be(("200.00", "300.00"));
    }

    [Fact]
    public async Task Parts_that_are_refused_leave_nothing_behind()
    {
        var (first, closed) = (await Invoiced.Make(Api), await Invoiced.Make(Api));
        (await Api.Post(closed.Path + "/close", new { outcome = "lost", lostReason = "price" })).Must(200);
        var path = await Waiting("100.00");
        await Refused(422, Parts((first.Deal, null, "60.00"), (first.Deal, null, "50.00")), "/parts");
        await Refused(422, Parts([.. Enumerable.Repeat((first.Deal, (string?)null, "1.00"), 21)]), "/parts");
        await Refused(422, new { parts = Array.Empty<object>() }, "/parts");
        await Refused(
            422,
            new { dealId = first.Deal, parts = new[] { new { dealId = first.Deal, amount = Sale.Rub("1.00") } } },
            "/parts"
        );
        await Refused(422, new { }, "/dealId");
        await Refused(422, Parts((first.Deal, null, "0.00")), "/parts/0/amount/amount");
        (await Api.Post(path + "/assign", Parts((first.Deal, null, "60.00"), (closed.Deal, null, "40.00"))))
            .Must(409)
            .Code.Should()
            .Be("deal.closed");
        (await first.Payments(Api)).Should().Be(0);

        async Task Refused(int status, object body, string pointer)
        {
            var refused = (await Api.Post(path + "/assign", body)).Must(status);
            ((string)refused["errors"]![0]!["pointer"]!).Should().Be(pointer);
        }
    }

    [Fact]
    public async Task Money_of_another_client_waits_and_so_do_the_numbers_of_two()
    {
        var (sold, other) = (await Invoiced.Make(Api), await Invoiced.Make(Api, "5.00"));
        Waits(await Line("360.00", $"Счет {sold.Number}", other.TaxId))
            .Should()
            .Be(("waiting", "statement_line.payer_differs"));
        (await Api.Import(Exchange(Document(Fresh, "5.00", $"Счет {other.Number}", other.TaxId)))).Must(201);
        Waits(await Line("360.00", $"Счета {sold.Number} и {other.Number}", sold.TaxId))
            .Should()
            .Be(("waiting", "statement_line.ambiguous"));
        ((string)(await Line("360.00", $"За {sold.Number}", TaxId()))["matchedBy"]!).Should().Be("numberAndAmount");
    }

    private async Task<JsonNode> Line(string amount, string purpose, string taxId) =>
        await Api.Only((await Api.Import(Exchange(Document(Fresh, amount, purpose, taxId)))).Must(201));

    private async Task<string> Waiting(string amount) =>
        $"/bank-statement-lines/{(await Line(amount, "Оплата " + Fresh, TaxId()))["id"]}";

    private static object Parts(params (string Deal, string? Invoice, string Amount)[] parts) =>
        new
        {
            parts = parts.Select(part =>
                part.Invoice is null
                    ? (object)new { dealId = part.Deal, amount = Sale.Rub(part.Amount) }
                    : new
                    {
                        dealId = part.Deal,
                        invoiceId = part.Invoice,
                        amount = Sale.Rub(part.Amount),
                    }
            ),
        };
}
