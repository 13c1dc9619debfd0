using static Crm.Api.Tests.Settlement.PlacedOrders;

namespace Crm.Api.Tests.Settlement;

/// <summary>A deal has one currency; every document and payment in another one is refused.</summary>
[Collection(HostCollection.Name)]
public sealed class DealCurrencyTests(TestHost host)
{
    [Fact]
    public async Task A_deal_has_one_currency()
    {
        var (sale, order, line) = await host.Api.Ordered();
        var dollars = Money("1.00", "USD");
        Differs(await host.Api.PostOnce(sale.Path + "/payments", new { amount = dollars }));
        Differs(await host.Api.Patch(sale.Path, new { expectedAmount = dollars }));
        Differs(
            await host.Api.Post(sale.Path + "/interest", new { lines = new[] { new { text = "А", amount = dollars } } })
        );
        Differs(
            await host.Api.Post(
                sale.Path + "/orders",
                new
                {
                    lines = new[]
                    {
                        new
                        {
                            name = "А",
                            quantity = 1,
                            price = dollars,
                        },
                    },
                }
            )
        );
        Differs(
            await host.Api.Post(
                sale.Path + "/proposals",
                new
                {
                    lines = new[]
                    {
                        new
                        {
                            name = "А",
                            quantity = 1,
                            price = dollars,
                        },
                    },
                    validUntil = "2027-01-01",
                }
            )
        );
        Differs(await host.Api.Post(sale.Path + "/invoices", new { amount = dollars }));
        Differs(await host.Api.PostOnce(sale.Path + "/refunds", new { amount = dollars, reason = "А" }));
        Differs(
            await host.Api.Post(
                "/deals",
                new
                {
                    title = "А",
                    expectedAmount = dollars,
                    interest = new[] { new { text = "А", amount = Sale.Rub("1.00") } },
                }
            )
        );
        Differs(
            await host.Api.Post(
                sale.Path + "/orders",
                new
                {
                    lines = new[]
                    {
                        new
                        {
                            name = "А",
                            quantity = 1,
                            price = dollars,
                        },
                        new
                        {
                            name = "Б",
                            quantity = 1,
                            price = Sale.Rub("1.00"),
                        },
                    },
                }
            )
        );
        var fresh = await Sale.Open(host.Api);
        (await host.Api.Patch(fresh.Path, new { expectedAmount = dollars })).Must(200);
        (await host.Api.Patch(fresh.Path, new { expectedAmount = Sale.Rub("1.00") })).Must(200);
    }

    private static void Differs(Answer answer) => answer.Must(409).Code.Should().Be("currency.differs");
}
