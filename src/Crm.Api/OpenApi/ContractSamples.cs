using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Api.Deals;
using Crm.Api.Paging;
using Crm.Api.Reports;
using Crm.Domain.Deals.Lifecycle;
using Crm.Domain.Deals.Tasks;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Crm.Api.OpenApi;

/// <summary>
/// Examples of the main answers, attached to their schemas. They are real records, so that they do not compile when the
/// contract changes.
/// </summary>
internal sealed class ContractSamples : ISchemaFilter
{
    private static readonly DateTimeOffset At = new(2026, 1, 15, 9, 30, 0, default);
    private static readonly Dictionary<string, JsonNode?> NoFields = new(StringComparer.Ordinal);
    private static readonly Money Zero = Sample.Rub(0.00m);
    private static readonly Money Whole = Sample.Rub(54000.00m);
    private static readonly NamedAnswer Manager = new(Sample.User, "Иван Петров");
    private static readonly OpenTaskAnswer Open = new(
        Sample.Task,
        "fulfil-obligations",
        "Fulfil obligations",
        "fulfilment",
        StageTaskStatus.Open,
        Manager,
        null,
        At,
        new(2026, 1, 29, 20, 59, 59, default)
    );

    private static readonly DealAnswer Deal = new(
        Sample.Deal,
        "D-000042",
        "Принтеры для бухгалтерии",
        DealStatus.Open,
        new("standard-sale", 1, "Standard sale", "guided"),
        new("fulfilment", "Fulfilment", At),
        [Open],
        new(Sample.Client, "ООО «Ромашка»"),
        Manager,
        [],
        Whole,
        90,
        new("site", "Сайт", "web"),
        [new(null, "Принтер лазерный", 3, "шт", null, NoFields)],
        Sample.Day(1, 31),
        null,
        [],
        new Dictionary<string, JsonNode?>(StringComparer.Ordinal) { ["delivery-way"] = "courier" },
        new(
            Ordered: Whole,
            Invoiced: Whole,
            Shipped: Sample.Rub(18000.00m),
            Zero,
            Zero,
            Zero,
            Zero,
            ClientOwes: Sample.Rub(18000.00m),
            WeOwe: Zero,
            Undelivered: Sample.Rub(36000.00m),
            Uninvoiced: Zero,
            Credited: Zero
        ),
        null,
        At.AddDays(-8),
        At.AddDays(-8),
        At.AddDays(-8),
        At,
        21
    );

    private static readonly StageTaskAnswer Task = new(
        Open.Id,
        Open.Code,
        Open.Title,
        Open.Stage,
        Open.Status,
        Open.Assignee,
        null,
        true,
        false,
        Open.RaisedAt,
        Open.DueAt,
        false,
        null,
        [],
        [],
        [
            Unmet(
                "shipped-in-full",
                new(
                    "shipment.incomplete",
                    "Not everything is shipped",
                    $"deal:{Sample.Deal}",
                    Sum(0),
                    Sum(36000),
                    Fix("recordShipment", "shipments", new() { ["orderId"] = Sample.Order.ToString(), ["rest"] = true })
                )
            ),
            Unmet(
                "balance-zero",
                new(
                    "balance.client_owes",
                    "The client owes",
                    $"deal:{Sample.Deal}",
                    Sum(0),
                    Sum(18000),
                    Fix(
                        "recordPayment",
                        "payments",
                        new()
                        {
                            ["amount"] = new JsonObject { ["amount"] = "18000.00", ["currency"] = "RUB" },
                        }
                    )
                )
            ),
        ],
        Open.DueAt,
        0
    );

    private static readonly ProfitSumAnswer Profit = new(
        Sample.Rub(45000.00m),
        Zero,
        Zero,
        Zero,
        Sample.Rub(33000.00m),
        Sample.Rub(12000.00m),
        26.67m,
        new(0, Zero),
        Zero
    );

    private static readonly Dictionary<Type, object> Answers = new()
    {
        [typeof(DealAnswer)] = Deal,
        [typeof(Listed<DealAnswer>)] = new Listed<DealAnswer>([Deal], null) { Total = 1 },
        [typeof(StageTaskAnswer)] = Task,
        [typeof(Listed<StageTaskAnswer>)] = new Listed<StageTaskAnswer>([Task], null),
        [typeof(FunnelAnswer)] = new FunnelAnswer(
            FunnelMode.Snapshot,
            "standard-sale",
            At,
            [
                new("first-contact", "First contact", 1, false, 0, [], [], Funnel("stage=first-contact")),
                new(
                    "fulfilment",
                    "Fulfilment",
                    7,
                    false,
                    1,
                    [Whole],
                    [Sample.Rub(48600.00m)],
                    Funnel("stage=fulfilment")
                ),
            ],
            new(1, [Whole], Funnel("status=open")),
            new(0, [], Funnel("status=won")),
            new(0, [], Funnel("status=lost")),
            1337
        ),
        [typeof(LostReasonsAnswer)] = new LostReasonsAnswer(
            [new("price", "Price", 2, [Sample.Rub(90000.00m)], 1, Losses("by=reason&key=price"))],
            new(2, [Sample.Rub(90000.00m)]),
            0,
            At,
            1337
        ),
        [typeof(GrossProfitAnswer)] = new GrossProfitAnswer(
            [
                new(
                    "2026-01",
                    "2026-01",
                    null,
                    Profit.Revenue,
                    Zero,
                    Zero,
                    Zero,
                    Profit.Cost,
                    Profit.GrossProfit,
                    Profit.MarginPercent,
                    Profit.CostUnknown,
                    Zero,
                    "/api/v1/reports/gross-profit/deals?by=month&key=2026-01",
                    "/api/v1/reports/gross-profit/facts?by=month&key=2026-01"
                ),
            ],
            Profit,
            [Profit],
            At,
            1337
        ),
    };

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is OpenApiSchema found && Answers.TryGetValue(context.Type, out var answer))
            found.Examples = [JsonSerializer.SerializeToNode(answer, answer.GetType(), Wire.Json)!];
    }

    private static CheckAnswer Unmet(string check, ProblemBlocker blocker) =>
        new(check, CheckTitles.All[check].En, false, blocker.Expected, blocker.Actual, [blocker]);

    private static ConditionValue Sum(decimal rubles) =>
        new($"{Sample.Rub(rubles)}", null, Sample.Rub(rubles), null, null, []);

    private static ProblemFix Fix(string operation, string path, JsonObject body) =>
        new(
            operation,
            "POST",
            $"/api/v1/deals/{Sample.Deal}/{path}",
            "application/json",
            new Dictionary<string, string>(StringComparer.Ordinal) { ["Idempotency-Key"] = "" },
            body,
            [new("/headers/Idempotency-Key", FixFillType.IdempotencyKey, [])]
        );

    private static string Funnel(string of) => "/api/v1/reports/sales-funnel/deals?" + of;

    private static string Losses(string of) => "/api/v1/reports/lost-reasons/deals?" + of;
}
