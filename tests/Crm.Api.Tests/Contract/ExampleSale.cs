using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Api.Routing;
using Crm.Api.Tests.BankStatements;
using Crm.Api.Tests.Conventions;

namespace Crm.Api.Tests.Contract;

/// <summary>
/// The sale of the contract's examples, three printers for ООО «Ромашка», taken through the API to the state that an operation needs.
/// </summary>
internal sealed partial class ExampleSale(Testing.Api api, ExampleHost host)
{
    /// <summary>The ids that examples print, by the name of what they stand for: <c>orderLine</c>.</summary>
    private static readonly Dictionary<string, string> Printed = typeof(Sample)
        .GetFields()
        .Where(field => field.FieldType == typeof(Guid))
        .ToDictionary(
            field => char.ToLowerInvariant(field.Name[0]) + field.Name[1..],
            field => field.GetValue(null)!.ToString()!,
            StringComparer.Ordinal
        );

    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);

    private string Deal => "/deals/" + names["deal"];

    private string Proposal => "/proposals/" + names["proposal"];

    public string Address(string path) => HostileHost.Address(names, path);

    /// <summary>An example as it is printed, but for ids: what it names must be there, and most ids are the server's.</summary>
    public string Body(JsonNode example)
    {
        var body = example.GetValueKind() == JsonValueKind.String ? (string)example! : example.ToJsonString();
        foreach (var (name, id) in Printed.Where(one => body.Contains(one.Value, StringComparison.Ordinal)))
            body = body.Replace(id, names[name], StringComparison.Ordinal);
        return body;
    }

    /// <summary>The same with one more name.</summary>
    public ExampleSale With(string name, string id)
    {
        names[name] = id;
        return this;
    }

    /// <summary>Who sends the example; null: the host's own key, which is no user.</summary>
    public Testing.Api? Caller { get; private set; }

    private async Task WithColleague()
    {
        await Open();
        await Created("user", "/users", new { name = "Иван Петров" });
        await Created("colleague", "/users", new { name = "Ольга Орлова" });
    }

    /// <summary>An assignment that a manager has and reviews.</summary>
    private async Task Given()
    {
        await WithColleague();
        var me = (string)(await host.Manager.Get("/me")).Must(200)["userId"]!;
        Caller = host.Manager;
        names["assignment"] = (
            await Caller.Post(
                "/assignments",
                new
                {
                    title = "Перезвонить",
                    assignee = new { userId = me },
                    reviewerId = me,
                }
            )
        ).Must(201).Id;
    }

    private async Task AwaitsReview()
    {
        await Given();
        (await Caller!.Post($"/assignments/{names["assignment"]}/complete")).Must(200);
    }

    /// <summary>A deal whose first task stands open to sales managers.</summary>
    private async Task OpenToRole()
    {
        var open = DealKinds.KindApi.Task("check");
        open["assignee"] = new JsonObject { ["kind"] = "role", ["role"] = "sales-manager" };
        var win = DealKinds.KindApi.Task("win", "closing-gate");
        await Open(
            await DealKinds.KindApi.Published(api, DealKinds.KindApi.Process(DealKinds.KindApi.Stage("a", open, win)))
        );
        Caller = host.Manager;
    }

    /// <summary>A deal with all that may be named in it.</summary>
    private async Task Open(string? kind = null)
    {
        await Created("client", "/clients", new { name = "ООО «Ромашка» " + Guid.NewGuid().ToString("N")[..6] });
        await Created("deal", "/deals", new { title = "Принтеры для бухгалтерии", kind });
        names["task"] = (string?)(await api.Get(Deal)).Must(200)["openTasks"]![0]?["id"] ?? "";
    }

    private async Task Interested()
    {
        await Open();
        await Did($"{Deal}/client", new { clientId = names["client"] });
    }

    private async Task Drafted(decimal discountPercent = 0)
    {
        await Interested();
        await Created(
            "proposal",
            $"{Deal}/proposals",
            new
            {
                lines = new[]
                {
                    new
                    {
                        name = "Принтер лазерный",
                        quantity = 3,
                        price = Sale.Rub("15000.00"),
                        vatRate = 20,
                        discountPercent,
                    },
                },
                validUntil = "2099-12-31",
            }
        );
    }

    private async Task Issued()
    {
        await Drafted();
        await Did($"{Proposal}/issue");
    }

    private async Task Accepted()
    {
        await Issued();
        await Did($"{Proposal}/accept");
    }

    private async Task Ordered()
    {
        await Accepted();
        var order = await Created("order", $"{Deal}/orders", new { proposalId = names["proposal"] });
        names["orderLine"] = (string)order["lines"]![0]!["lineId"]!;
    }

    private async Task Invoiced()
    {
        await Ordered();
        await Created("invoice", $"{Deal}/invoices", new { orderId = names["order"] });
    }

    private async Task Shipped()
    {
        await Invoiced();
        await Created(
            "shipment",
            $"{Deal}/shipments",
            new { orderId = names["order"], lines = new[] { new { lineId = names["orderLine"], quantity = 3 } } }
        );
    }

    private async Task Paid()
    {
        await Invoiced();
        await Created(
            "payment",
            $"{Deal}/payments",
            new { amount = Sale.Rub("54000.00"), invoiceId = names["invoice"] }
        );
    }

    private async Task Returned()
    {
        await Shipped();
        await Created(
            "payment",
            $"{Deal}/payments",
            new { amount = Sale.Rub("54000.00"), invoiceId = names["invoice"] }
        );
        await Created(
            "return",
            $"{Deal}/returns",
            new
            {
                shipmentId = names["shipment"],
                rest = true,
                reason = "Заводской брак",
            }
        );
    }

    /// <summary>A line of a bank statement that waits, beside the invoice.</summary>
    private async Task Stated()
    {
        await Invoiced();
        var number = Guid.NewGuid().ToString("N")[..8];
        var document = StatementFiles.Document(number, "36000.00", "За принтеры", StatementFiles.TaxId());
        names["statement"] = (await api.Import(StatementFiles.Exchange(document))).Must(201).Id;
        names["statementLine"] = (string)
            (await api.Get($"/bank-statements/{names["statement"]}/lines")).Must(200)["items"]![0]!["id"]!;
    }

    private async Task Talked(string status, bool isOnDeal)
    {
        await Open();
        var call = new Dictionary<string, object>
        {
            ["kind"] = "call",
            ["description"] = "Нужны три принтера",
            ["status"] = status,
            ["occurredAt"] = status == "planned" ? "2099-12-31T09:00:00Z" : "2026-01-15T09:00:00Z",
        };
        if (isOnDeal)
            call["dealId"] = names["deal"];
        await Created("interaction", "/interactions", call);
    }

    private async Task Called()
    {
        await Open();
        await Did($"{Deal}/interactions", new { kind = "call", description = "Нужны три принтера" }, 201);
    }

    private async Task<Answer> Created(string name, string path, object body)
    {
        var created = (await api.PostOnce(path, body)).Must(201);
        names[name] = created.Id;
        return created;
    }

    private async Task Did(string path, object? body = null, int status = 200) =>
        (await api.PostOnce(path, body)).Must(status);
}
