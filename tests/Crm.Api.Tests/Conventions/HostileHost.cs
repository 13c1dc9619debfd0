using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Crm.Api.Tests.Access;
using Wolverine.Tracking;

namespace Crm.Api.Tests.Conventions;

/// <summary>A host of its own with one sale half way, so that every row of <see cref="SampleBody"/> has a target.</summary>
public sealed partial class HostileHost : IAsyncLifetime
{
    private Dictionary<string, string> names = [];

    public CrmApp App { get; private set; } = null!;
    public Testing.Api Api { get; private set; } = null!;

    /// <summary>The same rights behind a user: for what users do with their own.</summary>
    private Testing.Api person = null!;

    public async ValueTask InitializeAsync()
    {
        App = await CrmApp.Start();
        Api = await App.As();
        var id = (await Api.Post("/users", new { name = "Ольга", roles = new[] { "administrator" } })).Must(201).Id;
        person = await App.AsUser(Guid.Parse(id));
        names = await Arrange(Api);
    }

    /// <summary>One of everything that a row names, created through the API only: works on any host with a new store.</summary>
    public static async Task<Dictionary<string, string>> Arrange(Testing.Api api)
    {
        Dictionary<string, string> arranged = new(StringComparer.Ordinal);
        var sale = await (await (await Sale.Open(api)).ToFulfilment()).Ship(1);
        await sale.Pay("12.00");
        (
            arranged["deal"],
            arranged["proposal"],
            arranged["order"],
            arranged["line"],
            arranged["invoice"],
            arranged["client"]
        ) = (sale.Id, sale.ProposalId, sale.OrderId, sale.LineId, sale.InvoiceId, sale.ClientId);
        arranged["task"] = await sale.Task();
        arranged["shipment"] = (string)(await api.Get(sale.Path + "/shipments")).Must(200)["items"]![0]!["id"]!;
        arranged["draft"] = (
            await api.Post(
                sale.Path + "/proposals",
                new
                {
                    lines = new[]
                    {
                        new
                        {
                            name = "А",
                            quantity = 1,
                            price = Sale.Rub("1.00"),
                        },
                    },
                    validUntil = "2027-06-30",
                }
            )
        ).Must(201).Id;
        await Corrected(api, arranged);
        foreach (var call in (string[])["interaction", "freeCall", "spareCall"])
            arranged[call] = await Call(new { kind = "call", description = "Звонок" });
        arranged["linkedCall"] = await Call(
            new
            {
                kind = "call",
                description = "Звонок",
                dealId = sale.Id,
            }
        );
        arranged["plannedCall"] = await Call(
            new
            {
                kind = "call",
                description = "Звонок",
                status = "planned",
                occurredAt = "2099-01-01T00:00:00Z",
            }
        );
        arranged["contact"] = await Contact("Вера");
        arranged["formerContact"] = await Contact("Зоя");
        arranged["user"] = (await api.Post("/users", new { name = "Анна" })).Must(201).Id;
        arranged["assignment"] = (
            await api.Post("/assignments", new { title = "Перезвонить", assignee = new { userId = arranged["user"] } })
        )
            .Must(201)
            .Id;
        arranged["deputy"] = (await api.Post("/users", new { name = "Вера" })).Must(201).Id;
        arranged["team"] = (await api.Post("/teams", new { name = "Север" })).Must(201).Id;
        arranged["role"] = (
            await api.Post(
                "/roles",
                new
                {
                    code = "temp",
                    title = new { ru = "В", en = "T" },
                    permissions = new[] { "deals.read" },
                    scopes = new { deals = "own" },
                }
            )
        ).Must(201).Id;
        arranged["kind"] = (string)
            (await api.Post("/deal-kinds", new { code = "hostile", copyFrom = "renewal" })).Must(201)["code"]!;
        (await api.Post("/deal-kinds/hostile/publish")).Must(200);
        arranged["field"] = (
            await api.Post(
                "/custom-fields",
                new
                {
                    owner = "deal",
                    code = "tone",
                    type = "choice",
                    title = new { ru = "Тон", en = "Tone" },
                    choices = new[] { new { code = "dark", title = new { ru = "Т", en = "D" } } },
                }
            )
        ).Must(201).Id;
        arranged["source"] = await Coded("sources", "hostile");
        arranged["spareSource"] = await Coded("sources", "spare");
        arranged["lostReason"] = await Coded("lost-reasons", "hostile");
        arranged["spareLostReason"] = await Coded("lost-reasons", "spare");
        arranged["spare"] = (await api.Post("/products", new { name = "Шкаф" })).Must(201).Id;
        arranged["priceList"] = (
            await api.Post(
                "/price-lists",
                new
                {
                    code = "retail",
                    title = "Розничный",
                    currency = "RUB",
                }
            )
        ).Must(201).Id;
        arranged["reminder"] = (
            await api.Post(
                "/reminders",
                new
                {
                    text = "Позвонить",
                    after = "P9D",
                    userId = arranged["user"],
                }
            )
        ).Must(201).Id;
        arranged["sparePriceList"] = (
            await api.Post(
                "/price-lists",
                new
                {
                    code = "spare",
                    title = "Запасной",
                    currency = "RUB",
                }
            )
        ).Must(201).Id;
        arranged["product"] = (await api.Post("/products", new { name = "Стол" })).Must(201).Id;
        return arranged;

        async Task<string> Call(object body) => (await api.Post("/interactions", body)).Must(201).Id;

        async Task<string> Coded(string noun, string code) =>
            (await api.Post("/" + noun, new { code, title = "Запасной" })).Must(201).Id;

        async Task<string> Contact(string name) =>
            (string)
                (await api.Post($"/clients/{sale.ClientId}/contacts", new { name })).Must(201)["contacts"]!.AsArray()[
                    ^1
                ]!["id"]!;
    }

    /// <summary>A deal with one of each document that can be reversed.</summary>
    private static async Task Corrected(Testing.Api api, Dictionary<string, string> arranged)
    {
        var (sale, order, line) = await Settlement.PlacedOrders.Ordered(api);
        arranged["corrected"] = sale.Id;
        arranged["shipped"] = (await Settlement.PlacedOrders.Ship(api, sale, order, line, 3)).Must(201).Id;
        arranged["return"] = await Made(
            "returns",
            new
            {
                shipmentId = arranged["shipped"],
                rest = true,
                reason = "Брак",
            }
        );
        arranged["payment"] = await Made("payments", new { amount = Sale.Rub("90.00") });
        arranged["refund"] = await Made("refunds", new { amount = Sale.Rub("50.00"), reason = "Лишнее" });
        arranged["writeOff"] = await Made(
            "write-offs",
            new
            {
                amount = Sale.Rub("40.00"),
                side = "us",
                reason = "Копейки",
            }
        );

        async Task<string> Made(string noun, object body) =>
            (await api.PostOnce($"{sale.Path}/{noun}", body)).Must(201).Id;
    }

    public string Fill(string text) => Fill(names, text);

    public static string Fill(Dictionary<string, string> names, string text) =>
        names.Aggregate(text, (x, name) => x.Replace("{" + name.Key + "}", name.Value, StringComparison.Ordinal));

    /// <summary>A path of the route table or of the contract with the ids of what is arranged, and unknown ids for the rest.</summary>
    public string Address(string path) => Address(names, path);

    public static string Address(Dictionary<string, string> names, string path) =>
        RouteValue().Replace(path, found => Named(names, path, found.Groups["name"].Value));

    private static string Named(Dictionary<string, string> names, string path, string value) =>
        (value, path.Split('/')[3]) switch
        {
            ("code", "deal-kinds") => names["kind"],
            ("code", "lost-reasons") => "price",
            ("code", "sources") => "site",
            ("version", _) => "1",
            ("pair", _) => "USD-RUB",
            _ => names.GetValueOrDefault(
                value.EndsWith("Id", StringComparison.Ordinal) ? value[..^2] : value,
                "0198f3a0-0000-7000-8000-00000000dead"
            ),
        };

    public JsonObject Json(string text) => (JsonObject)JsonNode.Parse(Fill(text))!;

    public async Task<Answer> Send(SampleBody row, string body, params (string Name, string Value)[] headers)
    {
        // The outcome of a mail is an event of its own: recorded later it would look like a write of another row.
        return row.Id.StartsWith("email", StringComparison.Ordinal) ? await App.Tracked(Sent) : await Sent();

        async Task<Answer> Sent() =>
            await By(row).Send(row.Method, Fill(row.Path), body, [.. await Headers(row), .. headers]);
    }

    /// <summary>The same request as a preview.</summary>
    public async Task<Answer> Preview(SampleBody row, string body)
    {
        var given = Fill(row.Path).Split('/');
        var template = Table.Of(App).Single(one => one.Operation.Id == row.Id).Path.Split('/')[2..];
        return await By(row)
            .Preview(
                row.Id,
                template
                    .Zip(given)
                    .Where(pair => pair.First.StartsWith('{'))
                    .ToDictionary(pair => pair.First.Trim('{', '}').Split(':')[0], pair => pair.Second),
                body,
                row.Method == HttpMethod.Post ? null : (await Headers(row)).Single().Item2
            );
    }

    public async Task<Answer> SendRaw(SampleBody row, HttpContent content) =>
        await By(row).SendRaw(row.Method, Fill(row.Path), content, [.. await Headers(row)]);

    private Testing.Api By(SampleBody row) => row.Path.StartsWith("/me/", StringComparison.Ordinal) ? person : Api;

    private async Task<List<(string, string)>> Headers(SampleBody row) =>
        row.Method != HttpMethod.Post
            ?
            [
                (
                    "If-Match",
                    (await By(row).Get(Fill(row.Path).Split('?')[0].Replace("/draft", "", StringComparison.Ordinal)))
                        .Must(200)
                        .ETag!
                ),
            ]
        : row.Id is "revokeApiKey" or "createApiKey" or "rebuildProjection" or "backTestDealKind" ? []
        : [("Idempotency-Key", Guid.NewGuid().ToString())];

    public async ValueTask DisposeAsync() => await App.DisposeAsync();

    [GeneratedRegex(@"\{(?<name>\w+)[^}]*\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RouteValue();
}
