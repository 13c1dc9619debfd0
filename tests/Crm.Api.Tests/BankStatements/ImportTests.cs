using System.Text.Json.Nodes;
using Npgsql;
using static Crm.Api.Tests.BankStatements.StatementFiles;

namespace Crm.Api.Tests.BankStatements;

/// <summary>POST /bank-statements: what is certain becomes a payment, once; what is not waits with its reason.</summary>
[Collection(HostCollection.Name)]
public sealed class ImportTests(TestHost host)
{
    private Testing.Api Api => host.Api;

    private static string Fresh => Guid.NewGuid().ToString("N")[..8];

    private async Task<JsonArray> Lines(Answer statement, string query = "") => (await Api.Get($"/bank-statements/{statement.Id}/lines{query}")).Must(200)["items"]!.AsArray();

    private async Task<JsonNode> Only(Answer statement) => (await Lines(statement)).Should().ContainSingle().Which!;

    private static (string?, string?) Waits(JsonNode line) => ((string?)line["status"], (string?)line["blockers"]?.AsArray().SingleOrDefault()?["code"]);

    [Fact]
    public async Task A_payment_that_names_its_invoice_is_recorded_with_the_banks_date_and_the_file_again_changes_nothing()
    {
        var sold = await Invoiced.Make(Api);
        var file = Exchange(Document("17", "360.00", $"Оплата по счёту № {sold.Number} от 01.11.2026", sold.TaxId), Document("18" + Fresh, "5.00", "Комиссия", outgoing: true));
        var first = (await Api.Import(file)).Must(201);
        (first["lines"]!.ToJsonString(), (string)first["received"]![0]!["amount"]!, (string)first["sent"]![0]!["amount"]!, (string)first["accounts"]![0]!)
            .Should().Be(("""{"pending":0,"matched":1,"waiting":0,"assigned":0,"ignored":0,"outgoing":1,"repeated":0}""", "360.00", "5.00", Own));
        first.Headers["Location"].Should().Be("/api/v1/bank-statements/" + first.Id);

        var line = (await Lines(first, "?status=matched")).Single()!;
        ((string)line["dealId"]!, (string)line["invoiceId"]!, (string)line["matchedBy"]!, (string)line["allocated"]!["amount"]!).Should().Be((sold.Deal, sold.Invoice, "numberAndPayer", "360.00"));
        var payment = (await Api.Get($"{sold.Path}/payments/{line["paymentId"]}")).Must(200);
        ((string)payment["paidOn"]!, (string)payment["reference"]!, (string)payment["allocations"]![0]!["invoiceId"]!).Should().Be(("2026-11-05", $"№ 17 от 05.11.2026. Оплата по счёту № {sold.Number} от 01.11.2026", sold.Invoice));
        ((string)(await Api.Get($"{sold.Path}/invoices/{sold.Invoice}"))["status"]!).Should().Be("paid");
        var fact = (await Api.Get($"{sold.Path}/history?type=payment_received")).Must(200)["items"]!.AsArray().Single()!;
        ((string)fact["cause"]!["kind"]!, (string)fact["cause"]!["ref"]!, (string)fact["command"]!).Should().Be(("import", (string)line["id"]!, "settleBankStatement"));

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
        var wider = (await Api.Import(Exchange(one, Document("22", "360.00", $"Счет {second.Number}", second.TaxId)))).Must(201);
        wider["repeated"]!.AsArray().Should().ContainSingle();
        ((int)wider["lines"]!["matched"]!, (int)wider["lines"]!["repeated"]!).Should().Be((1, 1));
        (await first.Payments(Api), await second.Payments(Api)).Should().Be((1, 1));
        // The same movement in another format of the same bank.
        var table = $"account;date;number;amount;inn;purpose\n{Own};05.11.2026;21;360,00;{first.TaxId};Счет {first.Number}\n".Replace("inn", "tax id", StringComparison.Ordinal);
        ((int)(await Api.Import(System.Text.Encoding.UTF8.GetBytes(table), "text/csv")).Must(201)["lines"]!["repeated"]!).Should().Be(1);
        (await first.Payments(Api)).Should().Be(1);
    }

    [Fact]
    public async Task Part_payments_and_over_payments_pay_what_is_left_and_the_rest_is_an_advance()
    {
        var sold = await Invoiced.Make(Api);
        (await Api.Import(Exchange(Document("31", "100.00", $"Частично {sold.Number}", sold.TaxId), Document("32", "500.00", $"Остаток {sold.Number}", sold.TaxId)))).Must(201);
        (await sold.Paid(Api)).Should().Be("360.00");
        ((string)(await Api.Get(sold.Path + "/balance"))["paid"]!["amount"]!).Should().Be("600.00");
        var late = await Only((await Api.Import(Exchange(Document("33", "1.00", $"Ещё {sold.Number}", sold.TaxId)))).Must(201));
        Waits(late).Should().Be(("waiting", "statement_line.invoice_paid"));
        // Two lines of one file pay one after the other: the second sees what the first has left.
        var other = await Invoiced.Make(Api);
        var both = (await Api.Import(Exchange(Document("34", "200.00", $"Часть {other.Number}", other.TaxId), Document("35", "160.00", "без номера", other.TaxId)))).Must(201);
        ((int)both["lines"]!["matched"]!).Should().Be(2);
        ((string)(await Lines(both))[1]!["matchedBy"]!).Should().Be("payerAndAmount");
    }

    [Fact]
    public async Task What_is_not_certain_waits_with_its_reason_and_the_call_that_helps()
    {
        var sold = await Invoiced.Make(Api);
        var twin = await Invoiced.Of(Api, sold.Client, sold.TaxId, "360.00");
        var file = (await Api.Import(Exchange(
            Document("41" + Fresh, "360.00", "За товар", sold.TaxId), Document("42" + Fresh, "100.00", "За товар", sold.TaxId), Document("43" + Fresh, "10.00", $"Счет {sold.Number}", "5555555555", "ООО Чужое"),
            Document("44" + Fresh, "77.00", "Займ", TaxId())))).Must(201);
        var lines = await Lines(file);
        lines.Select(x => Waits(x!)).Should().Equal(("waiting", "statement_line.ambiguous"), ("waiting", "statement_line.amount_differs"), ("waiting", "statement_line.payer_differs"), ("waiting", "statement_line.no_invoice"));
        lines[0]!["candidates"]!.AsArray().Select(x => (string)x!["invoiceId"]!).Should().BeEquivalentTo(sold.Invoice, twin.Invoice);
        ((string)lines[0]!["blockers"]![0]!["fix"]!["operationId"]!, (string)lines[0]!["blockers"]![0]!["fix"]!["href"]!).Should().Be(("assignStatementLine", $"/api/v1/bank-statement-lines/{lines[0]!["id"]}/assign"));
        var waiting = (await Api.Get("/bank-statement-lines?status=waiting&reason=statement_line.ambiguous&limit=200")).Must(200);
        waiting["items"]!.AsArray().Select(x => (string)x!["id"]!).Should().Contain((string)lines[0]!["id"]!);

        var path = $"/bank-statement-lines/{lines[0]!["id"]}";
        (await Api.Post(path + "/assign", new { dealId = twin.Deal, invoiceId = sold.Invoice })).Must(422);
        var assigned = (await Api.PostOnce(path + "/assign", new { dealId = twin.Deal, invoiceId = twin.Invoice })).Must(200);
        ((string)assigned["status"]!, (string)assigned["invoiceId"]!, await twin.Paid(Api)).Should().Be(("assigned", twin.Invoice, "360.00"));
        (await Api.Post(path + "/assign", new { dealId = twin.Deal, invoiceId = twin.Invoice })).Must(200);
        (await Api.Post(path + "/assign", new { dealId = sold.Deal, invoiceId = sold.Invoice })).Must(409).Code.Should().Be("statement_line.settled");
        (await Api.Post(path + "/ignore", new { reason = "Ошибка" })).Must(409).Code.Should().Be("statement_line.settled");
        (await twin.Payments(Api)).Should().Be(1);

        var loan = $"/bank-statement-lines/{lines[3]!["id"]}";
        ((string)(await Api.Post(loan + "/ignore", new { reason = "Возврат займа" })).Must(200)["ignoredFor"]!).Should().Be("Возврат займа");
        (await Api.Post(loan + "/ignore", new { reason = "Возврат займа" })).Must(200);
        ((string)(await Api.Post(loan + "/assign", new { dealId = sold.Deal })).Must(200)["status"]!).Should().Be("assigned", "an ignored line may still turn out to pay a deal");
    }

    [Fact]
    public async Task A_closed_deal_waits_to_be_reopened_and_another_currency_waits()
    {
        var sold = await Invoiced.Make(Api);
        (await Api.PostOnce(sold.Path + "/close", new { outcome = "lost", lostReason = "price" })).Must(200);
        var closed = await Only((await Api.Import(Exchange(Document("51", "360.00", $"Счет {sold.Number}", sold.TaxId)))).Must(201));
        Waits(closed).Should().Be(("waiting", "statement_line.deal_closed"));
        ((string)closed["blockers"]![0]!["fix"]!["href"]!).Should().Be($"/api/v1{sold.Path}/reopen");
        var refused = (await Api.Post($"/bank-statement-lines/{closed["id"]}/assign", new { dealId = sold.Deal })).Must(409);
        (refused.Code, (string)refused["blockers"]![0]!["fix"]!["operationId"]!).Should().Be(("deal.closed", "reopenDeal"));
        (await Api.Post(sold.Path + "/reopen", new { reason = "Деньги пришли" })).Must(200);
        (await Api.Post($"/bank-statement-lines/{closed["id"]}/assign", new { dealId = sold.Deal })).Must(200);
        (await sold.Payments(Api)).Should().Be(1);

        var foreign = await Invoiced.Make(Api, "100.00", currency: "USD");
        Waits(await Only((await Api.Import(Exchange(Document("52", "100.00", $"Invoice {foreign.Number}", foreign.TaxId)))).Must(201))).Should().Be(("waiting", "statement_line.currency_differs"));
        var dollars = (await Api.Import(ExchangeOf("Windows", "40702840900000000001", Document("53", "100.00", $"Invoice {foreign.Number}", foreign.TaxId, own: "40702840900000000001")))).Must(201);
        ((string)(await Only(dollars))["status"]!, await foreign.Paid(Api)).Should().Be(("matched", "100.00"));
    }

    [Fact]
    public async Task Ten_imports_of_one_file_at_once_record_each_payment_once()
    {
        var sold = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Invoiced.Make(Api)));
        var file = Exchange([.. sold.Select((x, i) => Document("6" + i, "360.00", $"Счет {x.Number}", x.TaxId))]);
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => Api.Import(file))));
        answers.Count(x => x.Status == 201).Should().BeLessThanOrEqualTo(1);
        answers.Should().OnlyContain(x => x.Status == 201 || x.Status == 200 || x.Status == 503);
        var settled = (await Api.Import(file)).Must(200);
        (settled["lines"]!.ToJsonString(), answers.Where(x => x.Status < 300).Select(x => x.Id).Distinct().Count()).Should().Be(("""{"pending":0,"matched":5,"waiting":0,"assigned":0,"ignored":0,"outgoing":0,"repeated":0}""", 1));
        foreach (var one in sold) (await one.Payments(Api)).Should().Be(1);
    }

    [Fact]
    public async Task Of_two_who_assign_one_line_to_two_deals_at_once_one_does()
    {
        var deals = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Invoiced.Make(Api)));
        var line = await Only((await Api.Import(Exchange(Document("71" + Fresh, "33.00", "Без назначения", TaxId())))).Must(201));
        var answers = await Task.WhenAll(deals.Select(x => Task.Run(() => Api.Post($"/bank-statement-lines/{line["id"]}/assign", new { dealId = x.Deal }))));
        answers.Count(x => x.Status == 200).Should().Be(1);
        answers.Where(x => x.Status != 200).Should().OnlyContain(x => x.Status == 409 && x.Code == "statement_line.settled");
        (await Task.WhenAll(deals.Select(x => x.Payments(Api)))).Sum().Should().Be(1);
    }

    [Fact]
    public async Task Broken_off_in_the_middle_it_goes_on_where_it_stood()
    {
        await using var app = await CrmApp.Start();
        var api = await app.As();
        var sold = new List<Invoiced>();
        for (var i = 0; i < 5; i++) sold.Add(await Invoiced.Make(api));
        var file = Exchange([.. sold.Select((x, i) => Document("8" + i, "360.00", $"Счет {x.Number}", x.TaxId)), Document("89", "1.00", "Без счёта", TaxId())]);
        // The database dies at the third payment, and at every one after it.
        await Execute(app, """
            create function crm.die() returns trigger language plpgsql as $$ begin
              if new.type = 'statement_line_matched' and (select count(*) from crm_events.mt_events where type = 'statement_line_matched') >= 2 then raise exception 'killed'; end if;
              return new;
            end $$;
            create trigger die before insert on crm_events.mt_events for each row execute function crm.die();
            """);
        var broken = (await api.Import(file)).Must(201);
        ((int)broken["lines"]!["matched"]!, (int)broken["lines"]!["pending"]!).Should().Be((2, 4));
        await Execute(app, "drop trigger die on crm_events.mt_events");
        var whole = (await api.Import(file)).Must(200);
        (whole.Id, whole["lines"]!.ToJsonString()).Should().Be((broken.Id, """{"pending":0,"matched":5,"waiting":1,"assigned":0,"ignored":0,"outgoing":0,"repeated":0}"""));
        foreach (var one in sold) (await one.Payments(api)).Should().Be(1);
    }

    [Fact]
    public async Task A_deal_that_is_held_by_others_stops_no_line_of_another_deal()
    {
        var (held, free) = (await Invoiced.Make(Api, "1000.00"), await Invoiced.Make(Api));
        // Two lines of the held deal: it is waited for once.
        var file = Exchange(Document("1" + Fresh, "5.00", $"Счет {held.Number}", held.TaxId), Document("2" + Fresh, "6.00", $"Счет {held.Number}", held.TaxId), Document("3" + Fresh, "360.00", $"Счет {free.Number}", free.TaxId),
            Document("4" + Fresh, "1.00", "Без счёта", TaxId()));
        await using (await Hold(host.App, held.Deal))
        {
            var taken = (await Api.Import(file)).Must(201);
            ((int)taken["lines"]!["pending"]!, (int)taken["lines"]!["matched"]!, (int)taken["lines"]!["waiting"]!).Should().Be((2, 1, 1));
        }

        ((int)(await Api.Import(file)).Must(200)["lines"]!["matched"]!).Should().Be(3);
        (await held.Payments(Api), await free.Payments(Api)).Should().Be((2, 1));
    }

    [Fact]
    public async Task A_long_statement_goes_on_by_itself_when_the_deal_is_free_again()
    {
        var (held, free) = (await Invoiced.Make(Api), await Invoiced.Make(Api, "1000000.00"));
        var file = Exchange([Document("A" + Fresh, "360.00", $"Счет {held.Number}", held.TaxId), .. Enumerable.Range(0, 101).Select(i => Document($"{i}-{Fresh}", "10.00", $"Счет {free.Number}", free.TaxId))]);
        Answer accepted;
        await using (await Hold(host.App, held.Deal))
        {
            accepted = (await Api.Import(file)).Must(202);
            for (var i = 0; i < 600 && (decimal?)(await Api.Get(accepted.Headers["Location"])).Must(200)["progress"] is not 1; i++) await Task.Delay(50, TestContext.Current.CancellationToken);
            (await Api.Get("/bank-statements/" + (string)accepted["subject"]!)).Must(200)["lines"]!.ToJsonString().Should().Contain("\"pending\":1,\"matched\":101");
        }

        for (var i = 0; i < 1200 && (string?)(await Api.Get(accepted.Headers["Location"])).Must(200)["state"] is "queued" or "running"; i++) await Task.Delay(50, TestContext.Current.CancellationToken);
        ((string?)(await Api.Get(accepted.Headers["Location"]))["state"]).Should().Be("succeeded", "it failed nobody while it could be tried again");
        (await held.Payments(Api)).Should().Be(1);
    }

    [Fact]
    public async Task An_assignment_is_kept_under_its_key_in_the_commit_of_the_payment()
    {
        var sold = await Invoiced.Make(Api);
        var line = await Only((await Api.Import(Exchange(Document("1" + Fresh, "33.00", "Без назначения", TaxId())))).Must(201));
        var (path, body, key) = ($"/bank-statement-lines/{line["id"]}/assign", new { dealId = sold.Deal }, ("Idempotency-Key", "assign-" + Fresh));
        await using (await Hold(host.App, sold.Deal)) (await Api.Post(path, body, key)).Must(503).Code.Should().Be("resource.busy");
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Api.Post(path, body, key))));
        answers.Should().OnlyContain(x => x.Status == 200);
        answers.Count(x => x.Headers.ContainsKey("Idempotency-Replayed")).Should().Be(5, "all but one find the answer under the lock");
        answers.Select(x => x.Text).Distinct().Should().ContainSingle();
        // In the transaction of the payment: the row of the answer and the fact have one writer.
        await using var connection = new NpgsqlConnection(host.App.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("select count(*) from crm.mt_doc_idempotent_answer a join crm_events.mt_events e on e.xmin = a.xmin and e.stream_id = $1 and e.type = 'statement_line_assigned'", connection);
        command.Parameters.AddWithValue(Guid.Parse((string)line["id"]!));
        ((long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!).Should().Be(1);
    }

    [Fact]
    public async Task A_long_statement_is_accepted_and_settled_behind_the_answer()
    {
        var sold = await Invoiced.Make(Api, "1000000.00");
        var file = Exchange([.. Enumerable.Range(0, 300).Select(i => Document("9" + i, "10.00", $"Счет {sold.Number}", sold.TaxId))]);
        var accepted = (await Api.Import(file)).Must(202);
        ((string)accepted["kind"]!).Should().Be("import-bank-statement");
        var statement = "/bank-statements/" + (string)accepted["subject"]!;
        // Long work is followed by asking: there is no other way in the contract.
        for (var i = 0; i < 1200 && (string?)(await Api.Get(accepted.Headers["Location"])).Must(200)["state"] is "queued" or "running"; i++) await Task.Delay(50, TestContext.Current.CancellationToken);
        ((string?)(await Api.Get(accepted.Headers["Location"]))["state"]).Should().Be("succeeded");
        ((int)(await Api.Get(statement)).Must(200)["lines"]!["matched"]!).Should().Be(300);
        (await sold.Paid(Api)).Should().Be("3000.00");
        (await Api.Import(file)).Must(200);
    }

    [Fact]
    public async Task A_key_replays_its_answer_and_takes_no_other_file()
    {
        var file = Bytes(Exchange(Document(Fresh, "1.00", "Без счёта", TaxId())));
        var first = (await Api.Import(file, headers: ("Idempotency-Key", "import-" + Fresh))).Must(201);
        var key = "import-" + Fresh;
        var one = (await Api.Import(file, headers: ("Idempotency-Key", key))).Must(200);
        var again = (await Api.Import(file, headers: ("Idempotency-Key", key))).Must(200);
        (again.Text, again.Headers["Idempotency-Replayed"], first.Id).Should().Be((one.Text, "true", one.Id));
        (await Api.Import(Bytes(Exchange(Document(Fresh, "2.00", "Б"))), headers: ("Idempotency-Key", key))).Must(422).Code.Should().Be("idempotency.key_reused");
    }

    [Fact]
    public async Task Hostile_files_are_refused_and_nothing_is_written()
    {
        var before = await Conventions.Stored.Count(host.App);
        (await Api.Import(new byte[10 * 1024 * 1024], "text/plain")).Must(413).Code.Should().Be("bank_statement.too_large");
        (await Api.Import([], "text/plain")).Must(400).Code.Should().Be("body.required");
        (await Api.Import([0x4D, 0x5A, 0x90, 0, 3, 0, 0], "text/plain")).Must(422);
        (await Api.Import(Bytes("{}"), "application/json")).Must(415).Code.Should().Be("body.media_type");
        (await Api.Import(Bytes("1CClientBankExchange"))).Must(422);
        var negative = (await Api.Import(Exchange(Document("1", "-5.00", "А"), Document("2", new string('9', 40), "А")))).Must(422);
        negative["errors"]!.AsArray().Select(x => ((string)x!["pointer"]!, (string)x["code"]!)).Should().Equal(("/line/16", "statement.amount_invalid"), ("/line/29", "statement.amount_invalid"));
        (await Api.Import(Bytes(Exchange(Document("1", "5.00", "А\0Б"))))).Must(422);
        (await Api.Import(Exchange([.. Enumerable.Range(0, 10_001).Select(i => Document("X" + i, "1.00", "А"))]))).Must(422)["errors"]![0]!["code"]!.ToString().Should().Be("statement.too_many_lines");
        (await Api.Import(Bytes(Exchange(Document("1", "5.00", "А"))), query: "?wrong=1")).Must(400);
        (await Api.Get("/bank-statement-lines?status=odd")).Must(400);
        (await Api.Get($"/bank-statements/{Guid.NewGuid()}")).Must(404);
        (await Api.Get($"/bank-statements/{Guid.NewGuid()}/lines")).Must(404);
        (await Api.Post($"/bank-statement-lines/{Guid.NewGuid()}/assign", new { dealId = Guid.NewGuid() })).Must(404);
        (await Api.Post($"/bank-statement-lines/{Guid.NewGuid()}/ignore", new { reason = "А" })).Must(404);
        (await Api.Post($"/bank-statement-lines/{Guid.Empty}/assign", new { dealId = Guid.NewGuid() })).Must(404).Code.Should().Be("statement_line.not_found");
        (await Api.Post($"/bank-statement-lines/{Guid.NewGuid()}/assign", new { dealId = Guid.Empty })).Must(422).Code.Should().Be("validation.failed");
        (await Api.Post($"/bank-statement-lines/{Guid.Empty}/ignore", new { reason = "А" })).Must(404).Code.Should().Be("statement_line.not_found");
        (await Conventions.Stored.Count(host.App)).Should().Be(before);
    }

    [Fact]
    public async Task A_payment_that_the_bank_dates_ahead_waits_for_its_day()
    {
        var sold = await Invoiced.Make(Api);
        var line = await Only((await Api.Import(Exchange(Document("1", "360.00", $"Счет {sold.Number}", sold.TaxId, date: "31.12.2027")))).Must(201));
        Waits(line).Should().Be(("waiting", "statement_line.refused"));
        ((string)line["blockers"]![0]!["actual"]!).Should().Contain("date.future");
    }

    /// <summary>Somebody else works on the deal and does not end.</summary>
    private static async Task<NpgsqlConnection> Hold(CrmApp app, string deal)
    {
        var connection = new NpgsqlConnection(app.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand($"begin; select 1 from crm_events.mt_streams where id = '{Guid.Parse(deal)}' for update", connection);
        (await command.ExecuteScalarAsync(TestContext.Current.CancellationToken)).Should().Be(1);
        return connection;
    }

    internal static async Task Execute(CrmApp app, string sql)
    {
        await using var connection = new NpgsqlConnection(app.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
