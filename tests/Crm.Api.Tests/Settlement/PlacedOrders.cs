namespace Crm.Api.Tests.Settlement;

/// <summary>Orders of one line, and shipments of them.</summary>
internal static class PlacedOrders
{
    public static object Money(string amount, string currency) => new { amount, currency };

    public static async Task<(Sale Sale, string Order, string Line)> Ordered(
        this Testing.Api api,
        decimal quantity = 3,
        string price = "100.00",
        string currency = "RUB",
        decimal? vatRate = null
    )
    {
        var sale = await Sale.Open(api);
        var order = (
            await api.Post(
                sale.Path + "/orders",
                new
                {
                    lines = new[]
                    {
                        new
                        {
                            name = "Стол",
                            quantity,
                            price = Money(price, currency),
                            vatRate,
                        },
                    },
                }
            )
        ).Must(201);
        return (sale, order.Id, (string)order["lines"]![0]!["lineId"]!);
    }

    public static async Task<Answer> Ship(
        this Testing.Api api,
        Sale sale,
        string order,
        string line,
        decimal quantity
    ) =>
        await api.PostOnce(
            sale.Path + "/shipments",
            new { orderId = order, lines = new[] { new { lineId = line, quantity } } }
        );
}
