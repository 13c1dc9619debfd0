using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Clients;

/// <summary>Tax ids of clients over HTTP: their form by country, duplicates and the warnings about them.</summary>
[Collection(HostCollection.Name)]
public sealed class TaxIdTests(TestHost host)
{
    [Fact]
    public async Task A_mistyped_tax_id_is_refused_in_a_new_client_and_in_a_changed_one()
    {
        var refused = (await Register("7707083894")).Must(422);
        Faults(refused).Should().Equal(("/legalDetails/taxId", "tax_id.check_digits"));
        var client = (await Register(FreshTaxId.Company())).Must(201);
        Faults((await Change(client.Id, "77070838")).Must(422))
            .Should()
            .Equal(("/legalDetails/taxId", "tax_id.length"));
        (await Change(client.Id, FreshTaxId.Person())).Must(200);
    }

    [Fact]
    public async Task The_KPP_stands_beside_the_tax_id_and_a_foreign_tax_id_is_free()
    {
        var taxId = FreshTaxId.Company();
        var client = (await Register($" {taxId[..4]} {taxId[4..]}\u200B", "770701001")).Must(201);
        Legal(client).Should().Be((taxId, "770701001", null));
        Legal(await host.Api.Get("/clients/" + client.Id)).Should().Be((taxId, "770701001", null));
        var foreign = $"БИН {Guid.NewGuid():N}";
        Legal((await Register(foreign, country: "KZ")).Must(201)).Should().Be((foreign, null, "KZ"));
        Faults((await Register(foreign, country: "Казахстан")).Must(422))
            .Should()
            .Equal(("/legalDetails/country", "country.unknown"));
    }

    [Fact]
    public async Task A_client_with_the_same_tax_id_and_KPP_is_refused_with_its_candidates()
    {
        var taxId = FreshTaxId.Company();
        var first = (await Register(taxId)).Must(201);
        var refused = (await Register($"{taxId[..5]} {taxId[5..]}")).Must(409);
        refused.Code.Should().Be("client.duplicate");
        Candidates(refused).Should().Equal((first.Id, "ООО " + taxId));
        var fix = refused["blockers"]![0]!["fix"]!;
        (await host.Api.Get((string)fix["href"]!)).Must(200).Id.Should().Be(first.Id);

        var branch = (await Register(taxId, "770702002")).Must(201);
        Warnings(branch).Should().Equal(("client.same_tax_id", "/legalDetails/taxId"));
        (await host.Api.Get("/clients/" + branch.Id))["warnings"]!.AsArray().Should().BeEmpty();
        (await Register(taxId, "770702002")).Must(409).Code.Should().Be("client.duplicate");
    }

    [Fact]
    public async Task A_change_of_the_tax_id_or_the_KPP_is_judged_and_other_edits_are_not()
    {
        var taxId = FreshTaxId.Company();
        var first = (await Register(taxId)).Must(201);
        var second = (await Register(taxId, "770701001")).Must(201);
        var refused = (await Change(second.Id, taxId)).Must(409);
        Candidates(refused).Should().Equal((first.Id, "ООО " + taxId));
        Warnings((await Change(second.Id, taxId, "770702002")).Must(200))
            .Should()
            .Equal(("client.same_tax_id", "/legalDetails/taxId"));
        var accepted = (await Change(second.Id, taxId, isOverride: true)).Must(200);
        Warnings(accepted).Should().BeEmpty();
        (await host.Api.Patch("/clients/" + second.Id, new { name = "Переименован" })).Must(200);
        var moved = new
        {
            taxId,
            registeredName = "ООО",
            address = "Тверь",
        };
        (await host.Api.Patch("/clients/" + second.Id, new { legalDetails = moved })).Must(200);
    }

    [Fact]
    public async Task A_duplicate_on_purpose_needs_no_permission_and_leaves_an_event()
    {
        var taxId = FreshTaxId.Company();
        (await Register(taxId)).Must(201);
        var seller = await User("own", "clients.read", "clients.write");
        var twin = (await seller.Post("/clients", Body(taxId, isOverride: true))).Must(201);
        (await host.Api.Get($"/clients/{twin.Id}/history")).Must(200)["items"]!
            .AsArray()
            .Select(x => (string)x!["type"]!)
            .Should()
            .Equal("client_registered", "client_duplicate_accepted");
    }

    [Fact]
    public async Task Candidates_that_the_caller_may_not_see_are_left_out()
    {
        var taxId = FreshTaxId.Company();
        (await Register(taxId)).Must(201);
        var seller = await User("own", "clients.read", "clients.write");
        var refused = (await seller.Post("/clients", Body(taxId))).Must(409);
        refused.Code.Should().Be("client.duplicate");
        (refused["candidates"], refused["blockers"]).Should().Be(((JsonNode?)null, (JsonNode?)null));
    }

    [Fact]
    public async Task Of_many_at_once_one_is_registered()
    {
        var taxId = FreshTaxId.Company();
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Register(taxId)));
        answers.Count(answer => answer.Status == 201).Should().Be(1);
        var one = answers.Single(answer => answer.Status == 201);
        foreach (var refused in answers.Where(answer => answer != one))
            Candidates(refused.Must(409)).Should().Equal((one.Id, "ООО " + taxId));
    }

    [Fact]
    public async Task A_registration_that_is_sent_again_is_replayed_and_no_duplicate_of_itself()
    {
        var (keyed, key) = (Body(FreshTaxId.Company()), ("Idempotency-Key", Guid.NewGuid().ToString()));
        var first = (await host.Api.Post("/clients", keyed, key)).Must(201);
        (await host.Api.Post("/clients", keyed, key)).Must(201).Text.Should().Be(first.Text);
        var named = new
        {
            name = "ООО",
            legalDetails = new { taxId = FreshTaxId.Company() },
            id = Guid.NewGuid(),
        };
        (await host.Api.Post("/clients", named)).Must(201);
        (await host.Api.Post("/clients", named)).Must(200).Id.Should().Be(named.id.ToString());
    }

    private Task<Answer> Register(string taxId, string? kpp = null, string? country = null) =>
        host.Api.Post("/clients", Body(taxId, kpp, country));

    private Task<Answer> Change(string client, string taxId, string? kpp = null, bool isOverride = false) =>
        host.Api.Patch(
            "/clients/" + client,
            new
            {
                legalDetails = new
                {
                    taxId,
                    kpp,
                    registeredName = "ООО",
                },
                @override = isOverride,
            }
        );

    private static object Body(string taxId, string? kpp = null, string? country = null, bool isOverride = false) =>
        new
        {
            name = "ООО " + taxId,
            legalDetails = new
            {
                taxId,
                kpp,
                country,
            },
            @override = isOverride,
        };

    private async Task<Testing.Api> User(string clients, params string[] permissions)
    {
        var role = $"tax-{Guid.NewGuid():N}";
        (
            await host.Api.Post(
                "/roles",
                new
                {
                    code = role,
                    title = new { ru = role, en = role },
                    permissions,
                    scopes = new { deals = "own", clients },
                }
            )
        ).Must(201);
        var user = (await host.Api.Post("/users", new { name = "Продавец", roles = new[] { role } })).Must(201).Id;
        return await host.App.AsUser(Guid.Parse(user));
    }

    private static (string?, string?, string?) Legal(Answer answer) =>
        answer["legalDetails"] is { } x ? ((string?)x["taxId"], (string?)x["kpp"], (string?)x["country"]) : default;

    private static IEnumerable<(string, string)> Faults(Answer answer) =>
        answer["errors"]!.AsArray().Select(x => ((string)x!["pointer"]!, (string)x["code"]!));

    private static IEnumerable<(string, string)> Candidates(Answer answer) =>
        answer["candidates"]!.AsArray().Select(x => ((string)x!["id"]!, (string)x["name"]!));

    private static IEnumerable<(string, string)> Warnings(Answer answer) =>
        answer["warnings"]?.AsArray().Select(x => ((string)x!["code"]!, (string)x["pointer"]!)) ?? [];
}
