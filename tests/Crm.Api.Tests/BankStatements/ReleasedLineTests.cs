using System.Text.Json.Nodes;
using static Crm.Api.Tests.BankStatements.StatementApi;
using static Crm.Api.Tests.BankStatements.StatementFiles;

namespace Crm.Api.Tests.BankStatements;

/// <summary>A settled line is released, and follows its payment to another deal.</summary>
[Collection(HostCollection.Name)]
public sealed class ReleasedLineTests(TestHost host)
{
    private Testing.Api Api => host.Api;

    [Fact]
    public async Task A_released_line_waits_and_its_payment_is_reversed_and_it_is_assigned_again_once()
    {
        var sold = await Invoiced.Make(Api);
        var line = await Settled(sold);
        var path = $"/bank-statement-lines/{line["id"]}";
        var first = (string)line["paymentId"]!;
        (await Api.Post(path + "/unassign", new { })).Must(422);
        var released = (await Api.Post(path + "/unassign", new { reason = "Чужой платёж" })).Must(200);
        Waits(JsonNode.Parse(released.Text)!).Should().Be(("waiting", "statement_line.unassigned"));
        released["paymentId"].Should().BeNull();
        ((string)(await Api.Get($"{sold.Path}/payments/{first}"))["reversal"]!["reason"]!).Should().Be("Чужой платёж");
        (await Status(sold)).Should().Be("issued");
        (await Api.Post(path + "/unassign", new { reason = "Чужой платёж" })).Must(200).Text.Should().Be(released.Text);

        var again = (await Api.Post(path + "/assign", new { dealId = sold.Deal, invoiceId = sold.Invoice })).Must(200);
        ((string)again["paymentId"]!).Should().NotBe(first);
        (await Status(sold)).Should().Be("paid");
        (await Api.Post(path + "/assign", new { dealId = sold.Deal, invoiceId = sold.Invoice })).Must(200);
        (await Api.Get(sold.Path + "/payments")).Must(200)["items"]!.AsArray().Should().HaveCount(2);
    }

    [Fact]
    public async Task A_released_line_is_not_booked_again_with_the_rest_of_its_statement()
    {
        var sold = await Invoiced.Make(Api);
        var line = await Settled(sold);
        var path = $"/bank-statement-lines/{line["id"]}";
        (await Api.Post(path + "/unassign", new { reason = "Чужой платёж" })).Must(200);
        (await Api.Post($"/bank-statements/{line["statementId"]}/match", new { })).Must(200);
        Waits((await Api.Get(path)).Must(200).Json).Should().Be(("waiting", "statement_line.unassigned"));
        (await Status(sold)).Should().Be("issued");
        ((string)(await Api.Post(path + "/match", new { })).Must(200)["status"]!).Should().Be("matched");
    }

    [Fact]
    public async Task A_line_whose_payment_was_reversed_by_hand_is_released_without_another_reversal()
    {
        var sold = await Invoiced.Make(Api);
        var line = await Settled(sold);
        var payment = $"{sold.Path}/payments/{line["paymentId"]}";
        (await Api.Post(payment + "/reverse", new { reason = "Ошибка" })).Must(200);
        var before = (await Api.Get(sold.Path))["version"]!.ToString();
        (await Api.Post($"/bank-statement-lines/{line["id"]}/unassign", new { reason = "Чужой платёж" })).Must(200);
        (await Api.Get(sold.Path))["version"]!.ToString().Should().Be(before);
    }

    [Fact]
    public async Task A_line_that_has_no_payment_is_not_released()
    {
        var line = await Api.Only(
            (await Api.Import(Exchange(Document("71" + Fresh, "1.00", "Займ", TaxId())))).Must(201)
        );
        var refused = (await Api.Post($"/bank-statement-lines/{line["id"]}/unassign", new { reason = "Нет" })).Must(
            409
        );
        (refused.Code, (string)refused["blockers"]![0]!["fix"]!["operationId"]!)
            .Should()
            .Be(("statement_line.not_settled", "assignStatementLine"));
    }

    [Fact]
    public async Task A_line_follows_its_payment_to_another_deal()
    {
        var (sold, other) = (await Invoiced.Make(Api), await Sale.Open(Api));
        var line = await Settled(sold);
        var moved = (
            await Api.Post(
                $"{sold.Path}/payments/{line["paymentId"]}/transfer",
                new { toDealId = other.Id, reason = "Оплата другой сделки" }
            )
        ).Must(201);
        var path = $"/bank-statement-lines/{line["id"]}";
        var followed = (await Api.Get(path)).Must(200);
        ((string)followed["dealId"]!, (string)followed["paymentId"]!, (string)followed["status"]!)
            .Should()
            .Be((other.Id, moved.Id, "assigned"));
        (await Api.Post(path + "/unassign", new { reason = "Не та сделка" })).Must(200);
        (await Api.Get($"{other.Path}/payments/{moved.Id}"))["reversal"].Should().NotBeNull();
    }

    private async Task<JsonNode> Settled(Invoiced sold)
    {
        var line = await Api.Only(
            (await Api.Import(Exchange(Document("61" + Fresh, "360.00", $"Счет {sold.Number}", sold.TaxId)))).Must(201)
        );
        ((string)line["status"]!).Should().Be("matched");
        return line;
    }

    private async Task<string> Status(Invoiced sold) =>
        (string)(await Api.Get($"{sold.Path}/invoices/{sold.Invoice}"))["status"]!;
}
