using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Refusals;

/// <summary>docs/domain.md, Refusals: each blocker names a call, and that call really helps.</summary>
[Collection(HostCollection.Name)]
public sealed class FixTests(TestHost host)
{
    /// <summary>
    /// Has no knowledge of the process: tries to close, follows the first blocker's fix, fills in what its operation needs, and
    /// repeats.
    /// </summary>
    [Fact]
    public async Task Following_nothing_but_fixes_leads_to_the_win()
    {
        var sale = await Sale.Open(host.Api);
        HashSet<string> met = [];
        for (var step = 0; step < 60; step++)
        {
            var deal = (await host.Api.Get(sale.Path)).Must(200);
            if ((string)deal["status"]! == "won")
            {
                met.Should()
                    .Contain([
                        "interaction.missing",
                        "client.unidentified",
                        "interest.missing",
                        "amount.missing",
                        "proposal.not_issued",
                        "presentation.missing",
                        "proposal.not_accepted",
                        "client.legal_details_missing",
                        "order.missing",
                        "obligations.unconfirmed",
                        "shipment.none",
                        "balance.client_owes",
                    ]);
                return;
            }

            var task = (string)deal["openTasks"]![0]!["id"]!;
            var answer = await host.Api.PostOnce($"{sale.Path}/tasks/{task}/complete", new { });
            if (answer.Status == 200)
                continue;
            answer.Must(409).Code.Should().Be("task.checks_unmet");
            var listed = (await host.Api.Get($"{sale.Path}/tasks/{task}"))["checks"]!
                .AsArray()
                .SelectMany(x => x!["blockers"]!.AsArray().Select(b => (string)b!["code"]!))
                .Distinct();
            listed.Should().BeEquivalentTo(answer.Blockers, "the task shows what its completion is refused for");
            foreach (var blocker in answer["blockers"]!.AsArray())
            {
                blocker!["title"]!.GetValue<string>().Should().NotBeEmpty();
                blocker["expected"]!.GetValue<string>().Should().NotBe(blocker["actual"]!.GetValue<string>());
            }

            met.UnionWith(answer.Blockers);
            var fix = answer["blockers"]![0]!["fix"]!;
            await Call((string)fix["operationId"]!, (string)fix["method"]!, (string)fix["href"]!, sale);
        }

        throw new InvalidOperationException("the fixes led nowhere; met: " + string.Join(", ", met));
    }

    private async Task Call(string operation, string method, string href, Sale sale)
    {
        href.Should().NotContain("{");
        var order = (await host.Api.Get(sale.Path + "/orders"))["items"]!.AsArray().FirstOrDefault();
        object body = operation switch
        {
            "recordInteraction" => new { kind = "call", description = "Позвонили" },
            "identifyClient" => new
            {
                clientId = (await host.Api.Post("/clients", new { name = "Фиалка" })).Must(201).Id,
            },
            "setInterest" => new { lines = new[] { new { text = "Стол" } } },
            "updateDeal" => new { expectedAmount = Sale.Rub("100.00") },
            "createProposal" => new
            {
                lines = new[]
                {
                    new
                    {
                        name = "Стол",
                        quantity = 2,
                        price = Sale.Rub("50.00"),
                    },
                },
                validUntil = "2027-06-30",
            },
            "recordPresentation" => new { heldAt = "2026-11-20T10:00:00Z", outcome = "Да" },
            "updateClient" => new
            {
                legalDetails = new { taxId = FreshTaxId.Company(), registeredName = "ООО Фиалка" },
            },
            "placeOrder" => new
            {
                lines = new[]
                {
                    new
                    {
                        name = "Стол",
                        quantity = 2,
                        price = Sale.Rub("50.00"),
                    },
                },
            },
            "issueInvoice" => new { orderId = (string)order!["id"]! },
            "recordShipment" => new
            {
                orderId = (string)order!["id"]!,
                lines = new[] { new { lineId = (string)order["lines"]![0]!["lineId"]!, quantity = 2 } },
            },
            "recordPayment" => new { amount = Sale.Rub("100.00") },
            _ => new { },
        };
        var answer = method == "PATCH" ? await host.Api.Patch(href, body) : await host.Api.PostOnce(href, body);
        answer.Status.Should().BeOneOf([200, 201], $"{operation} at {href}: {answer.Text}");
    }

    [Fact]
    public async Task Texts_follow_the_language_and_codes_do_not()
    {
        var sale = await Sale.Open(host.Api);
        var path = $"{sale.Path}/tasks/{await sale.Task()}/complete";
        var english = (await host.Api.Post(path, new { }, ("Accept-Language", "en-GB"))).Must(409);
        var russian = (await host.Api.Post(path, new { }, ("Accept-Language", "de, ru;q=0.8, en;q=0.5"))).Must(409);
        russian.Code.Should().Be(english.Code);
        russian.Blockers.Should().Equal(english.Blockers);
        foreach (var name in (string[])["title", "detail"])
        {
            ((string)russian[name]!).Should().MatchRegex("[а-я]");
            ((string)english[name]!).Should().NotMatchRegex("[а-я]");
        }

        ((string)russian["blockers"]![0]!["title"]!).Should().MatchRegex("[а-я]");
        ((string)english["blockers"]![0]!["title"]!).Should().NotMatchRegex("[а-я]");
    }

    [Fact]
    public async Task A_closed_deal_names_reopening_as_the_fix()
    {
        var sale = await Sale.Open(host.Api);
        (await host.Api.Post(sale.Path + "/close", new { outcome = "lost", lostReason = "price" })).Must(200);
        var refused = (await host.Api.PostOnce(sale.Path + "/payments", new { amount = Sale.Rub("1.00") })).Must(409);
        refused.Code.Should().Be("deal.closed");
        var fix = refused["blockers"]![0]!["fix"]!;
        (await host.Api.Post((string)fix["href"]!, new { reason = "Ещё не всё" })).Must(200);
        (await host.Api.PostOnce(sale.Path + "/payments", new { amount = Sale.Rub("1.00") })).Must(201);
    }

    [Theory]
    [InlineData("""{"outcome":"lost"}""", "lost_reason.missing")]
    [InlineData("""{"outcome":"lost","lostReason":"other"}""", "lost_reason.comment_required")]
    [InlineData("""{"outcome":"lost","lostReason":"competitor"}""", "lost_reason.competitor_required")]
    public async Task A_loss_names_what_is_missing(string body, string blocker)
    {
        var sale = await Sale.Open(host.Api);
        (await host.Api.Post(sale.Path + "/close", body)).Must(409).Blockers.Should().Equal(blocker);
    }

    [Fact]
    public async Task A_gate_lists_everything_at_once()
    {
        var sale = await Sale.Open(host.Api);
        (await host.Api.PostOnce(sale.Path + "/payments", new { amount = Sale.Rub("1.00") })).Must(201);
        (await host.Api.Post(sale.Path + "/close", new { outcome = "won" }))
            .Must(409)
            .Blockers.Should()
            .BeEquivalentTo("client.unidentified", "shipment.none", "balance.we_owe", "tasks.open");
        (await host.Api.Post(sale.Path + "/close", new { outcome = "lost", lostReason = "price" }))
            .Must(409)
            .Blockers.Should()
            .Equal("balance.we_owe");
        (await host.Api.Get(sale.Path + "/history?type=stage_task_completion_refused"))["items"]!
            .AsArray()
            .Should()
            .BeEmpty("only a refused completion leaves an event");
    }
}
