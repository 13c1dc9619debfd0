using System.Text.RegularExpressions;

namespace Crm.Api.Tests.Access;

/// <summary>Costs are never shown without cost.see: not in bodies, order, history or reports.</summary>
[Collection(CompanyCollection.Name)]
public sealed partial class CostTests(Company company)
{
    [Fact]
    public async Task Two_worlds_that_differ_in_cost_alone_look_the_same_without_the_permission()
    {
        var (cheap, dear) = (await World("40.00", "90.00"), await World("90.00", "10.00"));
        foreach (var (one, other) in cheap.Without.Zip(dear.Without))
            one.Should().Be(other);
        cheap.Without.Should().HaveSameCount(dear.Without);
        cheap.With.Should().NotEqual(dear.With, "what is compared does differ for who sees it");
    }

    [Fact]
    public async Task With_the_permission_cost_and_margin_are_there_and_without_it_they_are_not()
    {
        var deal = company.OwnOf("sales-manager")["dealId"];
        var product = "/products/" + company.OwnOf("sales-manager")["productId"];
        foreach (
            var (path, member) in new[]
            {
                ($"/deals/{deal}/shipments", "unitCost"),
                ($"/deals/{deal}/history", "unitCost"),
                (product, "\"cost\""),
                ("/reports/gross-profit", "marginPercent"),
                ("/reports/gross-profit", "grossProfit"),
            }
        )
        {
            (await company.As("auditor").Get(path)).Must(200).Text.Should().Contain(member, path);
            (await company.As("sales-manager").Get(path))
                .Must(200)
                .Text.Should()
                .NotContain(member, path)
                .And.NotContain("\"cost\"", path)
                .And.NotContain("costUnknown", path);
        }
    }

    [Fact]
    public void Every_cost_in_an_event_is_known_as_one()
    {
        var members = typeof(Crm.Domain.Kernel.DomainEvent)
            .Assembly.GetTypes()
            .Where(x => x.IsSubclassOf(typeof(Crm.Domain.Kernel.DomainEvent)))
            .SelectMany(x => Members(x, []))
            .Distinct()
            .ToArray();
        members
            .Where(x => x.EndsWith("cost", StringComparison.OrdinalIgnoreCase))
            .Should()
            .HaveCountGreaterThan(1)
            .And.OnlyContain(x => Crm.Api.Deals.EventData.IsCost("lines.0." + x));
        Crm.Api.Deals.EventData.IsCost("price").Should().BeFalse();
    }

    /// <summary>Names of the members of an event and of its parts.</summary>
    private static IEnumerable<string> Members(Type type, HashSet<Type> seen) =>
        type.GetProperties()
            .SelectMany(x =>
                (Type[])[x.PropertyType, .. x.PropertyType.GenericTypeArguments] is var parts
                && parts.Any(p => p.Namespace?.StartsWith("Crm.", StringComparison.Ordinal) == true && seen.Add(p))
                    ? parts
                        .Where(p => p.Namespace?.StartsWith("Crm.", StringComparison.Ordinal) == true)
                        .SelectMany(p => Members(p, seen))
                        .Append(Wire(x.Name))
                    : [Wire(x.Name)]
            );

    private static string Wire(string name) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(name);

    [Fact]
    public async Task Without_permission_to_see_costs_none_can_be_set()
    {
        var own = company.OwnOf("sales-manager");
        var refused = (
            await company
                .As("sales-manager")
                .PostOnce(
                    $"/deals/{own["dealId"]}/shipments",
                    new
                    {
                        orderId = own["orderId"],
                        lines = new[]
                        {
                            new
                            {
                                lineId = Guid.NewGuid(),
                                quantity = 1,
                                unitCost = Sale.Rub("1.00"),
                            },
                        },
                    }
                )
        ).Must(403);
        ((string)refused["missing"]!).Should().Be("cost.see");
        (await company.As("marketer").Post("/products", new { name = "Стул", cost = Sale.Rub("1.00") })).Must(403);
        (await company.As("marketer").Post("/products", new { name = "Стул" })).Must(201);
    }

    /// <summary>Everything readable of two sales without the permission and with it, ids and instants removed.</summary>
    private static async Task<(List<string> Without, List<string> With)> World(params string[] costs)
    {
        await using var app = await CrmApp.Start();
        var admin = await app.As();
        var user = (await admin.Post("/users", new { name = "Анна" })).Must(201).Id;
        var api = await app.AsUser(Guid.Parse(user));
        List<string> paths =
        [
            "/reports/gross-profit?by=deal",
            "/reports/gross-profit?by=product",
            "/reports/gross-profit?by=month",
            "/deals",
            "/deals?sort=-updatedAt",
            "/products",
        ];
        List<string> every = [];
        long position = 0;
        foreach (var (cost, i) in costs.Select((x, i) => (x, i)))
        {
            (
                await admin.Post(
                    "/products",
                    new
                    {
                        code = "P" + i,
                        name = "Товар",
                        cost = Sale.Rub(cost),
                    }
                )
            ).Must(201);
            var sale = await (await Sale.Open(admin)).ToFulfilment();
            position = (
                await admin.PostOnce(
                    sale.Path + "/shipments",
                    new
                    {
                        orderId = sale.OrderId,
                        lines = new[]
                        {
                            new
                            {
                                lineId = sale.LineId,
                                quantity = 1 + i,
                                unitCost = Sale.Rub(cost),
                            },
                        },
                    }
                )
            ).Must(201).Position;
            (await admin.Post(sale.Path + "/manager", new { userId = user })).Must(200);
            paths.AddRange(
                (
                    (string[])
                        [
                            "",
                            "/history?limit=200",
                            "/shipments",
                            "/balance",
                            "/tasks",
                            "/stages",
                            "/orders",
                            "/proposals",
                        ]
                ).Select(x => sale.Path + x)
            );
            every.AddRange(
                Reading(
                    app,
                    new Dictionary<string, string>(StringComparer.Ordinal)
                    {
                        ["dealId"] = sale.Id,
                        ["proposalId"] = sale.ProposalId,
                        ["orderId"] = sale.OrderId,
                        ["invoiceId"] = sale.InvoiceId,
                        ["shipmentId"] = (string)
                            (await admin.Get(sale.Path + "/shipments")).Must(200)["items"]![0]!["id"]!,
                        ["taskId"] = await sale.Task(),
                        ["clientId"] = sale.ClientId,
                        ["productId"] = (string)
                            (await admin.Get("/products?limit=200")).Must(200)["items"]!.AsArray()[^1]!["id"]!,
                    }
                )
            );
        }

        return (await Read(api), await Read(admin));

        async Task<List<string>> Read(Testing.Api reader)
        {
            List<string> seen = [];
            foreach (var path in paths.Concat(every))
            {
                var answer = await reader.Get(
                    path,
                    ("Crm-Min-Position", position.ToString(System.Globalization.CultureInfo.InvariantCulture))
                );
                if (paths.Contains(path))
                    answer.Must(200);
                seen.Add(Number().Replace(Instant().Replace(Id().Replace(path + " " + answer.Text, "id"), "at"), ""));
            }

            return seen;
        }
    }

    /// <summary>Every route that reads part of a sale, its products, or a report.</summary>
    private static string[] Reading(CrmApp app, IReadOnlyDictionary<string, string> ids)
    {
        var routes = Table
            .Of(app)
            .Where(x =>
                x.Method == "GET"
                && (
                    x.Path.Contains("/deals", StringComparison.Ordinal)
                    || x.Path.Contains("/reports", StringComparison.Ordinal)
                    || x.Path.Contains("/proposals", StringComparison.Ordinal)
                    || x.Path.Contains("/products", StringComparison.Ordinal)
                    || x.Path.Contains("/clients", StringComparison.Ordinal)
                )
            )
            .Select(x =>
                ids.Aggregate(
                    x.Path,
                    (path, id) => path.Replace("{" + id.Key + ":guid}", id.Value, StringComparison.Ordinal)
                )
            )
            .Where(x => !x.Contains('{', StringComparison.Ordinal))
            .ToArray();
        routes.Should().HaveCountGreaterThan(25);
        return routes;
    }

    [GeneratedRegex(
        "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32}",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Id();

    [GeneratedRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.%A]+Z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Instant();

    [GeneratedRegex(
        "\"(correlationId|causationId|digest|salt|traceId)\":\"[^\"]*\"|\"(sequence|position)\":[0-9]+",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Number();
}
