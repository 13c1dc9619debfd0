using static Crm.Api.Tests.BankStatements.StatementApi;
using static Crm.Api.Tests.BankStatements.StatementFiles;

namespace Crm.Api.Tests.BankStatements;

/// <summary>Statement lines that cannot be matched for certain wait, with the reason and the call that helps.</summary>
[Collection(HostCollection.Name)]
public sealed class WaitingLinesTests(TestHost host)
{
    private Testing.Api Api => host.Api;

    [Fact]
    public async Task What_is_not_certain_waits_with_its_reason_and_the_call_that_helps()
    {
        var sold = await Invoiced.Make(Api);
        var twin = await Invoiced.Of(Api, sold.Client, sold.TaxId, "360.00");
        var file = (
            await Api.Import(
                Exchange(
                    Document("41" + Fresh, "360.00", "За товар", sold.TaxId),
                    Document("42" + Fresh, "100.00", "За товар", sold.TaxId),
                    Document("43" + Fresh, "10.00", $"Счет {sold.Number}", "5555555555", "ООО Чужое"),
                    Document("44" + Fresh, "77.00", "Займ", TaxId())
                )
            )
        ).Must(201);
        var lines = await Api.Lines(file);
        lines
            .Select(x => Waits(x!))
            .Should()
            .Equal(
                ("waiting", "statement_line.ambiguous"),
                ("waiting", "statement_line.amount_differs"),
                ("waiting", "statement_line.payer_differs"),
                ("waiting", "statement_line.no_invoice")
            );
        lines[0]!["candidates"]!
            .AsArray()
            .Select(x => (string)x!["invoiceId"]!)
            .Should()
            .BeEquivalentTo(sold.Invoice, twin.Invoice);
        (
            (string)lines[0]!["blockers"]![0]!["fix"]!["operationId"]!,
            (string)lines[0]!["blockers"]![0]!["fix"]!["href"]!
        )
            .Should()
            .Be(("assignStatementLine", $"/api/v1/bank-statement-lines/{lines[0]!["id"]}/assign"));
        var waiting = (
            await Api.Get("/bank-statement-lines?status=waiting&reason=statement_line.ambiguous&limit=200")
        ).Must(200);
        waiting["items"]!.AsArray().Select(x => (string)x!["id"]!).Should().Contain((string)lines[0]!["id"]!);

        var path = $"/bank-statement-lines/{lines[0]!["id"]}";
        (await Api.Post(path + "/assign", new { dealId = twin.Deal, invoiceId = sold.Invoice })).Must(422);
        var assigned = (
            await Api.PostOnce(path + "/assign", new { dealId = twin.Deal, invoiceId = twin.Invoice })
        ).Must(200);
        ((string)assigned["status"]!, (string)assigned["invoiceId"]!, await twin.Paid(Api))
            .Should()
            .Be(("assigned", twin.Invoice, "360.00"));
        (await Api.Post(path + "/assign", new { dealId = twin.Deal, invoiceId = twin.Invoice })).Must(200);
        (await Api.Post(path + "/assign", new { dealId = sold.Deal, invoiceId = sold.Invoice }))
            .Must(409)
            .Code.Should()
            .Be("statement_line.settled");
        (await Api.Post(path + "/ignore", new { reason = "Ошибка" }))
            .Must(409)
            .Code.Should()
            .Be("statement_line.settled");
        (await twin.Payments(Api)).Should().Be(1);

        var loan = $"/bank-statement-lines/{lines[3]!["id"]}";
        ((string)(await Api.Post(loan + "/ignore", new { reason = "Возврат займа" })).Must(200)["ignoredFor"]!)
            .Should()
            .Be("Возврат займа");
        (await Api.Post(loan + "/ignore", new { reason = "Возврат займа" })).Must(200);
        ((string)(await Api.Post(loan + "/assign", new { dealId = sold.Deal })).Must(200)["status"]!)
            .Should()
            .Be("assigned", "an ignored line may still turn out to pay a deal");
    }

    [Fact]
    public async Task A_closed_deal_waits_to_be_reopened_and_another_currency_waits()
    {
        var sold = await Invoiced.Make(Api);
        (await Api.PostOnce(sold.Path + "/close", new { outcome = "lost", lostReason = "price" })).Must(200);
        var closed = await Api.Only(
            (await Api.Import(Exchange(Document("51", "360.00", $"Счет {sold.Number}", sold.TaxId)))).Must(201)
        );
        Waits(closed).Should().Be(("waiting", "statement_line.deal_closed"));
        ((string)closed["blockers"]![0]!["fix"]!["href"]!).Should().Be($"/api/v1{sold.Path}/reopen");
        var refused = (await Api.Post($"/bank-statement-lines/{closed["id"]}/assign", new { dealId = sold.Deal })).Must(
            409
        );
        (refused.Code, (string)refused["blockers"]![0]!["fix"]!["operationId"]!)
            .Should()
            .Be(("deal.closed", "reopenDeal"));
        (await Api.Post(sold.Path + "/reopen", new { reason = "Деньги пришли" })).Must(200);
        (await Api.Post($"/bank-statement-lines/{closed["id"]}/assign", new { dealId = sold.Deal })).Must(200);
        (await sold.Payments(Api)).Should().Be(1);

        var foreign = await Invoiced.Make(Api, "100.00", currency: "USD");
        Waits(
                await Api.Only(
                    (
                        await Api.Import(Exchange(Document("52", "100.00", $"Invoice {foreign.Number}", foreign.TaxId)))
                    ).Must(201)
                )
            )
            .Should()
            .Be(("waiting", "statement_line.currency_differs"));
        var dollars = (
            await Api.Import(
                ExchangeOf(
                    "Windows",
                    "40702840900000000001",
                    Document("53", "100.00", $"Invoice {foreign.Number}", foreign.TaxId, own: "40702840900000000001")
                )
            )
        ).Must(201);
        ((string)(await Api.Only(dollars))["status"]!, await foreign.Paid(Api)).Should().Be(("matched", "100.00"));
    }

    [Fact]
    public async Task A_payment_that_the_bank_dates_ahead_waits_for_its_day()
    {
        var sold = await Invoiced.Make(Api);
        var line = await Api.Only(
            (
                await Api.Import(
                    Exchange(Document("1", "360.00", $"Счет {sold.Number}", sold.TaxId, date: "31.12.2027"))
                )
            ).Must(201)
        );
        Waits(line).Should().Be(("waiting", "statement_line.refused"));
        ((string)line["blockers"]![0]!["actual"]!["text"]!).Should().Contain("date.future");
    }
}
