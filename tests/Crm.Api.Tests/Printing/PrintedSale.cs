using System.Globalization;
using System.Text.Json.Nodes;
using Crm.Api.Printing;

namespace Crm.Api.Tests.Printing;

/// <summary>A printable document of the API.</summary>
/// <param name="Path">Of its file.</param>
/// <param name="Answer">What the API says of it.</param>
/// <param name="Net">Name of the member with the total without VAT.</param>
internal sealed record PrintableDocument(string Path, JsonNode Answer, string Net);

/// <summary>A random sale over the API: a proposal, orders, reissues, and invoices by lines, rest, amount and schedule.</summary>
internal sealed class PrintedSale(Testing.Api api, Random random)
{
    private static readonly int?[] Rates = [null, 0, 5, 7, 10, 20, 22];

    private string deal = "";

    public List<PrintableDocument> Documents { get; } = [];

    public bool IncludesVat { get; } = random.Next(2) == 0;

    private string Currency { get; } =
        random.Next(4) switch
        {
            0 => "JPY",
            1 => "KWD",
            _ => "RUB",
        };

    public async Task Sell()
    {
        deal = (await api.PostOnce("/deals", new { title = "Печать", kind = "simple" })).Must(201).Id;
        var discounts = random.Next(3);
        var lines = Enumerable.Range(1, random.Next(1, 6)).Select(i => Line(i, discounts > 0)).ToArray();
        var order = await FromProposal(lines, discounts > 1);
        var parts = order["lines"]!
            .AsArray()
            .Select(line => new { lineId = (string)line!["lineId"]!, quantity = Part((decimal)line["quantity"]!) })
            .ToArray();
        var first = await Invoice(new { orderId = (string)order["id"]!, lines = parts });
        await Reissue(first, new { reason = "Срок", dueOn = "2027-01-31" });
        await Invoice(new { orderId = (string)order["id"]! });

        var free = await Order(new { lines, priceIncludesVat = IncludesVat });
        var total = Amount(free["total"]!);
        if (total < 100)
            return;
        var advance = await Invoice(new { orderId = (string)free["id"]!, amount = Money(Math.Floor(total / 3)) });
        await Reissue(advance, new { reason = "Сумма", amount = Money(Math.Floor(total / 4)) });
        await Schedule((string)free["id"]!);
        await Invoice(new { lines, priceIncludesVat = IncludesVat });
    }

    private async Task<JsonNode> FromProposal(object[] lines, bool hasDiscount)
    {
        var proposal = (
            await api.Post(
                $"/deals/{deal}/proposals",
                new
                {
                    lines,
                    validUntil = "2027-06-30",
                    priceIncludesVat = IncludesVat,
                    discount = hasDiscount ? new { percent = random.Next(1, 30) } : null,
                }
            )
        ).Must(201);
        var issued = (await api.Post($"/proposals/{proposal.Id}/issue")).Must(200).Json;
        Documents.Add(new($"/proposals/{proposal.Id}/document", issued, "amount"));
        return await Order(new { proposalId = proposal.Id });
    }

    private async Task<JsonNode> Order(object body) => (await api.Post($"/deals/{deal}/orders", body)).Must(201).Json;

    private async Task<JsonNode> Invoice(object body) =>
        Printable((await api.Post($"/deals/{deal}/invoices", body)).Must(201).Json);

    private async Task Reissue(JsonNode invoice, object body) =>
        Printable((await api.Post($"/deals/{deal}/invoices/{(string)invoice["id"]!}/reissue", body)).Must(201).Json);

    private async Task Schedule(string order)
    {
        var parts = new object[]
        {
            new { dueOn = "2027-01-31", percent = 33.3 },
            new { dueOn = "2027-02-28", percent = 66.7 },
        };
        var made = (await api.Post($"/deals/{deal}/invoices/schedule", new { orderId = order, parts })).Must(201);
        foreach (var invoice in made["invoices"]!.AsArray())
            Printable(invoice!);
    }

    private JsonNode Printable(JsonNode invoice)
    {
        Documents.Add(new($"/deals/{deal}/invoices/{(string)invoice["id"]!}/document", invoice, "net"));
        return invoice;
    }

    private object Line(int number, bool hasDiscount) =>
        new
        {
            name = $"П{number}",
            quantity = random.Next(2, 4000) / 8m,
            price = Money(random.Next(1, 9_999_999) / 1000m),
            discountPercent = hasDiscount && random.Next(2) == 0 ? random.Next(1, 500) / 10m : 0,
            vatRate = Rates[random.Next(Rates.Length)],
        };

    private decimal Part(decimal quantity) => Math.Max(0.125m, Math.Floor(quantity * random.Next(1, 9) / 10 * 8) / 8);

    private object Money(decimal amount) =>
        new { amount = amount.ToString(CultureInfo.InvariantCulture), currency = Currency };

    public static decimal Amount(JsonNode money) =>
        decimal.Parse((string)money["amount"]!, CultureInfo.InvariantCulture);
}
