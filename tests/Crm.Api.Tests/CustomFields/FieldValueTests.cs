using System.Text.Json.Nodes;
using static Crm.Api.Tests.CustomFields.FieldApi;

namespace Crm.Api.Tests.CustomFields;

/// <summary>Values of custom fields on deals: written, validated, cleared and replayed.</summary>
[Collection(HostCollection.Name)]
public sealed class FieldValueTests(TestHost host)
{
    private Testing.Api Api => host.Api;

    [Fact]
    public async Task Every_type_is_written_read_cleared_and_shown_in_the_history()
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
        await Api.Define("deal", text, "text");
        await Api.Define("deal", number, "number", new { decimals = 2 });
        await Api.Define("deal", money, "money");
        await Api.Define("deal", date, "date");
        await Api.Define(
            "deal",
            choice,
            "choice",
            new { choices = new[] { new { code = "red", title = Title("Red") } } }
        );
        await Api.Define("deal", flag, "yesNo");
        await Api.Define("deal", reference, "reference", new { target = "client" });
        var client = (await Api.Post("/clients", new { name = "Ромашка" })).Must(201).Id;
        var values = new JsonObject
        {
            [text] = "Хрупкое",
            [number] = 12.5,
            [money] = new JsonObject { ["amount"] = "10.00", ["currency"] = "RUB" },
            [date] = "2027-01-31",
            [choice] = "red",
            [flag] = false,
            [reference] = client,
        };
        var deal = (await Api.PostOnce("/deals", new { title = "Стол", customFields = values })).Must(201);
        JsonNode.DeepEquals(deal["customFields"], values).Should().BeTrue(deal.Text);
        var path = "/deals/" + deal.Id;
        JsonNode.DeepEquals((await Api.Get(path)).Must(200)["customFields"], values).Should().BeTrue();
        var then = (string)deal["recordedAt"]!;
        host.App.Clock.Advance(TimeSpan.FromMinutes(1));
        var edited = (
            await Api.Patch(
                path,
                new
                {
                    customFields = new Dictionary<string, object?>
                    {
                        [text] = null,
                        [number] = 13,
                        [choice] = "red",
                    },
                }
            )
        ).Must(200);
        edited["customFields"]!.AsObject().ContainsKey(text).Should().BeFalse();
        ((decimal)edited["customFields"]![number]!).Should().Be(13);
        ((string)edited["customFields"]![reference]!).Should().Be(client);
        var change = (await Api.Get(path + "/history?type=custom_fields_changed")).Must(200);
        change["items"]![0]!["changes"]!
            .AsArray()
            .Select(x => ((string)x!["field"]!, x["before"]?.ToString(), x["after"]?.ToString()))
            .Should()
            .BeEquivalentTo(
                [("customFields." + number, "12.5", "13"), ("customFields." + text, "Хрупкое", (string?)null)],
                o => o.WithoutStrictOrdering()
            );
        change.Text.Should().NotContain("salt").And.NotContain("digest");
        ((string)(await Api.Get($"{path}?asOf={Uri.EscapeDataString(then)}")).Must(200)["customFields"]![text]!)
            .Should()
            .Be("Хрупкое");
        var etag = (await Api.Get(path)).ETag!;
        (await Api.Patch(path, new { customFields = new Dictionary<string, object?> { [number] = 13, [text] = null } }))
            .Must(200)
            .ETag.Should()
            .Be(etag, "it holds already");
    }

    [Fact]
    public async Task Every_fault_is_named_at_once()
    {
        var (number, choice, flag, reference, gone) = (
            Fresh("number"),
            Fresh("choice"),
            Fresh("flag"),
            Fresh("ref"),
            Fresh("gone")
        );
        await Api.Define("deal", number, "number", new { decimals = 1 });
        await Api.Define(
            "deal",
            choice,
            "choice",
            new { choices = new[] { new { code = "red", title = Title("Red") } } }
        );
        await Api.Define("deal", flag, "yesNo");
        await Api.Define("deal", reference, "reference", new { target = "deal" });
        var archived = await Api.Define("deal", gone, "text");
        (await Api.Patch("/custom-fields/" + archived.Id, new { archived = true })).Must(200);
        var refused = (
            await Api.PostOnce(
                "/deals",
                new
                {
                    title = "Стол",
                    customFields = new Dictionary<string, object?>
                    {
                        [number] = 1.25,
                        [choice] = "green",
                        [flag] = "yes",
                        [reference] = Guid.NewGuid(),
                        [gone] = "x",
                        ["no-such"] = 1,
                    },
                }
            )
        ).Must(422);
        refused["errors"]!
            .AsArray()
            .Select(x => ((string)x!["pointer"]!, (string)x["code"]!))
            .Should()
            .BeEquivalentTo([
                ("/customFields/" + number, "amount.too_precise"),
                ("/customFields/" + choice, "custom_field.choice_unknown"),
                ("/customFields/" + flag, "custom_field.wrong_type"),
                ("/customFields/" + reference, "custom_field.reference_unknown"),
                ("/customFields/" + gone, "custom_field.unknown"),
                ("/customFields/no-such", "custom_field.unknown"),
            ]);
    }

    [Fact]
    public async Task A_reference_does_not_reveal_deals_that_the_caller_may_not_see()
    {
        var code = Fresh("ref");
        await Api.Define("deal", code, "reference", new { target = "deal" });
        var foreign = (await Api.PostOnce("/deals", new { title = "Чужая" })).Must(201).Id;
        var api = await host.App.AsUser(Guid.Parse((await Api.Post("/users", new { name = "Анна" })).Must(201).Id));
        var refer = new { title = "Стол", customFields = new Dictionary<string, object?> { [code] = foreign } };
        ((string)(await api.PostOnce("/deals", refer)).Must(422)["errors"]![0]!["code"]!)
            .Should()
            .Be("custom_field.reference_unknown");
        (await Api.PostOnce("/deals", refer)).Must(201);
    }

    [Fact]
    public async Task An_idempotency_key_covers_the_values_and_not_their_order()
    {
        var (a, b) = (Fresh("a"), Fresh("b"));
        await Api.Define("deal", a, "money");
        await Api.Define("deal", b, "number");
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var first = (
            await Api.Post(
                "/deals",
                "{\"title\":\"Стол\",\"customFields\":{\""
                    + a
                    + "\":{\"amount\":\"1.00\",\"currency\":\"RUB\"},\""
                    + b
                    + "\":1.50}}",
                key
            )
        ).Must(201);
        var again = (
            await Api.Post(
                "/deals",
                "{\"customFields\":{\""
                    + b
                    + "\":1.5,\""
                    + a
                    + "\":{\"currency\":\"RUB\",\"amount\":\"1.00\"}},\"title\":\"Стол\"}",
                key
            )
        ).Must(201);
        again.Id.Should().Be(first.Id);
        (await Api.Post("/deals", "{\"title\":\"Стол\",\"customFields\":{\"" + b + "\":2}}", key))
            .Must(422)
            .Code.Should()
            .Be("idempotency.key_reused");
    }
}
