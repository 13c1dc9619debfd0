using System.Text.Json.Nodes;
using static Crm.Api.Tests.CustomFields.FieldApi;

namespace Crm.Api.Tests.CustomFields;

/// <summary>Lists by custom fields: of deals and clients themselves, and of the lines of deals.</summary>
[Collection(HostCollection.Name)]
public sealed class FilterTests(TestHost host)
{
    private Testing.Api Api => host.Api;

    [Fact]
    public async Task Lists_filter_by_fields()
    {
        var (size, budget, due, colour) = (Fresh("size"), Fresh("budget"), Fresh("due"), Fresh("colour"));
        await Api.Define("deal", size, "number");
        await Api.Define("deal", budget, "money");
        await Api.Define("deal", due, "date");
        await Api.Define(
            "deal",
            colour,
            "choice",
            new
            {
                choices = new[]
                {
                    new { code = "red", title = Title("Red") },
                    new { code = "blue", title = Title("Blue") },
                },
            }
        );
        var first = await Deal(10, "100.00", "2027-01-31", "red");
        var second = await Deal(20.5m, "200.00", "2027-02-28", "blue");
        async Task Finds(string query, params string[] ids) =>
            (
                await Api.Get(
                    "/deals?"
                        + query
                            .Replace("{s}", "customField=" + size, StringComparison.Ordinal)
                            .Replace("{b}", "customField=" + budget, StringComparison.Ordinal)
                            .Replace("{d}", "customField=" + due, StringComparison.Ordinal)
                            .Replace("{c}", "customField=" + colour, StringComparison.Ordinal)
                )
            ).Must(200)["items"]!
                .AsArray()
                .Select(x => (string)x!["id"]!)
                .Should()
                .BeEquivalentTo(ids, query);
        await Finds("{s}:10.0", first);
        await Finds("{s}:gt:10&{s}:lte:20.5", second);
        await Finds("{s}:gt:10&{c}:red");
        await Finds("{b}:100&currency=RUB", first);
        await Finds("{b}:gte:100&currency=RUB", first, second);
        await Finds("{b}:gte:100&currency=USD");
        await Finds("{d}:lt:2027-02-01", first);
        await Finds("{d}:2027-02-28,2027-03-01", second);
        await Finds("{c}:red,blue&count=true", first, second);
        await Finds("{c}:red&{c}:blue");
        (await Api.Get($"/deals?customField={budget}:gte:1")).Must(400).Code.Should().Be("filter.needs_currency");
        (await Api.Get($"/deals?customField={colour}:green")).Must(400).Code.Should().Be("parameter.invalid");
        (await Api.Get($"/deals?customField={colour}:gt:red")).Must(400).Code.Should().Be("parameter.invalid");
        var near = (await Api.Get($"/deals?customField={size}x:1")).Must(400);
        near.Code.Should().Be("parameter.invalid");
        ((string)near["errors"]![0]!["detail"]!).Should().Contain($"did you mean '{size}'?");

        async Task<string> Deal(decimal s, string b, string d, string c)
        {
            var fields = new Dictionary<string, object?>
            {
                [size] = s,
                [budget] = Sale.Rub(b),
                [due] = d,
                [colour] = c,
            };
            return (
                await Api.PostOnce(
                    "/deals",
                    new
                    {
                        title = "Стол",
                        expectedAmount = Sale.Rub("1.00"),
                        customFields = fields,
                    }
                )
            ).Must(201).Id;
        }
    }

    [Fact]
    public async Task Clients_are_filtered_by_fields_of_every_type_and_so_are_deals()
    {
        foreach (var (owner, list, body) in new[] { ("client", "/clients", "name"), ("deal", "/deals", "title") })
        {
            var types = new[] { "text", "number", "money", "date", "choice", "yesNo", "reference" }.ToDictionary(
                x => x,
                x => Fresh(x.ToLowerInvariant())
            );
            foreach (var (type, code) in types)
                await Api.Define(
                    owner,
                    code,
                    type,
                    type switch
                    {
                        "choice" => new
                        {
                            choices = new[]
                            {
                                new { code = "red", title = Title("Red") },
                                new { code = "blue", title = Title("Blue") },
                            },
                        },
                        "reference" => new { target = "client" },
                        "number" => new { decimals = 1 },
                        _ => null,
                    }
                );
            var friend = (await Api.Post("/clients", new { name = "Друг" })).Must(201).Id;
            var first = await Made("VIP, \"да\": так", 10.5m, "10.00", "2027-01-31", "red", true, friend);
            var second = await Made("обычный", 20, "20.00", "2027-02-28", "blue", false, null);
            (await Api.Post(list, new JsonObject { [body] = "Без полей" })).Must(201);
            await Finds("number", "10.5", first);
            await Finds("number", "gt:10&C:lte:20", first, second);
            await Finds("money", "20&currency=RUB", second);
            await Finds("date", "lt:2027-02-01", first);
            await Finds("choice", "red,blue", first, second);
            await Finds("yesNo", "false", second);
            await Finds("text", Uri.EscapeDataString("обычный"), second);
            await Finds("text", Uri.EscapeDataString("обычный,\"VIP, \"\"да\"\": так\""), first, second);
            await Finds("reference", friend, first);
            (await Api.Get($"{list}?customField={types["money"]}:gte:1"))
                .Must(400)
                .Code.Should()
                .Be("filter.needs_currency");
            (await Api.Get($"{list}?customField={types["text"]}:gte:1"))
                .Must(400)
                .Code.Should()
                .Be("parameter.invalid");
            (await Api.Get($"{list}?customField={types["number"]}x:1")).Must(400).Code.Should().Be("parameter.invalid");

            string Filter(string type, string query) =>
                $"customField={types[type]}:"
                + query.Replace("C:", $"customField={types[type]}:", StringComparison.Ordinal);

            async Task Finds(string type, string query, params string[] ids) =>
                (await Api.Get($"{list}?{Filter(type, query)}&count=true")).Must(200)["items"]!
                    .AsArray()
                    .Select(x => (string)x!["id"]!)
                    .Should()
                    .BeEquivalentTo(ids, $"{list} {type}:{query}");

            async Task<string> Made(
                string text,
                decimal number,
                string money,
                string date,
                string choice,
                bool flag,
                string? reference
            )
            {
                var fields = new Dictionary<string, object?>
                {
                    [types["text"]] = text,
                    [types["number"]] = number,
                    [types["money"]] = Sale.Rub(money),
                    [types["date"]] = date,
                    [types["choice"]] = choice,
                    [types["yesNo"]] = flag,
                };
                if (reference is not null)
                    fields[types["reference"]] = reference;
                return (
                    await Api.Post(
                        list,
                        new Dictionary<string, object> { [body] = "С полями", ["customFields"] = fields }
                    )
                )
                    .Must(201)
                    .Id;
            }
        }
    }
}
