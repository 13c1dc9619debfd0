using static Crm.Api.Tests.CustomFields.FieldApi;

namespace Crm.Api.Tests.CustomFields;

/// <summary>Clients and lines have custom fields of their own, with history.</summary>
[Collection(HostCollection.Name)]
public sealed class FieldOwnerTests(TestHost host)
{
    private Testing.Api Api => host.Api;

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
    public async Task A_client_has_a_history_of_its_fields_too_and_is_read_as_of_an_instant()
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
}
