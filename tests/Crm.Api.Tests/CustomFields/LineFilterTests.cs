using Npgsql;
using static Crm.Api.Tests.CustomFields.FieldApi;

namespace Crm.Api.Tests.CustomFields;

/// <summary>GET /deals by custom fields of their lines: of the interest, of orders, and of proposals that were issued.</summary>
[Collection(HostCollection.Name)]
public sealed class LineFilterTests(TestHost host)
{
    private Testing.Api Api => host.Api;

    [Fact]
    public async Task A_deal_is_found_by_the_lines_that_it_has_now()
    {
        var colour = Fresh("colour");
        await Api.Define("line", colour, "text");
        await Api.Define("deal", colour, "text");
        var asked = await Deal(new { title = "Интерес", interest = new[] { Asked(colour, "red") } });
        var ordered = await Deal(new { title = "Заказ" });
        (
            await Api.PostOnce(
                $"/deals/{ordered}/orders",
                new { lines = new[] { Line(colour, "green"), Line(colour, "red") } }
            )
        ).Must(201);
        var offered = await Deal(new { title = "Предложение" });
        var proposal = (
            await Api.Post(
                $"/deals/{offered}/proposals",
                new { lines = new[] { Line(colour, "red") }, validUntil = "2027-06-30" }
            )
        )
            .Must(201)
            .Id;
        await Deal(new { title = "Поле сделки", customFields = Value(colour, "red") });
        await Deal(new { title = "Без полей", interest = new[] { new { text = "Стол" } } });
        await Finds($"lineCustomField={colour}:red", asked, ordered);
        (await Api.Post($"/proposals/{proposal}/issue")).Must(200);
        await Finds($"lineCustomField={colour}:red&count=true", asked, ordered, offered);
        await Finds($"lineCustomField={colour}:green,blue", ordered);

        // Only the new value is found after a replacement.
        (await Api.Post($"/deals/{asked}/interest", new { lines = new[] { Asked(colour, "blue") } })).Must(200);
        var revision = (await Api.Post($"/proposals/{proposal}/revise")).Must(201).Id;
        (await Api.Patch("/proposals/" + revision, new { lines = new[] { Line(colour, "blue") } })).Must(200);
        await Finds($"lineCustomField={colour}:red", ordered, offered);
        (await Api.Post($"/proposals/{revision}/issue")).Must(200);
        await Finds($"lineCustomField={colour}:red", ordered);
        await Finds($"lineCustomField={colour}:blue", asked, offered);
        (await Api.Post($"/proposals/{revision}/decline", new { reason = "Дорого" })).Must(200);
        (await Api.Post($"/deals/{offered}/close", new { outcome = "lost", lostReason = "price" })).Must(200);
        await Finds($"lineCustomField={colour}:blue&status=lost", offered);
    }

    [Fact]
    public async Task Every_type_and_range_is_asked_as_of_deals_and_one_line_fits_all()
    {
        var (text, number, money, date, choice, flag, reference) = (
            Fresh("text"),
            Fresh("number"),
            Fresh("money"),
            Fresh("date"),
            Fresh("choice"),
            Fresh("flag"),
            Fresh("ref")
        );
        await Api.Define("line", text, "text");
        await Api.Define("line", number, "number", new { decimals = 1 });
        await Api.Define("line", money, "money");
        await Api.Define("line", date, "date");
        await Api.Define("line", choice, "choice", Choices("red", "blue"));
        await Api.Define("line", flag, "yesNo");
        await Api.Define("line", reference, "reference", new { target = "client" });
        var friend = (await Api.Post("/clients", new { name = "Друг" })).Must(201).Id;
        var deal = await Deal(
            new
            {
                title = "Две строки",
                expectedAmount = Sale.Rub("1.00"),
                interest = new[]
                {
                    new
                    {
                        text = "Стол",
                        customFields = new Dictionary<string, object?>
                        {
                            [text] = "VIP, \"да\"",
                            [number] = 10.5,
                            [money] = Sale.Rub("10.00"),
                            [date] = "2027-01-31",
                            [choice] = "red",
                            [flag] = true,
                            [reference] = friend,
                        },
                    },
                    new
                    {
                        text = "Стул",
                        customFields = new Dictionary<string, object?>
                        {
                            [text] = "обычный",
                            [number] = 20,
                            [money] = Sale.Rub("20.00"),
                            [date] = "2027-02-28",
                            [choice] = "blue",
                            [flag] = false,
                        },
                    },
                },
            }
        );
        foreach (
            var found in (string[])
                [
                    $"{number}:10.5",
                    $"{number}:gt:10.5",
                    $"{number}:gte:20&lineCustomField={number}:lte:20",
                    $"{money}:20&currency=RUB",
                    $"{money}:lt:11&currency=RUB",
                    $"{date}:lte:2027-01-31",
                    $"{date}:2027-02-28",
                    $"{choice}:red,blue",
                    $"{flag}:false",
                    $"{text}:{Uri.EscapeDataString("обычный")}",
                    $"{text}:{Uri.EscapeDataString("\"VIP, \"\"да\"\"\"")}",
                    $"{reference}:{friend}",
                    $"{number}:20&lineCustomField={choice}:blue",
                    $"{number}:gt:15&lineCustomField={choice}:blue",
                ]
        )
            await Finds("lineCustomField=" + found, deal);
        // Each of both is true for one line, and both for none.
        foreach (
            var none in (string[])
                [
                    $"{number}:20&lineCustomField={choice}:red",
                    $"{number}:gt:15&lineCustomField={choice}:red",
                    $"{number}:gt:10.5&lineCustomField={number}:lt:20",
                    $"{money}:gte:1&currency=USD",
                    $"{text}:VIP",
                ]
        )
            await Finds("lineCustomField=" + none);

        await Refused($"{money}:gte:1", "filter.needs_currency");
        await Refused($"{choice}:green", "parameter.invalid", "red, blue");
        await Refused($"{text}:gte:1", "parameter.invalid");
        await Refused($"{number}:ten", "parameter.invalid");
        await Refused($"{flag}:perhaps", "parameter.invalid");
        await Refused($"{number}x:1", "parameter.invalid", $"did you mean '{number}'?");
        await Refused($"{number}:between:1", "parameter.invalid", "gte, gt, lte or lt before the value");
        await Refused("nothing-like-it-at-all-anywhere:1", "parameter.invalid", number);
        (await Api.Get($"/deals?customField={number}:1"))
            .Must(400)
            .Code.Should()
            .Be("parameter.invalid", "deals have no such field");
        (await Api.Get($"/clients?lineCustomField={number}:1"))
            .Must(400)
            .Code.Should()
            .Be("parameter.unknown", "clients have no lines");
    }

    [Fact]
    public async Task A_statement_line_reveals_no_deal_out_of_scope()
    {
        var colour = Fresh("colour");
        await Api.Define("line", colour, "text");
        var user = (await Api.Post("/users", new { name = "Анна" })).Must(201).Id;
        var own = await Deal(
            new
            {
                title = "Своя",
                managerId = user,
                interest = new[] { Asked(colour, "red") },
            }
        );
        var foreign = await Deal(new { title = "Чужая", interest = new[] { Asked(colour, "red") } });
        var seen = (
            await (await host.App.AsUser(Guid.Parse(user))).Get($"/deals?lineCustomField={colour}:red&count=true")
        ).Must(200);
        (seen["items"]!.AsArray().Select(x => (string)x!["id"]!).Single(), (long)seen["total"]!).Should().Be((own, 1));
        await Finds($"lineCustomField={colour}:red", own, foreign);
    }

    [Fact]
    public async Task The_index_serves_equality_and_a_deal_without_fields_is_not_in_it()
    {
        var colour = Fresh("colour");
        await Api.Define("line", colour, "text");
        var bare = await Deal(new { title = "Без полей", interest = new[] { new { text = "Стол" } } });
        var coloured = await Deal(
            new { title = "Две равные строки", interest = new[] { Asked(colour, "red"), Asked(colour, "red") } }
        );
        await using var connection = new NpgsqlConnection(host.App.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        (await Column(bare)).Should().Be(DBNull.Value);
        (await Column(coloured)).Should().Be("[{\"" + colour + "\": \"red\"}]", "equal lines are stored once");
        // The table is too small for the planner to choose the index by itself: sequential scans are disabled for the test.
        await using var command = new NpgsqlCommand(
            "set enable_seqscan = off; explain select id from crm.mt_doc_deal d "
                + "where d.line_fields @> jsonb_build_array('{\"x\":\"y\"}'::jsonb)",
            connection
        );
        await using var plan = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var lines = "";
        while (await plan.ReadAsync(TestContext.Current.CancellationToken))
            lines += plan.GetString(0);
        lines.Should().Contain("deal_line_fields");

        async Task<object?> Column(string deal)
        {
            await using var read = new NpgsqlCommand(
                "select line_fields::text from crm.mt_doc_deal where id = $1",
                connection
            )
            {
                Parameters = { new() { Value = Guid.Parse(deal) } },
            };
            return await read.ExecuteScalarAsync(TestContext.Current.CancellationToken);
        }
    }

    private async Task<string> Deal(object body) => (await Api.PostOnce("/deals", body)).Must(201).Id;

    private async Task Finds(string query, params string[] ids) =>
        (await Api.Get("/deals?" + query)).Must(200)["items"]!
            .AsArray()
            .Select(x => (string)x!["id"]!)
            .Should()
            .BeEquivalentTo(ids, query);

    private async Task Refused(string query, string code, string? detail = null)
    {
        var refused = (await Api.Get("/deals?lineCustomField=" + query)).Must(400);
        refused.Code.Should().Be(code, query);
        if (detail is not null)
            refused.Text.Should().Contain(detail);
    }

    private static Dictionary<string, object?> Value(string code, object value) => new() { [code] = value };

    private static object Asked(string code, object value) => new { text = "Стол", customFields = Value(code, value) };

    private static object Line(string code, object value) =>
        new
        {
            name = "Стол",
            quantity = 1,
            price = Sale.Rub("1.00"),
            customFields = Value(code, value),
        };
}
