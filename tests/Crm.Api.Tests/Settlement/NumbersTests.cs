using System.Globalization;
using Crm.Api.Tests.Conventions;

namespace Crm.Api.Tests.Settlement;

/// <summary>Numbers of documents across the company: no gap and no duplicate under concurrency, failures and dry runs.</summary>
public sealed class NumbersTests : IAsyncLifetime
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
    public async Task Fifty_invoices_at_once_on_different_deals_and_two_hosts_have_fifty_consecutive_numbers()
    {
        await using var second = await CrmApp.Start(app.ConnectionString, null, ("Hosting:Alone", "false"));
        var hosts = new[] { api, await second.As() };
        var sales = new List<Sale>();
        for (var i = 0; i < 50; i++)
            sales.Add(await Sale.Open(api));
        var answers = await Task.WhenAll(
            sales.Select(
                (sale, i) =>
                    Task.Run(() => hosts[i % 2].PostOnce(sale.Path + "/invoices", new { amount = Sale.Rub("10.00") }))
            )
        );
        answers
            .Select(x => Number(x.Must(201)))
            .Order(StringComparer.Ordinal)
            .Should()
            .Equal(Enumerable.Range(1, 50).Select(x => $"I-2026-{x:D6}"));
    }

    [Fact]
    public async Task Every_sort_of_document_has_its_own_series()
    {
        var sale = await (await (await Sale.Open(api)).ToFulfilment()).Ship();
        var shipment = (await api.Get(sale.Path + "/shipments"))["items"]![0]!;
        var back = (
            await api.PostOnce(
                sale.Path + "/returns",
                new
                {
                    shipmentId = (string)shipment["id"]!,
                    lines = new[] { new { lineId = sale.LineId, quantity = 3 } },
                    reason = "Брак",
                }
            )
        ).Must(201);
        await sale.Pay("1.00");
        var payments = (await api.Get(sale.Path + "/payments")).Must(200)["items"]!.AsArray();
        var refund = (
            await api.PostOnce(sale.Path + "/refunds", new { amount = Sale.Rub("0.50"), reason = "Лишнее" })
        ).Must(201);
        await sale.Pay("0.50");
        var off = (
            await api.PostOnce(
                sale.Path + "/write-offs",
                new
                {
                    amount = Sale.Rub("1.00"),
                    side = "us",
                    reason = "Копейки",
                }
            )
        ).Must(201);
        string[] numbers =
        [
            Number(await api.Get("/proposals/" + sale.ProposalId)),
            Number(await api.Get($"{sale.Path}/orders/{sale.OrderId}")),
            Number(await api.Get($"{sale.Path}/invoices/{sale.InvoiceId}")),
            (string)shipment["number"]!,
            Number(back),
            (string)payments[^1]!["number"]!,
            Number(refund),
            Number(off),
        ];
        numbers
            .Should()
            .Equal(
                "P-2026-000001",
                "O-2026-000001",
                "I-2026-000001",
                "S-2026-000001",
                "R-2026-000001",
                $"PM-2026-{payments.Count:D6}",
                "RF-2026-000001",
                "W-2026-000001"
            );
        var revision = (await api.Post($"/proposals/{sale.ProposalId}/revise")).Must(201);
        Number((await api.Post($"/proposals/{revision.Id}/issue")).Must(200))
            .Should()
            .Be("P-2026-000001", "a revision keeps the number");
    }

    [Fact]
    public async Task What_fails_or_is_only_tried_takes_no_number()
    {
        var (sale, other) = (await Sale.Open(api), await Sale.Open(api));
        var id = Guid.CreateVersion7();
        Number((await Invoice(sale, id)).Must(201)).Should().Be("I-2026-000001");
        var before = await Stored.Count(app);
        var dry = (
            await api.Preview("issueInvoice", new { dealId = sale.Id }, new { amount = Sale.Rub("10.00") })
        ).Must(200);
        ((string?)dry["events"]![0]!["data"]!["number"], (string?)dry["after"]!["number"]).Should().Be(("", ""));
        (await api.Post(sale.Path + "/invoices", new { amount = Sale.Rub("-1.00") })).Must(422);
        (await Invoice(other, id))
            .Must(409)
            .Code.Should()
            .Be("id.taken", "it is found out in the commit, when the number was taken already");
        (await Invoice(sale, id)).Must(200);
        (await Stored.Count(app)).Should().Be(before);
        Number((await Invoice(other, null)).Must(201)).Should().Be("I-2026-000002");
    }

    [Fact]
    public async Task A_year_begins_with_one_at_midnight_of_the_company()
    {
        var sale = await Sale.Open(api);
        (await Invoice(sale, null)).Must(201);
        app.Clock.SetUtcNow(new DateTimeOffset(2026, 12, 31, 20, 59, 59, TimeSpan.Zero));
        Number((await Invoice(sale, null)).Must(201)).Should().Be("I-2026-000002");
        app.Clock.SetUtcNow(new DateTimeOffset(2026, 12, 31, 21, 0, 0, TimeSpan.Zero));
        Number((await Invoice(sale, null)).Must(201)).Should().Be("I-2027-000001");
        Number((await Invoice(sale, null, new DateTimeOffset(2026, 12, 31, 20, 59, 59, 999, TimeSpan.Zero))).Must(201))
            .Should()
            .Be("I-2026-000003", "it happened in the old year");
        (
            await api.Patch(
                "/settings",
                new
                {
                    numberSeries = new
                    {
                        invoices = new
                        {
                            prefix = "СЧ-",
                            digits = 3,
                            perYear = false,
                        },
                    },
                }
            )
        ).Must(200);
        Number((await Invoice(sale, null)).Must(201)).Should().Be("СЧ-001");
        (await api.Get(sale.Path + "/invoices"))["items"]!
            .AsArray()
            .Select(x => (string)x!["number"]!)
            .Should()
            .Equal("I-2026-000001", "I-2026-000002", "I-2027-000001", "I-2026-000003", "СЧ-001");
    }

    private Task<Answer> Invoice(Sale sale, Guid? id, DateTimeOffset? at = null) =>
        api.Post(
            sale.Path + "/invoices",
            new
            {
                amount = Sale.Rub("10.00"),
                id,
                happenedAt = at?.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture),
            }
        );

    private static string Number(Answer answer) => (string)answer["number"]!;
}
