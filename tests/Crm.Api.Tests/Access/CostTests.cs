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

    /// <summary>The clients of both worlds.</summary>
    private static readonly string[] TaxIds = [.. Enumerable.Range(0, 9).Select(_ => FreshTaxId.Company())];

    /// <summary>Everything that is stored of the costs is replaced in the same store, so that ids, instants and positions stay.</summary>
    [Fact]
    public async Task Hidden_costs_leave_no_trace_in_any_body_or_header()
    {
        await using var app = await CrmApp.Start();
        var admin = await app.As();
        var user = (await admin.Post("/users", new { name = "Анна" })).Must(201).Id;
        var reader = await app.AsUser(Guid.Parse(user));
        foreach (var name in (string[])["Стол", "Стул"])
            (await admin.Post("/products", new { name, cost = Sale.Rub("4321.17") })).Must(201);
        var sale = await (await Sale.Open(admin)).ToFulfilment();
        (await admin.Post(sale.Path + "/manager", new { userId = user })).Must(200);
        var shipped = (
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
                            quantity = 1,
                            unitCost = Sale.Rub("4321.17"),
                        },
                    },
                }
            )
        ).Must(201);
        string[] paths =
        [
            .. Reading(app, await Ids(admin, sale)),
            sale.Path + "/history?limit=1",
            "/products?limit=1",
            "/deals?limit=1&sort=-updatedAt",
            "/reports/gross-profit/facts?limit=1",
            .. ((string[])["deal", "product", "client", "manager"]).Select(by => "/reports/gross-profit?by=" + by),
        ];

        var (before, seen) = (await Read(reader), await Read(admin));
        await app.Execute(Replacing("4321.17", "8765.43"));
        var (after, seenAfter) = (await Read(reader), await Read(admin));

        after.Should().Equal(before);
        seenAfter.Should().NotEqual(seen);
        seenAfter.Count(x => x.Contains("8765.43", StringComparison.Ordinal)).Should().BeGreaterThan(4);
        (await reader.Get("/products?limit=1")).Headers.Should().ContainKey("Link");

        async Task<List<string>> Read(Testing.Api api)
        {
            List<string> answers = [];
            foreach (var path in paths)
            {
                var answer = await api.Get(
                    path,
                    ("Crm-Min-Position", shipped.Headers["Crm-Position"]),
                    ("Accept-Language", "en")
                );
                // The length is that of the body, in which reports tell their own instant.
                var headers = answer
                    .Headers.Where(x => x.Key is not ("Date" or "Content-Length"))
                    .OrderBy(x => x.Key, StringComparer.Ordinal)
                    .Select(x => $"{x.Key}: {x.Value}");
                answers.Add(
                    Instant().Replace($"{path} {answer.Status}\n{string.Join('\n', headers)}\n{answer.Text}", "at")
                );
            }

            return answers;
        }
    }

    [Fact]
    public async Task Readers_who_see_different_fields_have_different_tags()
    {
        var deal = company.OwnOf("sales-manager")["dealId"];
        var shipment = (string)(await company.Admin.Get($"/deals/{deal}/shipments")).Must(200)["items"]![0]!["id"]!;
        foreach (
            var path in (string[])
                ["/products/" + company.OwnOf("sales-manager")["productId"], $"/deals/{deal}/shipments/{shipment}"]
        )
        {
            var full = (await company.As("auditor").Get(path)).Must(200);
            var less = (await company.As("sales-manager").Get(path)).Must(200);
            less.Text.Should().NotBe(full.Text, path);
            less.ETag.Should().NotBe(full.ETag, path);
            less.ETag!.Split('-')[0].Should().Be(full.ETag!.Split('-')[0], "n is the version");
            (await company.As("sales-manager").Get(path, ("If-None-Match", full.ETag!))).Must(200);
            (await company.As("sales-manager").Get(path, ("If-None-Match", less.ETag!))).Must(304);
        }
    }

    /// <summary>Replaces an amount wherever the store keeps it: events, read models, rows of reports.</summary>
    private static string Replacing(string old, string other) =>
        $"""
            do $do$ declare r record; begin
              for r in select c.table_schema || '.' || c.table_name as t, quote_ident(c.column_name) as n, c.data_type as type
                from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
                where c.table_schema = 'crm' and t.table_type = 'BASE TABLE' and c.data_type in ('jsonb', 'text', 'numeric')
              loop
                if r.type = 'numeric' then
                  execute format('update %s set %s = %s / {old} * {other} where %s <> 0 and mod(%s, {old}) = 0', r.t, r.n, r.n, r.n, r.n);
                else
                  execute format('update %s set %s = replace(%s::text, ''{old}'', ''{other}'')::%s where %s::text like ''%%{old}%%''',
                    r.t, r.n, r.n, r.type, r.n);
                end if;
              end loop;
            end $do$
            """;

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
            var sale = await (await Sale.Open(admin, taxId: TaxIds[i])).ToFulfilment();
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
            every.AddRange(Reading(app, await Ids(admin, sale)));
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
                // Ids and instants are part of what an ETag and a length are made of; the test in one world compares these.
                var headers = answer
                    .Headers.Where(x => x.Key is not ("Date" or "ETag" or "Content-Length" or "Crm-Position"))
                    .OrderBy(x => x.Key, StringComparer.Ordinal)
                    .Select(x => $"{x.Key}: {x.Value}");
                var all = $"{path} {string.Join(' ', headers)} {answer.Text}";
                seen.Add(Number().Replace(Instant().Replace(Id().Replace(all, "id"), "at"), ""));
            }

            return seen;
        }
    }

    private static async Task<IReadOnlyDictionary<string, string>> Ids(Testing.Api admin, Sale sale) =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["dealId"] = sale.Id,
            ["proposalId"] = sale.ProposalId,
            ["orderId"] = sale.OrderId,
            ["invoiceId"] = sale.InvoiceId,
            ["shipmentId"] = (string)(await admin.Get(sale.Path + "/shipments")).Must(200)["items"]![0]!["id"]!,
            ["taskId"] = await sale.Task(),
            ["clientId"] = sale.ClientId,
            ["productId"] = (string)(await admin.Get("/products?limit=200")).Must(200)["items"]!.AsArray()[^1]!["id"]!,
        };

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
