using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Crm.Api.Startup;

/// <summary>
/// Half a year of a small seller of office equipment: each deal gets a little further than the one before.
/// </summary>
internal sealed class DemoStory(HttpClient http, DateTimeOffset now)
{
    public static readonly (string Name, string TaxId)[] Clients =
    [
        ("ООО «Ромашка»", SampleTaxIds.Company(1)),
        ("АО «Северный ветер»", SampleTaxIds.Company(2)),
        ("ИП Кузнецова А. В.", SampleTaxIds.Person(3)),
        ("Blue Harbour Ltd", SampleTaxIds.Company(4)),
        ("ООО «Вектор-Плюс»", SampleTaxIds.Company(5)),
    ];

    private static readonly (string Name, string Price, string Cost)[] Goods =
    [
        ("Принтер лазерный", "18500.00", "13200.00"),
        ("Монитор 27\"", "24990.00", "19100.00"),
        ("Настройка рабочего места", "3500.00", "1200.00"),
        ("Кресло офисное", "11900.00", "7800.00"),
    ];

    private static readonly string[] Losses = ["price", "no-response", "timing", "not-needed"];

    public async Task Tell(CancellationToken ct)
    {
        var sources = new List<string>();
        foreach (
            var (code, title, channel) in ((string, string, string)[])
                [("site", "Сайт", "web"), ("exhibition", "Выставка", "event"), ("referral", "Рекомендация", "people")]
        )
            sources.Add(
                await Post(
                    "sources",
                    new
                    {
                        code,
                        title,
                        channel,
                    },
                    ct
                )
            );
        List<string> managers =
        [
            await Post("users", new { name = "Анна Смирнова" }, ct),
            await Post("users", new { name = "Игорь Орлов" }, ct),
        ];
        List<string> clients = [],
            products = [];
        foreach (var (name, taxId) in Clients)
            clients.Add(
                await Post(
                    "clients",
                    new
                    {
                        name,
                        kind = "company",
                        legalDetails = new { taxId, registeredName = name },
                    },
                    ct
                )
            );
        foreach (var (name, price, cost) in Goods)
            products.Add(
                await Post(
                    "products",
                    new
                    {
                        name,
                        unit = "шт",
                        price = Rub(price),
                        vatRate = 20,
                        cost = Rub(cost),
                    },
                    ct
                )
            );
        for (var i = 0; i < 24; i++)
            await Deal(
                i,
                now.AddDays(-170 + (7 * i)),
                clients[i % clients.Count],
                managers[i % 2],
                sources[i % 3],
                products[i % products.Count],
                Goods[i % Goods.Length].Price,
                2 + (i % 5),
                ct
            );
    }

    private async Task Deal(
        int i,
        DateTimeOffset at,
        string client,
        string manager,
        string source,
        string product,
        string price,
        int quantity,
        CancellationToken ct
    )
    {
        var far = i % 9;
        var amount = Rub(
            (decimal.Parse(price, CultureInfo.InvariantCulture) * quantity).ToString(
                "0.00",
                CultureInfo.InvariantCulture
            )
        );
        var interest = new[] { new { productId = product, quantity } };
        var deal = await Post(
            "deals",
            new
            {
                title = $"{Goods[i % Goods.Length].Name}, {quantity} шт",
                clientId = client,
                managerId = manager,
                source,
                expectedAmount = amount,
                interest,
                happenedAt = at,
            },
            ct
        );
        var path = "deals/" + deal;
        if (far == 0)
            return;
        await Post(
            $"{path}/interactions",
            new
            {
                kind = i % 2 == 0 ? "call" : "email",
                direction = "out",
                description = "Обсудили потребность и сроки",
                happenedAt = at = at.AddHours(3),
            },
            ct
        );
        await Complete(path, at = at.AddMinutes(10), ct);
        if (far == 1)
            return;
        await Complete(path, at = at.AddHours(20), ct);
        if (far == 2)
        {
            await Post(
                $"{path}/close",
                new
                {
                    outcome = "lost",
                    lostReason = Losses[i % Losses.Length],
                    happenedAt = at.AddDays(2),
                },
                ct
            );
            return;
        }

        var proposal = await Post(
            $"{path}/proposals",
            new
            {
                lines = new[]
                {
                    new
                    {
                        productId = product,
                        quantity,
                        discountPercent = i % 3 * 5,
                    },
                },
                validUntil = DateOnly.FromDateTime(now.Date).AddDays(30),
                happenedAt = at = at.AddHours(5),
            },
            ct
        );
        await Post($"proposals/{proposal}/issue", new { happenedAt = at = at.AddMinutes(20) }, ct);
        await Complete(path, at = at.AddMinutes(5), ct);
        if (far == 3)
            return;
        await Post(
            $"{path}/presentations",
            new
            {
                heldAt = at.AddDays(1),
                outcome = "Понравилось, ждут условия",
                attendees = new[] { "Директор", "Закупки" },
                happenedAt = at = at.AddDays(1),
            },
            ct
        );
        await Complete(path, at = at.AddMinutes(30), ct);
        if (far == 4)
            return;
        await Post($"proposals/{proposal}/accept", new { happenedAt = at = at.AddDays(1) }, ct);
        await Complete(path, at = at.AddMinutes(5), ct);
        var order = await Send($"{path}/orders", new { proposalId = proposal, happenedAt = at = at.AddHours(2) }, ct);
        await Complete(path, at = at.AddMinutes(5), ct);
        var invoice = await Send(
            $"{path}/invoices",
            new { orderId = (string)order["id"]!, happenedAt = at = at.AddHours(1) },
            ct
        );
        await Complete(path, at = at.AddMinutes(5), ct);
        if (far == 5)
            return;
        await Post(
            $"{path}/shipments",
            new
            {
                orderId = (string)order["id"]!,
                lines = new[] { new { lineId = (string)order["lines"]![0]!["lineId"]!, quantity } },
                happenedAt = at = at.AddHours(5),
            },
            ct
        );
        if (far == 6)
            return;
        await Post(
            $"{path}/payments",
            new
            {
                amount = invoice["total"],
                invoiceId = (string)invoice["id"]!,
                happenedAt = at = at.AddHours(2),
            },
            ct
        );
        await Complete(path, at = at.AddMinutes(5), ct);
        await Complete(path, at.AddMinutes(5), ct);
    }

    private async Task Complete(string path, DateTimeOffset happenedAt, CancellationToken ct)
    {
        var task = (await http.GetFromJsonAsync<JsonNode>("/api/v1/" + path, ct))!["openTasks"]![0]!["id"];
        await Send($"{path}/tasks/{task}/complete", new { happenedAt }, ct);
    }

    private async Task<string> Post(string path, object body, CancellationToken ct) =>
        (string)(await Send(path, body, ct))["id"]!;

    private async Task<JsonNode> Send(string path, object body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/" + path)
        {
            Content = JsonContent.Create(body),
        };
        request.Headers.Add("Idempotency-Key", "demo:" + Guid.CreateVersion7());
        using var response = await http.SendAsync(request, ct);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(ct))!;
        return response.IsSuccessStatusCode
            ? answer
            : throw new InvalidOperationException($"demo data: {path} was refused: {answer.ToJsonString()}");
    }

    private static object Rub(string amount) => new { amount, currency = "RUB" };
}
