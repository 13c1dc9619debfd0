using System.Text.Json.Nodes;
using Crm.Domain.Access;
using static Crm.Api.Tests.CustomFields.FieldApi;

namespace Crm.Api.Tests.CustomFields;

/// <summary>Custom fields over HTTP: defined once, then on deals, clients and lines, with history and asOf.</summary>
[Collection(HostCollection.Name)]
public sealed class CustomFieldsTests(TestHost host)
{
    private Testing.Api Api => host.Api;

    [Fact]
    public async Task A_definition_changes_only_where_it_may_and_keeps_its_history()
    {
        var code = Fresh("colour");
        object red = new { code = "red", title = Title("Red") },
            blue = new { code = "blue", title = Title("Blue") };
        var field = await Api.Define("deal", code, "choice", new { choices = new[] { red } });
        field.Headers["Location"].Should().Be("/api/v1/custom-fields/" + field.Id);
        (
            await Api.Post(
                "/custom-fields",
                new
                {
                    owner = "deal",
                    code,
                    type = "text",
                    title = Title("Other"),
                }
            )
        ).Must(409).Code.Should().Be("custom_field.taken");
        (await Api.Define("client", code, "text")).Id.Should().NotBe(field.Id, "clients have codes of their own");
        var path = "/custom-fields/" + field.Id;
        (await Api.Patch(path, new { code = "x" })).Must(422)["errors"]![0]!["code"]!
            .GetValue<string>()
            .Should()
            .Be("member.unknown");
        (await Api.Send(HttpMethod.Patch, path, new { archived = true }, [])).Must(428);
        var then = (string)field["recordedAt"]!;
        host.App.Clock.Advance(TimeSpan.FromMinutes(1));
        var changed = (
            await Api.Patch(
                path,
                new
                {
                    title = Title("Tone"),
                    choices = new[] { red, blue },
                    archived = true,
                }
            )
        ).Must(200);
        changed["choices"]!.AsArray().Should().HaveCount(2);
        ((bool)changed["archived"]!).Should().BeTrue();
        var history = (await Api.Get(path + "/history")).Must(200)["items"]!.AsArray();
        history
            .Select(x => (string)x!["type"]!)
            .Should()
            .Equal(
                "custom_field_defined",
                "custom_field_retitled",
                "custom_field_choices_added",
                "custom_field_archived"
            );
        ((string)history[1]!["changes"]![0]!["field"]!).Should().StartWith("title.");
        ((bool)(await Api.Get($"{path}?asOf={Uri.EscapeDataString(then)}")).Must(200)["archived"]!).Should().BeFalse();
        (await Api.Get("/custom-fields?owner=client&limit=200")).Must(200)["items"]!
            .AsArray()
            .Select(x => (string)x!["owner"]!)
            .Should()
            .OnlyContain(x => x == "client");
        (await Api.Get("/custom-fields?owner=order")).Must(400).Code.Should().Be("parameter.invalid");
    }

    [Fact]
    public async Task Only_who_manages_settings_defines_fields()
    {
        var user = (await Api.Post("/users", new { name = "Анна" })).Must(201).Id;
        var api = await host.App.AsUser(Guid.Parse(user));
        (
            (string)
                (
                    await api.Post(
                        "/custom-fields",
                        new
                        {
                            owner = "deal",
                            code = Fresh("x"),
                            type = "text",
                            title = Title("X"),
                        }
                    )
                ).Must(403)["missing"]!
        ).Should().Be(Permissions.SettingsManage.Name);
        (await api.Get("/custom-fields")).Must(200);
    }

    [Fact]
    public async Task Every_type_is_written_read_cleared_and_told_by_history()
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
        await Api.Define("deal", flag, "yes-no");
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
        await Api.Define("deal", flag, "yes-no");
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
    public async Task A_reference_does_not_tell_of_deals_that_one_does_not_see()
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
    public async Task Clients_and_lines_have_fields_of_their_own()
    {
        var (segment, colour) = (Fresh("segment"), Fresh("colour"));
        await Api.Define("client", segment, "text");
        await Api.Define("line", colour, "text");
        var client = (
            await Api.Post(
                "/clients",
                new { name = "Ромашка", customFields = new Dictionary<string, object?> { [segment] = "VIP" } }
            )
        ).Must(201);
        ((string)client["customFields"]![segment]!).Should().Be("VIP");
        (
            await Api.Patch(
                "/clients/" + client.Id,
                new { customFields = new Dictionary<string, object?> { [segment] = null } }
            )
        ).Must(200)["customFields"]!
            .AsObject()
            .Should()
            .BeEmpty();
        var ofLine = new Dictionary<string, object?> { [colour] = "red" };
        var sale = await Sale.Open(Api);
        var line = new
        {
            name = "Стол",
            quantity = 1,
            price = Sale.Rub("1.00"),
            customFields = ofLine,
        };
        (
            await Api.Post(
                sale.Path + "/interest",
                new { lines = new[] { new { text = "Стол", customFields = ofLine } } }
            )
        ).Must(200)["interest"]![0]!["customFields"]![colour]!
            .GetValue<string>()
            .Should()
            .Be("red");
        (await Api.Post(sale.Path + "/proposals", new { lines = new[] { line }, validUntil = "2027-06-30" })).Must(201)[
            "lines"
        ]![0]!["customFields"]![colour]!
            .GetValue<string>()
            .Should()
            .Be("red");
        var order = (await Api.PostOnce(sale.Path + "/orders", new { lines = new[] { line } })).Must(201);
        order["lines"]![0]!["customFields"]![colour]!.GetValue<string>().Should().Be("red");
        (await Api.Get(sale.Path + "/orders/" + order.Id)).Must(200)["lines"]![0]!["customFields"]![colour]!
            .GetValue<string>()
            .Should()
            .Be("red");
        (await Api.Get(sale.Path + "/history")).Text.Should().NotContain("\"salt\"").And.NotContain("\"digest\"");
        (
            (string)
                (
                    await Api.Post(
                        sale.Path + "/interest",
                        new { lines = new[] { new { text = "Стол", customFields = new { nothing = 1 } } } }
                    )
                ).Must(422)["errors"]![0]!["pointer"]!
        )
            .Should()
            .Be("/lines/0/customFields/nothing");
    }

    [Fact]
    public async Task A_client_has_a_history_of_its_fields_too_and_is_read_as_it_stood()
    {
        var segment = Fresh("segment");
        await Api.Define("client", segment, "text");
        var client = (
            await Api.Post(
                "/clients",
                new { name = "Ромашка", customFields = new Dictionary<string, object?> { [segment] = "VIP" } }
            )
        ).Must(201);
        var path = "/clients/" + client.Id;
        host.App.Clock.Advance(TimeSpan.FromMinutes(1));
        var then = Uri.EscapeDataString(Crm.Api.Json.Wire.Text(host.App.Clock.GetUtcNow()));
        host.App.Clock.Advance(TimeSpan.FromMinutes(1));
        (
            await Api.Patch(
                path,
                new { name = "Лютик", customFields = new Dictionary<string, object?> { [segment] = null } }
            )
        ).Must(200);
        (await Api.Post(path + "/contacts", new { name = "Анна" })).Must(201);
        var history = (await Api.Get(path + "/history")).Must(200);
        history["items"]!
            .AsArray()
            .Select(x => (string)x!["type"]!)
            .Should()
            .Equal("client_registered", "client_renamed", "client_fields_changed", "contact_added");
        history["items"]![2]!["changes"]!
            .ToJsonString()
            .Should()
            .Be("[{\"field\":\"customFields." + segment + "\",\"before\":\"VIP\",\"after\":null}]");
        history["items"]![1]!["changes"]!.AsArray().Select(x => (string)x!["field"]!).Should().Equal("name");
        history.Text.Should().NotContain("salt").And.NotContain("digest");
        var stood = (await Api.Get($"{path}?asOf={then}")).Must(200);
        ((string?)stood["name"], (string?)stood["customFields"]![segment], stood["contacts"]!.AsArray().Count)
            .Should()
            .Be(("Ромашка", "VIP", 0));
        (await Api.Get($"{path}?asOf=2020-01-01T00:00:00Z")).Must(404).Code.Should().Be("client.not_found");
    }

    [Fact]
    public async Task A_field_that_a_published_kind_checks_is_not_archived()
    {
        var code = Fresh("needed");
        var field = await Api.Define("deal", code, "text");
        var kind = await DealKinds.KindApi.Published(
            Api,
            DealKinds.KindApi.Process(
                DealKinds.KindApi.Stage(
                    "a",
                    DealKinds.KindApi.Task("fill", "{\"check\":\"custom-field-filled\",\"field\":\"" + code + "\"}")
                ),
                DealKinds.KindApi.Stage("b", DealKinds.KindApi.Task("win", "closing-gate"))
            )
        );
        var deal = await DealKinds.KindApi.Opened(Api, kind);
        var refused = (await Api.Patch("/custom-fields/" + field.Id, new { archived = true })).Must(409);
        (refused.Code, (string?)refused["blockers"]![0]!["actual"])
            .Should()
            .Be(("custom_field.in_use", "fill; published, 1 open deals"));
        (await Api.Post($"/deals/{deal.Id}/tasks/{DealKinds.KindApi.TaskId(deal, "fill")}/complete"))
            .Must(409)
            .Blockers.Should()
            .Equal("custom_field.missing");
        (
            await Api.Patch(
                "/deals/" + deal.Id,
                new { customFields = new Dictionary<string, object?> { [code] = "да" } }
            )
        ).Must(200);
        (await Api.Post($"/deals/{deal.Id}/tasks/{DealKinds.KindApi.TaskId(deal, "fill")}/complete")).Must(200);
        (await Api.Post($"/deal-kinds/{kind}/retire")).Must(200);
        (await Api.Patch("/custom-fields/" + field.Id, new { archived = true }))
            .Must(409)
            .Code.Should()
            .Be("custom_field.in_use", "an open deal still follows it");
        (await Api.Post($"/deals/{deal.Id}/close", new { outcome = "lost", lostReason = "price" })).Must(200);
        (await Api.Patch("/custom-fields/" + field.Id, new { archived = true })).Must(200);
    }

    [Fact]
    public async Task A_key_stands_for_the_values_and_not_for_their_order()
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
