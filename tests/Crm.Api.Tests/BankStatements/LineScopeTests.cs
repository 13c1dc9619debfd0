using System.Text.Json.Nodes;
using static Crm.Api.Tests.BankStatements.StatementApi;
using static Crm.Api.Tests.BankStatements.StatementFiles;

namespace Crm.Api.Tests.BankStatements;

/// <summary>
/// ADR 76: the rules judge over all invoices. A line whose invoice lies out of its importer's scope waits; it is there for the importer,
/// who learns of no invoice, and for those who write documents of its deal.
/// </summary>
[Collection(HostCollection.Name)]
public sealed class LineScopeTests(TestHost host)
{
    private Testing.Api Admin => host.Api;

    [Fact]
    public async Task Money_for_an_invoice_of_others_is_not_matched_to_a_deal_of_the_importer()
    {
        var ((mine, me), (other, them)) = (await Manager(), await Manager());
        var foreign = await Invoiced.Make(Admin, manager: them);
        // The same client owes the same amount on a deal of the importer: the second best match.
        var own = await Invoiced.Make(Admin, taxId: foreign.TaxId, manager: me);
        var text = $"Оплата по счету {foreign.Number}";
        var line = await mine.Only(
            (await mine.Import(Exchange(Document("1" + Fresh, "360.00", text, foreign.TaxId)))).Must(201)
        );
        Waits(line).Should().Be(("waiting", "statement_line.no_invoice"));
        (await own.Payments(Admin), await foreign.Payments(Admin)).Should().Be((0, 0));

        var seen = (await other.Get($"/bank-statement-lines/{line["id"]}")).Must(200);
        Candidates(seen.Json).Should().Equal(foreign.Invoice);
        var paid = (
            await other.Post(
                $"/bank-statement-lines/{line["id"]}/assign",
                new { dealId = foreign.Deal, invoiceId = foreign.Invoice }
            )
        ).Must(200);
        ((string)paid["status"]!, (string)paid["dealId"]!).Should().Be(("assigned", foreign.Deal));
        (await own.Paid(Admin), await foreign.Paid(Admin)).Should().Be(("0.00", "360.00"));
        (await other.Get($"/bank-statement-lines/{line["id"]}")).Must(200);
    }

    [Fact]
    public async Task The_importer_sees_the_same_as_if_there_were_no_such_invoice()
    {
        var ((mine, _), (_, them)) = (await Manager(), await Manager());
        var open = await Invoiced.Make(Admin, manager: them);
        var closed = await Invoiced.Make(Admin, manager: them);
        (await Admin.PostOnce(closed.Path + "/close", new { outcome = "lost", lostReason = "price" })).Must(200);
        var nobody = TaxId();
        var statement = (
            await mine.Import(
                Exchange(
                    Document("1" + Fresh, "360.00", "Счет Ы-1", nobody),
                    Document("2" + Fresh, "360.00", $"Счет {open.Number}", nobody),
                    Document("3" + Fresh, "777.00", $"Счет {open.Number}", nobody),
                    Document("4" + Fresh, "360.00", $"Счет {open.Number}", open.TaxId),
                    Document("5" + Fresh, "777.00", "Без номера", open.TaxId),
                    Document("6" + Fresh, "360.00", $"Счет {closed.Number}", closed.TaxId)
                )
            )
        ).Must(201);
        ((int)statement["lines"]!["waiting"]!).Should().Be(6);
        var lines = await mine.Lines(statement);
        var none = Comparable(lines[0]!);
        foreach (var line in lines.Skip(1))
        {
            Comparable(line!).Should().Be(none);
            (await mine.Post($"/bank-statement-lines/{line!["id"]}/match", new { })).Must(200);
            Comparable((await mine.Get($"/bank-statement-lines/{line["id"]}")).Must(200).Json).Should().Be(none);
        }

        (await mine.Lines(statement, "?reason=statement_line.no_invoice")).Should().HaveCount(6);
        // The rules of a user who sees everything tell the importer no more.
        (await Admin.Post($"/bank-statement-lines/{lines[2]!["id"]}/match", new { })).Must(200);
        var again = (await mine.Get($"/bank-statement-lines/{lines[2]!["id"]}")).Must(200).Json;
        Waits(again).Should().Be(("waiting", "statement_line.no_invoice"));
        Candidates(again).Should().BeEmpty();
    }

    [Fact]
    public async Task Nobody_else_sees_the_line()
    {
        var ((mine, _), (other, them), (third, _)) = (await Manager(), await Manager(), await Manager());
        var (teamMate, importer) = await Team();
        var foreign = await Invoiced.Make(Admin, manager: them);
        foreach (var api in (Testing.Api[])[mine, importer])
        {
            var statement = (
                await api.Import(Exchange(Document("1" + Fresh, "360.00", $"Счет {foreign.Number}", TaxId())))
            ).Must(201);
            var line = (string)(await api.Only(statement))["id"]!;
            (await third.Get("/bank-statement-lines/" + line)).Must(404);
            (await third.Post($"/bank-statement-lines/{line}/ignore", new { reason = "А" })).Must(404);
            (await Seen(third)).Should().NotContain(line);
            (await teamMate.Get("/bank-statement-lines/" + line)).Must(404);
            (await Seen(teamMate)).Should().NotContain(line);
            (await Seen(other)).Should().Contain(line);
            (await Seen(api)).Should().Contain(line);
            (await other.Get("/bank-statements/" + statement.Id)).Must(404);
        }

        async Task<string[]> Seen(Testing.Api api) =>
            [
                .. (await api.Get("/bank-statement-lines?limit=200")).Must(200)["items"]!
                    .AsArray()
                    .Select(x => (string)x!["id"]!),
            ];
    }

    [Fact]
    public async Task Who_writes_documents_of_the_deal_may_ask_the_rules_again()
    {
        var ((mine, _), (other, them)) = (await Manager(), await Manager());
        var foreign = await Invoiced.Make(Admin, manager: them);
        var line = await mine.Only(
            (
                await mine.Import(Exchange(Document("1" + Fresh, "360.00", $"Счет {foreign.Number}", foreign.TaxId)))
            ).Must(201)
        );
        (await mine.Post($"/bank-statement-lines/{line["id"]}/match", new { })).Must(200);
        (await foreign.Payments(Admin)).Should().Be(0);
        (await other.Post($"/bank-statement-lines/{line["id"]}/match", new { })).Must(200);
        (await foreign.Paid(Admin)).Should().Be("360.00");
    }

    [Fact]
    public async Task A_genuine_import_is_not_repeated_by_one_of_a_user_with_less_reach()
    {
        var ((mine, me), (other, them)) = (await Manager(), await Manager());
        var foreign = await Invoiced.Make(Admin, manager: them);
        var own = await Invoiced.Make(Admin, manager: me);
        var file = Exchange(Document("1" + Fresh, "360.00", $"Счет {foreign.Number}", own.TaxId));
        var first = (await mine.Import(file)).Must(201);
        var stored = (string)(await mine.Only(first))["id"]!;
        // Another file of the bank with the same line, and the same file.
        foreach (var later in (string[])[file, file.Replace("Отправитель=Банк", "Отправитель=Банк1")])
        {
            var genuine = (await Admin.Import(later)).Must(201);
            genuine.Id.Should().NotBe(first.Id);
            if (later != file)
            {
                ((int)genuine["lines"]!["repeated"]!).Should().Be(1, "it repeats the line of this user's own import");
                continue;
            }

            ((int)genuine["lines"]!["repeated"]!, (int)genuine["lines"]!["waiting"]!).Should().Be((0, 1));
            var line = await Admin.Only(genuine);
            Waits(line).Should().Be(("waiting", "statement_line.possible_repetition"));
            ((string)line["id"]!).Should().NotBe(stored);
            ((string)line["repeats"]!).Should().Be(stored, "this user sees all lines");
            (await Admin.Post($"/bank-statement-lines/{line["id"]}/match", new { })).Must(200)["status"]!
                .GetValue<string>()
                .Should()
                .Be("waiting", "only a user tells");
            (await Admin.PostOnce($"/bank-statements/{genuine.Id}/match")).Must(200);
            (await Admin.Import(file)).Must(200).Id.Should().Be(genuine.Id, "a user's own import is repeated");
            (
                await Admin.Post(
                    $"/bank-statement-lines/{line["id"]}/assign",
                    new { dealId = foreign.Deal, invoiceId = foreign.Invoice }
                )
            ).Must(200);
        }

        (await foreign.Paid(Admin), await own.Payments(Admin)).Should().Be(("360.00", 0));
        (await mine.Import(file)).Must(200).Id.Should().Be(first.Id);
        (await other.Get("/bank-statements")).Must(200)["items"]!.AsArray().Should().BeEmpty();
    }

    [Fact]
    public async Task A_line_of_a_user_with_full_reach_is_repeated_and_named_only_to_those_who_see_it()
    {
        var ((mine, _), (other, _)) = (await Manager(), await Manager());
        var director = await User("director");
        var file = Exchange(Document("1" + Fresh, "5.00", "Займ", TaxId()));
        var stored = (string)(await director.Only((await director.Import(file)).Must(201)))["id"]!;
        var repeated = (await mine.Import(file)).Must(201);
        ((int)repeated["lines"]!["repeated"]!, (int)repeated["lines"]!["waiting"]!).Should().Be((1, 0));
        repeated["repeated"]![0]!["lineId"].Should().BeNull("the line is the director's");
        repeated.Text.Should().NotContain(stored);
        (await mine.Lines(repeated)).Should().BeEmpty();
        ((string)(await Admin.Get("/bank-statements/" + repeated.Id)).Must(200)["repeated"]![0]!["lineId"]!)
            .Should()
            .Be(stored);

        var small = Exchange(Document("1" + Fresh, "6.00", "Займ", TaxId()));
        var theirs = (string)(await other.Only((await other.Import(small)).Must(201)))["id"]!;
        var line = await mine.Only((await mine.Import(small)).Must(201));
        Waits(line).Should().Be(("waiting", "statement_line.possible_repetition"));
        line["repeats"].Should().BeNull();
        line.ToJsonString().Should().NotContain(theirs);
        (await mine.Post($"/bank-statement-lines/{line["id"]}/ignore", new { reason = "Повтор" })).Must(200);
    }

    /// <summary>What differs from line to line is removed.</summary>
    private static string Comparable(JsonNode line)
    {
        var copy = line.DeepClone().AsObject();
        foreach (
            var own in (string[])
                ["id", "row", "number", "amount", "purpose", "counterparty", "recordedAt", "updatedAt", "statementId"]
        )
            copy.Remove(own);
        var blocker = copy["blockers"]![0]!.AsObject();
        blocker.Remove("subject");
        blocker.Remove("actual");
        blocker.Remove("fix");
        return copy.ToJsonString();
    }

    private static string[] Candidates(JsonNode line) =>
        [.. line["candidates"]!.AsArray().Select(x => (string)x!["invoiceId"]!)];

    private async Task<(Testing.Api Api, string Id)> Manager()
    {
        var id = (await Admin.Post("/users", new { name = "Менеджер", roles = new[] { "sales-manager" } }))
            .Must(201)
            .Id;
        return (await host.App.AsUser(Guid.Parse(id)), id);
    }

    private async Task<Testing.Api> User(string role) =>
        await host.App.AsUser(
            Guid.Parse((await Admin.Post("/users", new { name = role, roles = new[] { role } })).Must(201).Id)
        );

    /// <summary>A user whose reach includes their team, and an importer of that team.</summary>
    private async Task<(Testing.Api Mate, Testing.Api Importer)> Team()
    {
        var team = (await Admin.Post("/teams", new { name = "Команда " + Fresh })).Must(201).Id;
        var role = (
            await Admin.Post(
                "/roles",
                new
                {
                    code = "team-" + Fresh,
                    title = new { ru = "Команда", en = "Team" },
                    permissions = new[] { "deals.read", "documents.write", "clients.read" },
                    scopes = new { deals = "team" },
                }
            )
        ).Must(201);
        return (await Member((string)role["code"]!), await Member("sales-manager"));

        async Task<Testing.Api> Member(string code) => await host.App.AsUser(Guid.Parse((
                        await Admin.Post(
                            "/users",
                            new
                            {
                                name = code,
                                roles = new[] { code },
                                teamId = team,
                            }
                        )
                    ).Must(201).Id));
    }
}
