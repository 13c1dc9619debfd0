using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Clients;

/// <summary>A contact over HTTP: corrected, ordered, ended.</summary>
[Collection(HostCollection.Name)]
public sealed class ContactTests(TestHost host)
{
    [Fact]
    public async Task A_mistyped_phone_is_corrected()
    {
        var (client, contact) = await Client();
        var path = $"/clients/{client}/contacts/{contact}";
        var edited = (await host.Api.Patch(path, new { phone = "+7 495 000-00-02", email = (string?)null })).Must(200);
        var shown = edited["contacts"]![0]!;
        ((string?)shown["name"], (string?)shown["phone"], (string?)shown["email"], (string?)shown["role"])
            .Should()
            .Be(("Вера", "+7 495 000-00-02", null, "закупки"));
        (await host.Api.Get(path)).Must(200).Json.ToJsonString().Should().Be(shown.ToJsonString());
        var change = (await host.Api.Get($"/clients/{client}/history")).Must(200)["items"]!.AsArray()[^1]!;
        ((string)change["type"]!, change["changes"]!.AsArray().Count).Should().Be(("contact_changed", 1));

        (await host.Api.Patch(path, new { phone = "+7 495 000-00-02" })).Must(200).ETag.Should().Be(edited.ETag);
        (await host.Api.Patch(path, new { phone = "1" }, "\"1-0\"")).Must(412);
        (await host.Api.Send(HttpMethod.Patch, path, new { phone = "1" }, [])).Must(428);
        (await host.Api.Patch(path, new { name = (string?)null })).Must(422);
        (await host.Api.Patch(path, new { position = 9 })).Must(422);
    }

    [Fact]
    public async Task Contacts_are_ordered()
    {
        var (client, first) = await Client();
        var added = (await host.Api.Post($"/clients/{client}/contacts", new { name = "Зоя" })).Must(201);
        Names(added).Should().Equal("Вера", "Зоя");
        var second = (string)added["contacts"]![1]!["id"]!;
        Names((await host.Api.Patch($"/clients/{client}/contacts/{second}", new { position = 1 })).Must(200))
            .Should()
            .Equal("Зоя", "Вера");
        Names(await host.Api.Get("/clients/" + client)).Should().Equal("Зоя", "Вера");
        (await host.Api.Get($"/clients/{client}?asOf={added["updatedAt"]}")).Must(200)["contacts"]![0]!["id"]!
            .GetValue<string>()
            .Should()
            .Be(first, "the order of then");
    }

    [Fact]
    public async Task A_contact_ends_with_a_reason_and_stays_for_what_names_it()
    {
        var (client, contact) = await Client();
        var deal = (await host.Api.PostOnce("/deals", new { title = "Стулья", clientId = client })).Must(201).Id;
        (await host.Api.Post($"/clients/{client}/contacts", new { name = "Зоя" })).Must(201);
        var path = $"/clients/{client}/contacts/{contact}/end";
        var ended = (await host.Api.Post(path, new { reason = "Уволилась" })).Must(200);
        Names(ended).Should().Equal("Зоя", "Вера");
        ((string)ended["contacts"]![1]!["ended"]!["reason"]!).Should().Be("Уволилась");
        ended["contacts"]![0]!["ended"].Should().BeNull();
        (await host.Api.Post(path, new { reason = "Ушла" })).Must(200).Text.Should().Be(ended.Text);
        (
            await host.Api.Post(
                $"/deals/{deal}/interactions",
                new
                {
                    kind = "call",
                    description = "Говорили до ухода",
                    with = new[] { new { contactId = contact } },
                }
            )
        ).Must(201);
        (await host.Api.Post($"/clients/{client}/contacts/{Guid.NewGuid()}/end"))
            .Must(404)
            .Code.Should()
            .Be("contact.not_found");
        (await host.Api.Post($"/clients/{Guid.NewGuid()}/contacts/{contact}/end"))
            .Must(404)
            .Code.Should()
            .Be("client.not_found");
    }

    [Fact]
    public async Task Adding_a_contact_again_finds_it_after_it_was_corrected()
    {
        var (client, _) = await Client();
        var body = new { name = "Лев", id = Guid.CreateVersion7() };
        (await host.Api.Post($"/clients/{client}/contacts", body)).Must(201);
        var edited = (await host.Api.Patch($"/clients/{client}/contacts/{body.id}", new { name = "Лев Орлов" })).Must(
            200
        );
        (await host.Api.Post($"/clients/{client}/contacts", body)).Must(200).Text.Should().Be(edited.Text);
        (await host.Api.Post($"/clients/{client}/contacts", new { name = "Другой", body.id })).Must(409);
    }

    private async Task<(string Client, string Contact)> Client()
    {
        var contacts = new[]
        {
            new
            {
                name = "Вера",
                phone = "+7 495 000-00-01",
                email = "v@example.com",
                role = "закупки",
            },
        };
        var client = (await host.Api.Post("/clients", new { name = "ООО Вереск", contacts })).Must(201);
        return (client.Id, (string)client["contacts"]![0]!["id"]!);
    }

    private static IEnumerable<string> Names(Answer client) =>
        client["contacts"]!.AsArray().Select((JsonNode? x) => (string)x!["name"]!);
}
