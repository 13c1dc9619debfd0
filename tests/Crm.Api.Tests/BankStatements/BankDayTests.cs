using System.Text.Json.Nodes;
using static Crm.Api.Tests.BankStatements.StatementApi;
using static Crm.Api.Tests.BankStatements.StatementFiles;

namespace Crm.Api.Tests.BankStatements;

/// <summary>The payment of a bank line happens on the bank's day, where the deal and the books allow it.</summary>
public sealed class BankDayTests : IAsyncLifetime
{
    private CrmApp app = null!;
    private Testing.Api api = null!;

    public async ValueTask InitializeAsync()
    {
        app = await CrmApp.Start();
        api = await app.As();
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    [Fact]
    public async Task A_payment_happens_at_the_end_of_the_lines_day_by_matching_and_by_assigning_alike()
    {
        var sold = await SoldIn("2026-10-01T09:00:00Z");
        var matched = await Line(sold, "05.11.2026", $"Счет {sold.Number}");
        ((string)matched["status"]!, matched["warnings"]!.AsArray().Count).Should().Be(("matched", 0));
        (await HappenedAt(sold, matched)).Should().Be("2026-11-05T20:59:59Z");
        var waiting = await Line(sold, "06.11.2026", "Аванс", "7.00");
        var assigned = (await Assign(waiting, new { dealId = sold.Deal })).Must(200);
        assigned["warnings"]!.AsArray().Should().BeEmpty();
        (await HappenedAt(sold, Node(assigned))).Should().Be("2026-11-06T20:59:59Z");
    }

    [Fact]
    public async Task A_line_of_today_happens_now()
    {
        var sold = await SoldIn("2026-10-01T09:00:00Z");
        var line = await Line(sold, "23.11.2026", $"Счет {sold.Number}");
        (await HappenedAt(sold, line)).Should().StartWith("2026-11-23T09:00:0");
        line["warnings"]!.AsArray().Should().BeEmpty();
    }

    [Fact]
    public async Task A_deal_that_was_opened_later_takes_the_payment_at_its_opening_and_says_so()
    {
        var sold = await SoldIn("2026-11-20T09:00:00Z");
        foreach (
            var line in (JsonNode[])
                [
                    await Line(sold, "05.11.2026", $"Счет {sold.Number}"),
                    Node(
                        (
                            await Assign(await Line(sold, "05.11.2026", "Аванс", "7.00"), new { dealId = sold.Deal })
                        ).Must(200)
                    ),
                ]
        )
        {
            (await HappenedAt(sold, line)).Should().Be("2026-11-20T09:00:00Z");
            var warning = line["warnings"]!.AsArray().Should().ContainSingle().Which!;
            ((string)warning["code"]!, (string)warning["pointer"]!).Should().Be(("happened_at.moved", "/paidOn"));
            ((string)warning["detail"]!).Should().EndWith("2026-11-05 → 2026-11-20T09:00:00Z");
        }
    }

    [Fact]
    public async Task A_line_in_a_closed_period_waits_and_is_assigned_at_the_first_open_instant()
    {
        var sold = await SoldIn("2026-10-01T09:00:00Z");
        (await api.Post("/settings/books", new { closedUntil = "2026-11-10" })).Must(200);
        var waiting = await Line(sold, "05.11.2026", $"Счет {sold.Number}");
        Waits(waiting).Should().Be(("waiting", "period.closed"));
        (await api.Post($"/bank-statement-lines/{waiting["id"]}/match")).Must(200);
        (await sold.Payments(api)).Should().Be(0);
        (await Assign(waiting, new { dealId = sold.Deal, happenedAt = "2026-11-09T09:00:00Z" }))
            .Must(409)
            .Code.Should()
            .Be("period.closed");
        var booked = Node((await Assign(waiting, new { dealId = sold.Deal, invoiceId = sold.Invoice })).Must(200));
        (await HappenedAt(sold, booked))
            .Should()
            .Be("2026-11-10T21:00:00Z", "the first instant of the next day in Moscow");
        ((string)booked["warnings"]![0]!["code"]!).Should().Be("happened_at.moved");
    }

    [Fact]
    public async Task Another_time_is_the_users_word_and_needs_the_permission()
    {
        var sold = await SoldIn("2026-10-01T09:00:00Z");
        var line = await Line(sold, "05.11.2026", "Аванс", "7.00");
        var at = new { dealId = sold.Deal, happenedAt = "2026-11-15T09:00:00Z" };
        var manager = (await api.Post("/users", new { name = "Менеджер", roles = new[] { "sales-manager" } }))
            .Must(201)
            .Id;
        (await api.Post($"/deals/{sold.Deal}/manager", new { userId = manager })).Must(200);
        var own = await app.AsUser(Guid.Parse(manager));
        var theirs = (await own.Import(Exchange(Document("9", "7.00", "Аванс 2", TaxId(), date: "05.11.2026")))).Must(
            201
        );
        var path = $"/bank-statement-lines/{(await own.Only(theirs))["id"]}/assign";
        ((string)(await own.Post(path, at)).Must(403)["missing"]!).Should().Be("backdate.money");
        var ofBank = Node((await own.Post(path, new { dealId = sold.Deal })).Must(200));
        (await HappenedAt(sold, ofBank)).Should().Be("2026-11-05T20:59:59Z", "the date is the bank's");
        var booked = Node((await Assign(line, at)).Must(200));
        (await HappenedAt(sold, booked)).Should().Be("2026-11-15T09:00:00Z");
        booked["warnings"]!.AsArray().Should().BeEmpty("the user said so");
    }

    private async Task<Invoiced> SoldIn(string openedAt)
    {
        var taxId = TaxId();
        var client = (
            await api.Post(
                "/clients",
                new
                {
                    name = "ООО Клиент",
                    kind = "company",
                    legalDetails = new { taxId, registeredName = "ООО «Клиент»" },
                }
            )
        ).Must(201).Id;
        var deal = (
            await api.Post(
                "/deals",
                new
                {
                    title = "Поставка",
                    kind = "simple",
                    clientId = client,
                    happenedAt = openedAt,
                }
            )
        ).Must(201).Id;
        var invoice = (await api.Post($"/deals/{deal}/invoices", new { amount = Sale.Rub("360.00") })).Must(201);
        return new(deal, client, taxId, invoice.Id, (string)invoice["number"]!);
    }

    private async Task<JsonNode> Line(Invoiced sold, string date, string purpose, string amount = "360.00") =>
        await api.Only(
            (await api.Import(Exchange(Document(Fresh, amount, purpose, sold.TaxId, date: date)))).Must(201)
        );

    private Task<Answer> Assign(JsonNode line, object body) =>
        api.Post($"/bank-statement-lines/{line["id"]}/assign", body);

    private static JsonNode Node(Answer answer) => JsonNode.Parse(answer.Text)!;

    private async Task<string> HappenedAt(Invoiced sold, JsonNode line) =>
        (string)(await api.Get($"{sold.Path}/payments/{line["paymentId"]}")).Must(200)["happenedAt"]!;
}
