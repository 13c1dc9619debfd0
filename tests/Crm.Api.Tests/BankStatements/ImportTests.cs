using static Crm.Api.Tests.BankStatements.StatementApi;
using static Crm.Api.Tests.BankStatements.StatementFiles;

namespace Crm.Api.Tests.BankStatements;

/// <summary>POST /bank-statements: lines that match for certain become payments, once.</summary>
[Collection(HostCollection.Name)]
public sealed class ImportTests(TestHost host)
{
    private Testing.Api Api => host.Api;

    [Fact]
    public async Task A_payment_that_names_its_invoice_is_recorded_with_the_banks_date_and_the_file_again_changes_nothing()
    {
        var sold = await Invoiced.Make(Api);
        var file = Exchange(
            Document("17", "360.00", $"Оплата по счёту № {sold.Number} от 01.11.2026", sold.TaxId),
            Document("18" + Fresh, "5.00", "Комиссия", outgoing: true)
        );
        var first = (await Api.Import(file)).Must(201);
        (
            first["lines"]!.ToJsonString(),
            (string)first["received"]![0]!["amount"]!,
            (string)first["sent"]![0]!["amount"]!,
            (string)first["accounts"]![0]!
        )
            .Should()
            .Be(
                (
                    """{"pending":0,"matched":1,"waiting":0,"assigned":0,"ignored":0,"outgoing":1,"repeated":0,"ownTransfer":0}""",
                    "360.00",
                    "5.00",
                    Own
                )
            );
        first.Headers["Location"].Should().Be("/api/v1/bank-statements/" + first.Id);

        var line = (await Api.Lines(first, "?status=matched")).Single()!;
        (
            (string)line["dealId"]!,
            (string)line["invoiceId"]!,
            (string)line["matchedBy"]!,
            (string)line["allocated"]!["amount"]!
        )
            .Should()
            .Be((sold.Deal, sold.Invoice, "numberAndPayer", "360.00"));
        var payment = (await Api.Get($"{sold.Path}/payments/{line["paymentId"]}")).Must(200);
        ((string)payment["number"]!).Should().MatchRegex("^PM-2026-[0-9]{6}$");
        ((string)payment["paidOn"]!, (string)payment["reference"]!, (string)payment["allocations"]![0]!["invoiceId"]!)
            .Should()
            .Be(("2026-11-05", $"№ 17 от 05.11.2026. Оплата по счёту № {sold.Number} от 01.11.2026", sold.Invoice));
        ((string)(await Api.Get($"{sold.Path}/invoices/{sold.Invoice}"))["status"]!).Should().Be("paid");
        var domainEvent = (await Api.Get($"{sold.Path}/history?type=payment_received")).Must(200)["items"]!
            .AsArray()
            .Single()!;
        ((string)domainEvent["cause"]!["kind"]!, (string)domainEvent["cause"]!["ref"]!, (string)domainEvent["command"]!)
            .Should()
            .Be(("import", (string)line["id"]!, "settleBankStatement"));

        var before = await Conventions.Stored.Count(host.App);
        var again = (await Api.Import(file)).Must(200);
        (again.Id, again["lines"]!.ToJsonString()).Should().Be((first.Id, first["lines"]!.ToJsonString()));
        (await Conventions.Stored.Count(host.App)).Should().Be(before, "the same file changes nothing");
    }

    [Fact]
    public async Task A_payment_in_an_overlapping_file_is_recognised()
    {
        var (first, second) = (await Invoiced.Make(Api), await Invoiced.Make(Api));
        var one = Document("21", "360.00", $"Счет {first.Number}", first.TaxId);
        (await Api.Import(Exchange(one))).Must(201);
        var wider = (
            await Api.Import(Exchange(one, Document("22", "360.00", $"Счет {second.Number}", second.TaxId)))
        ).Must(201);
        wider["repeated"]!.AsArray().Should().ContainSingle();
        ((int)wider["lines"]!["matched"]!, (int)wider["lines"]!["repeated"]!).Should().Be((1, 1));
        (await first.Payments(Api), await second.Payments(Api)).Should().Be((1, 1));
        // The same movement in another format of the same bank.
        var table =
            $"account;date;number;amount;inn;purpose\n{Own};05.11.2026;21;360,00;{first.TaxId};Счет {first.Number}\n".Replace(
                "inn",
                "tax id",
                StringComparison.Ordinal
            );
        (
            (int)
                (await Api.Import(System.Text.Encoding.UTF8.GetBytes(table), "text/csv")).Must(201)["lines"]![
                    "repeated"
                ]!
        )
            .Should()
            .Be(1);
        (await first.Payments(Api)).Should().Be(1);
    }

    [Fact]
    public async Task Part_payments_and_over_payments_pay_what_is_left_and_the_rest_is_an_advance()
    {
        var sold = await Invoiced.Make(Api);
        (
            await Api.Import(
                Exchange(
                    Document("31", "100.00", $"Частично {sold.Number}", sold.TaxId),
                    Document("32", "500.00", $"Остаток {sold.Number}", sold.TaxId)
                )
            )
        ).Must(201);
        (await sold.Paid(Api)).Should().Be("360.00");
        ((string)(await Api.Get(sold.Path + "/balance"))["paid"]!["amount"]!).Should().Be("600.00");
        var late = await Api.Only(
            (await Api.Import(Exchange(Document("33", "1.00", $"Ещё {sold.Number}", sold.TaxId)))).Must(201)
        );
        Waits(late).Should().Be(("waiting", "statement_line.invoice_paid"));
        // Two lines of one file pay one after the other: the second sees what the first has left open.
        var other = await Invoiced.Make(Api);
        var both = (
            await Api.Import(
                Exchange(
                    Document("34", "200.00", $"Часть {other.Number}", other.TaxId),
                    Document("35", "160.00", "без номера", other.TaxId)
                )
            )
        ).Must(201);
        ((int)both["lines"]!["matched"]!).Should().Be(2);
        ((string)(await Api.Lines(both))[1]!["matchedBy"]!).Should().Be("payerAndAmount");
    }

    [Fact]
    public async Task Hostile_files_are_refused_and_nothing_is_written()
    {
        var before = await Conventions.Stored.Count(host.App);
        (await Api.Import(new byte[10 * 1024 * 1024], "text/plain"))
            .Must(413)
            .Code.Should()
            .Be("bank_statement.too_large");
        (await Api.Import([], "text/plain")).Must(400).Code.Should().Be("body.required");
        (await Api.Import([0x4D, 0x5A, 0x90, 0, 3, 0, 0], "text/plain")).Must(422);
        (await Api.Import(Bytes("{}"), "application/json")).Must(415).Code.Should().Be("body.media_type");
        (await Api.Import(Bytes("1CClientBankExchange"))).Must(422);
        var negative = (
            await Api.Import(Exchange(Document("1", "-5.00", "А"), Document("2", new string('9', 40), "А")))
        ).Must(422);
        negative["errors"]!
            .AsArray()
            .Select(x => ((string)x!["pointer"]!, (string)x["code"]!))
            .Should()
            .Equal(("/line/16", "statement.amount_invalid"), ("/line/29", "statement.amount_invalid"));
        (await Api.Import(Bytes(Exchange(Document("1", "5.00", "А\0Б"))))).Must(422);
        (await Api.Import(Exchange([.. Enumerable.Range(0, 10_001).Select(i => Document("X" + i, "1.00", "А"))]))).Must(
            422
        )["errors"]![0]!["code"]!
            .ToString()
            .Should()
            .Be("statement.too_many_lines");
        (await Api.Import(Bytes(Exchange(Document("1", "5.00", "А"))), query: "?wrong=1")).Must(400);
        (await Api.Get("/bank-statement-lines?status=odd")).Must(400);
        (await Api.Get($"/bank-statements/{Guid.NewGuid()}")).Must(404);
        (await Api.Get($"/bank-statements/{Guid.NewGuid()}/lines")).Must(404);
        (await Api.Post($"/bank-statement-lines/{Guid.NewGuid()}/assign", new { dealId = Guid.NewGuid() })).Must(404);
        (await Api.Post($"/bank-statement-lines/{Guid.NewGuid()}/ignore", new { reason = "А" })).Must(404);
        (await Api.Post($"/bank-statement-lines/{Guid.Empty}/assign", new { dealId = Guid.NewGuid() }))
            .Must(404)
            .Code.Should()
            .Be("statement_line.not_found");
        (await Api.Post($"/bank-statement-lines/{Guid.NewGuid()}/assign", new { dealId = Guid.Empty }))
            .Must(422)
            .Code.Should()
            .Be("validation.failed");
        (await Api.Post($"/bank-statement-lines/{Guid.Empty}/ignore", new { reason = "А" }))
            .Must(404)
            .Code.Should()
            .Be("statement_line.not_found");
        (await Conventions.Stored.Count(host.App)).Should().Be(before);
    }
}
