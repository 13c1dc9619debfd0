using Npgsql;

namespace Crm.Api.Tests.Access;

/// <summary>A user with own clients only sees and uses the clients that they registered.</summary>
[Collection(HostCollection.Name)]
public sealed class OwnClientTests(TestHost host)
{
    private Testing.Api Api => host.Api;

    [Fact]
    public async Task The_creator_sees_and_uses_the_client_and_another_user_does_not()
    {
        var (_, creator) = await User();
        var (_, other) = await User();
        var name = "Заря " + Guid.NewGuid().ToString("N")[..8];
        var client = (await creator.Post("/clients", new { name })).Must(201);
        (await creator.Get(client.Headers["Location"]["/api/v1".Length..])).Must(200);
        (await creator.Get($"/clients?q={name}"))["items"]!.AsArray().Should().ContainSingle();
        (await creator.Post($"/clients/{client.Id}/contacts", new { name = "Анна", phone = "+7 495 000-00-00" })).Must(
            201
        );
        var deal = (await creator.Post("/deals", new { title = "Поставка", clientId = client.Id })).Must(201);
        ((string)deal["client"]!["name"]!).Should().Be(name);

        (await other.Get($"/clients/{client.Id}")).Must(404);
        (await other.Get($"/clients?q={name}"))["items"]!.AsArray().Should().BeEmpty();
        (await other.Post("/deals", new { title = "Поставка", clientId = client.Id })).Must(422);
        (await Api.Get($"/clients/{client.Id}")).Must(200);
    }

    [Fact]
    public async Task The_creator_of_a_client_of_an_earlier_build_is_known_from_its_first_event()
    {
        await using var app = await CrmApp.Start();
        var api = await app.As();
        var user = (await api.Post("/users", new { name = "Автор", roles = new[] { await OwnClients(api) } }))
            .Must(201)
            .Id;
        var client = (await (await app.AsUser(Guid.Parse(user))).Post("/clients", new { name = "Старый" }))
            .Must(201)
            .Id;
        await app.Host.StopAsync(TestContext.Current.CancellationToken);
        await using (var connection = new NpgsqlConnection(app.ConnectionString))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = new NpgsqlCommand(
                "update crm.mt_doc_client set created_by = null, data = data #- '{state,createdBy}'",
                connection
            );
            (await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken)).Should().Be(1);
        }

        await using var later = await CrmApp.Start(app.ConnectionString);
        (await (await later.AsUser(Guid.Parse(user))).Get($"/clients/{client}")).Must(200);
    }

    private async Task<(string Id, Testing.Api Api)> User()
    {
        var id = (await Api.Post("/users", new { name = "Продавец", roles = new[] { await OwnClients(Api) } }))
            .Must(201)
            .Id;
        return (id, await host.App.AsUser(Guid.Parse(id)));
    }

    private static async Task<string> OwnClients(Testing.Api api)
    {
        var code = "own-" + Guid.NewGuid().ToString("N")[..8];
        (
            await api.Post(
                "/roles",
                new
                {
                    code,
                    title = new { ru = "Свои клиенты", en = "Own clients" },
                    permissions = new[] { "deals.read", "deals.write", "clients.read", "clients.write" },
                    scopes = new { deals = "own", clients = "own" },
                }
            )
        ).Must(201);
        return code;
    }
}
