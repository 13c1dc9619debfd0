namespace Crm.Api.Tests.Settlement;

/// <summary>Deals with a small debt, and their write-offs.</summary>
internal static class WriteOffSales
{
    /// <summary>Shipped for 360.00, with the given amount paid.</summary>
    public static async Task<DeliveredSale> Delivered(this Testing.Api api, string paid)
    {
        var sale = await (await Sale.Open(api)).ToFulfilment();
        await sale.Ship();
        await sale.Pay(paid);
        return new DeliveredSale(sale, (string?)(await api.Get(sale.Path))["happenedAt"]);
    }

    public static async Task<Answer> WriteOff(
        this Testing.Api api,
        DeliveredSale sale,
        string amount,
        string side,
        Testing.Api? by = null
    ) =>
        await (by ?? api).PostOnce(
            sale.Path + "/write-offs",
            new
            {
                amount = Sale.Rub(amount),
                side,
                reason = "Копейки",
            }
        );

    public static (string? Code, string? Expected, string? Actual, string? Fix) Blocker(Answer answer)
    {
        var blocker = answer.Must(409)["blockers"]!.AsArray()[0]!;
        return (
            (string?)blocker["code"],
            (string?)blocker["expected"]!["text"],
            (string?)blocker["actual"]!["text"],
            (string?)blocker["fix"]!["operationId"]
        );
    }

    public static (string? WrittenOff, string? ClientOwes, string? WeOwe) Sums(Answer balance)
    {
        string? Of(string name) => (string?)balance.Must(200)[name]!["amount"];
        return (Of("writtenOff"), Of("clientOwes"), Of("weOwe"));
    }

    public sealed record DeliveredSale(Sale Sale, string? Before)
    {
        public string Path => Sale.Path;

        public Task Complete() => Sale.Complete();
    }
}
