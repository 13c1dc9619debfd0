using static Crm.Api.Tests.BankStatements.StatementApi;
using static Crm.Api.Tests.BankStatements.StatementFiles;

namespace Crm.Api.Tests.BankStatements;

/// <summary>A waiting line is matched when its invoice exists: on request, once, and never against a user's decision.</summary>
[Collection(HostCollection.Name)]
public sealed class MatchAgainTests(TestHost host)
{
    private Testing.Api Api => host.Api;

    [Fact]
    public async Task Money_that_came_before_its_invoice_is_matched_once_on_request()
    {
        var (client, taxId) = await Client();
        var file = Exchange(Document("1" + Fresh, "360.00", "Предоплата", taxId));
        var line = await Api.Only((await Api.Import(file)).Must(201));
        Waits(line).Should().Be(("waiting", "statement_line.no_invoice"));
        var path = $"/bank-statement-lines/{line["id"]}";
        var before = await Conventions.Stored.Count(host.App);
        var still = (await Api.Post(path + "/match", new { })).Must(200);
        (Waits(still.Json), (int)still["version"]!)
            .Should()
            .Be((("waiting", "statement_line.no_invoice"), (int)line["version"]!));
        (await Conventions.Stored.Count(host.App)).Should().Be(before, "it waits for the same: nothing is written");

        var sold = await Invoiced.Of(Api, client, taxId, "360.00");
        (await Api.Import(file)).Must(200)["lines"]!["waiting"]!
            .GetValue<int>()
            .Should()
            .Be(1, "the same file changes nothing");
        var matched = (await Api.Post(path + "/match", null)).Must(200);
        (
            (string)matched["status"]!,
            (string)matched["dealId"]!,
            (string)matched["invoiceId"]!,
            (string)matched["matchedBy"]!,
            matched["blockers"]!.AsArray().Count
        )
            .Should()
            .Be(("matched", sold.Deal, sold.Invoice, "payerAndAmount", 0));
        (await sold.Paid(Api), await sold.Payments(Api)).Should().Be(("360.00", 1));
        (await Api.Post(path + "/match", new { })).Must(200).Text.Should().Be(matched.Text);
        (await sold.Payments(Api)).Should().Be(1);
        var history = (await Api.Get(sold.Path + "/history?type=payment_received")).Must(200)["items"]!
            .AsArray()
            .Single()!;
        ((string)history["cause"]!["kind"]!, (string)history["cause"]!["ref"]!)
            .Should()
            .Be(("import", (string)line["id"]!));
    }

    [Fact]
    public async Task All_lines_of_a_statement_at_once_in_the_order_of_the_file()
    {
        var (client, taxId) = await Client();
        var file = Exchange(
            Document("1" + Fresh, "100.00", "Аванс", taxId),
            Document("2" + Fresh, "260.00", "Остаток", taxId),
            Document("3" + Fresh, "9.00", "Займ", TaxId())
        );
        var statement = (await Api.Import(file)).Must(201);
        ((int)statement["lines"]!["waiting"]!).Should().Be(3);
        var (first, second) = (
            await Invoiced.Of(Api, client, taxId, "100.00"),
            await Invoiced.Of(Api, client, taxId, "260.00")
        );
        var asked = (await Api.PostOnce($"/bank-statements/{statement.Id}/match", new { })).Must(200);
        ((int)asked["lines"]!["matched"]!, (int)asked["lines"]!["waiting"]!).Should().Be((2, 1));
        (await first.Paid(Api), await second.Paid(Api)).Should().Be(("100.00", "260.00"));
        var before = await Conventions.Stored.Count(host.App);
        (await Api.Post($"/bank-statements/{statement.Id}/match", new { })).Must(200)["lines"]!
            .ToJsonString()
            .Should()
            .Be(asked["lines"]!.ToJsonString());
        (await Conventions.Stored.Count(host.App)).Should().Be(before, "asking twice changes nothing");
    }

    [Fact]
    public async Task What_it_waits_for_changes_with_the_world()
    {
        var sold = await Invoiced.Make(Api);
        (await Api.PostOnce(sold.Path + "/close", new { outcome = "lost", lostReason = "price" })).Must(200);
        var line = await Api.Only(
            (await Api.Import(Exchange(Document("1" + Fresh, "360.00", $"Счет {sold.Number}", sold.TaxId)))).Must(201)
        );
        Waits(line).Should().Be(("waiting", "statement_line.deal_closed"));
        (await Api.Post(sold.Path + "/reopen", new { reason = "Деньги пришли" })).Must(200);
        // The loss has cancelled the invoice: the line now waits for that reason, and the event states it.
        var open = (await Api.Post($"/bank-statement-lines/{line["id"]}/match", new { })).Must(200);
        (Waits(open.Json), (int)open["version"]!)
            .Should()
            .Be((("waiting", "statement_line.invoice_cancelled"), (int)line["version"]! + 1));
    }

    [Fact]
    public async Task Rules_do_not_undo_what_a_user_decided()
    {
        var (client, taxId) = await Client();
        var lines = (
            await Api.Lines(
                (
                    await Api.Import(
                        Exchange(
                            Document("1" + Fresh, "360.00", "А", taxId),
                            Document("2" + Fresh, "50.00", "Б", taxId),
                            Document("3" + Fresh, "5.00", "Комиссия", outgoing: true)
                        )
                    )
                ).Must(201)
            )
        );
        var sold = await Invoiced.Of(Api, client, taxId, "360.00");
        (await Api.Post($"/bank-statement-lines/{lines[0]!["id"]}/ignore", new { reason = "Возврат займа" })).Must(200);
        (await Api.Post($"/bank-statement-lines/{lines[1]!["id"]}/assign", new { dealId = sold.Deal })).Must(200);
        var ignored = (await Api.Post($"/bank-statement-lines/{lines[0]!["id"]}/match", new { })).Must(409);
        (
            ignored.Code,
            (string)ignored["blockers"]![0]!["actual"]!["text"]!,
            (string)ignored["blockers"]![0]!["fix"]!["operationId"]!
        )
            .Should()
            .Be(("statement_line.settled", "ignored", "assignStatementLine"));
        (await Api.Post($"/bank-statement-lines/{lines[1]!["id"]}/match", new { }))
            .Must(409)
            .Code.Should()
            .Be("statement_line.settled");
        (await Api.Post($"/bank-statement-lines/{lines[2]!["id"]}/match", new { }))
            .Must(409)
            .Code.Should()
            .Be("statement_line.outgoing");
        (await sold.Payments(Api)).Should().Be(1);
        (await Api.Post($"/bank-statement-lines/{lines[1]!["id"]}/match", new { all = true })).Must(422);
        foreach (
            var nowhere in (string[])
                [
                    $"/bank-statement-lines/{Guid.NewGuid()}/match",
                    $"/bank-statement-lines/{Guid.Empty}/match",
                    $"/bank-statements/{Guid.NewGuid()}/match",
                ]
        )
            (await Api.Post(nowhere, new { })).Must(404);
    }

    [Fact]
    public async Task Parallel_requests_pay_once_and_a_key_replays()
    {
        var (client, taxId) = await Client();
        var statement = (await Api.Import(Exchange(Document("1" + Fresh, "360.00", "Предоплата", taxId)))).Must(201);
        var (path, sold) = (
            $"/bank-statement-lines/{(await Api.Only(statement))["id"]}",
            await Invoiced.Of(Api, client, taxId, "360.00")
        );
        var key = ("Idempotency-Key", "match-" + Fresh);
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 9)
                .Select(i =>
                    Task.Run(() =>
                        i % 3 == 0 ? Api.Post(path + "/match", new { }, key)
                        : i % 3 == 1 ? Api.Post(path + "/match", new { })
                        : Api.Post($"/bank-statements/{statement.Id}/match", new { })
                    )
                )
        );
        answers.Should().OnlyContain(x => x.Status == 200);
        (await sold.Paid(Api), await sold.Payments(Api)).Should().Be(("360.00", 1));
        (await Api.Post(path + "/match", new { }, key)).Must(200).Headers["Idempotency-Replayed"].Should().Be("true");
        // A stale version is refused before anything is written.
        (await Api.Post(path + "/match", new { }, ("If-Match", "\"1\"")))
            .Must(412)
            .Code.Should()
            .Be("version.stale");
        (await Api.Post(path + "/assign", new { dealId = sold.Deal }, ("If-Match", "\"1\"")))
            .Must(412)
            .Code.Should()
            .Be("version.stale");
    }

    [Fact]
    public async Task A_match_finds_only_invoices_in_the_scope_of_the_caller()
    {
        var id = (await Api.Post("/users", new { name = "Менеджер", roles = new[] { "sales-manager" } })).Must(201).Id;
        var mine = await host.App.AsUser(Guid.Parse(id));
        var (client, taxId) = await Client();
        var statement = (await mine.Import(Exchange(Document("1" + Fresh, "360.00", "Предоплата", taxId)))).Must(201);
        var line = (await mine.Get($"/bank-statements/{statement.Id}/lines")).Must(200)["items"]![0]!;
        var foreign = await Invoiced.Of(Api, client, taxId, "360.00");
        Waits((await mine.Post($"/bank-statement-lines/{line["id"]}/match", new { })).Must(200).Json)
            .Should()
            .Be(("waiting", "statement_line.no_invoice"));
        (await foreign.Payments(Api)).Should().Be(0);
        var other = await host.App.AsUser(
            Guid.Parse(
                (await Api.Post("/users", new { name = "Другой", roles = new[] { "sales-manager" } })).Must(201).Id
            )
        );
        (await other.Post($"/bank-statement-lines/{line["id"]}/match", new { })).Must(404);
        (await other.Post($"/bank-statements/{statement.Id}/match", new { })).Must(404);
        ((string)(await Api.Post($"/bank-statement-lines/{line["id"]}/match", new { })).Must(200)["status"]!)
            .Should()
            .Be("matched", "a user with scope \"all\" finds it");
    }

    [Fact]
    public async Task Many_lines_are_asked_behind_the_answer()
    {
        var (client, taxId) = await Client();
        var file = Exchange([
            .. Enumerable.Range(0, 103).Select(i => Document($"{i}-{Fresh}", $"{i + 1}.00", "Предоплата", taxId)),
        ]);
        var imported = (await Api.Import(file)).Must(201);
        await Api.Ended(imported);
        var sold = await Invoiced.Of(Api, client, taxId, "77.00");
        var (path, key) = ($"/bank-statements/{imported.Id}/match", ("Idempotency-Key", "many-" + Fresh));
        var accepted = (await Api.Post(path, new { }, key)).Must(200);
        (await Api.Post(path, new { }, key)).Must(200).Operation.Should().Be(accepted.Operation);
        var ended = await Api.Ended(accepted);
        ((string?)ended["kind"], (string?)ended["state"], await sold.Paid(Api))
            .Should()
            .Be(("match-bank-statement", "succeeded", "77.00"));
        (await Api.Get($"/bank-statements/{imported.Id}")).Must(200)["lines"]!
            .ToJsonString()
            .Should()
            .Contain("\"matched\":1,\"waiting\":102");
    }

    private async Task<(string Client, string TaxId)> Client()
    {
        var taxId = TaxId();
        return ((
                await Api.Post(
                    "/clients",
                    new
                    {
                        name = "ООО Ранний " + taxId,
                        kind = "company",
                        legalDetails = new { taxId, registeredName = "ООО «Ранний " + taxId + "»" },
                    }
                )
            ).Must(201).Id, taxId);
    }
}
