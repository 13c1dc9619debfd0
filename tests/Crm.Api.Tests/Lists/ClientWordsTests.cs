namespace Crm.Api.Tests.Lists;

/// <summary>
/// The search of deals finds a client by the name for everyone who sees the deal, and by the legal details only for those who may read
/// the client.
/// </summary>
[Collection(HostCollection.Name)]
public sealed class ClientWordsTests(TestHost host)
{
    private static readonly string TaxId = FreshTaxId.Person();

    [Fact]
    public async Task Legal_details_find_deals_only_for_those_who_may_read_clients()
    {
        var deal = await Deal(await Manager("all-deals-no-clients", "deals.read"));
        var blind = await Reader("all-deals-no-clients", "deals.read");
        var seeing = await Reader("all-deals-all-clients", "deals.read", "clients.read");
        foreach (var secret in (string[])[TaxId, TaxId[..10], "Лютиковые"])
        {
            (await Found(seeing, secret)).Should().Contain(deal, secret);
            (await Found(blind, secret)).Should().NotContain(deal, secret);
        }

        (await Found(blind, $"Лютик {TaxId[..6]}")).Should().NotContain(deal, "each word is searched");
        foreach (var shown in (string[])["Лютик", "Ёлочный", "елочный лютик"])
            (await Found(blind, shown)).Should().Contain(deal, "the name is on the deal's card");
    }

    [Fact]
    public async Task Who_reads_only_clients_of_their_own_deals_finds_no_others_by_their_details()
    {
        var role = await Role("own-clients", "own", "deals.read", "clients.read");
        var user = (await host.Api.Post("/users", new { name = "Ирина", roles = new[] { role } })).Must(201).Id;
        var (own, other) = (await Deal(user), await Deal(await Manager("some-manager", "deals.read")));
        var found = await Found(await host.App.AsUser(Guid.Parse(user)), TaxId);
        found.Should().Contain(own).And.NotContain(other);
    }

    private async Task<string> Deal(string manager)
    {
        var client = (
            await host.Api.Post(
                "/clients",
                new
                {
                    name = "Ёлочный Лютик",
                    legalDetails = new { taxId = TaxId, registeredName = "ООО «Лютиковые»" },
                    @override = true,
                }
            )
        ).Must(201);
        return (
            await host.Api.PostOnce(
                "/deals",
                new
                {
                    title = "Поставка",
                    clientId = client.Id,
                    managerId = manager,
                }
            )
        ).Must(201).Id;
    }

    private static async Task<string[]> Found(Testing.Api api, string text) =>
        [
            .. (await api.Get($"/deals?limit=200&q={Uri.EscapeDataString(text)}")).Must(200)["items"]!
                .AsArray()
                .Select(x => (string)x!["id"]!),
        ];

    private async Task<Testing.Api> Reader(string role, params string[] permissions) =>
        await host.App.AsUser(Guid.Parse(await Manager(role, permissions)));

    private async Task<string> Manager(string role, params string[] permissions) =>
        (await host.Api.Post("/users", new { name = role, roles = new[] { await Role(role, "all", permissions) } }))
            .Must(201)
            .Id;

    /// <summary>Deals of everyone, and clients within the reach.</summary>
    private async Task<string> Role(string code, string clients, params string[] permissions)
    {
        var role = $"{code[..8]}-{Guid.NewGuid():N}";
        (
            await host.Api.Post(
                "/roles",
                new
                {
                    code = role,
                    title = new { ru = code, en = code },
                    permissions,
                    scopes = new { deals = "all", clients },
                }
            )
        ).Must(201);
        return role;
    }
}
