namespace Crm.Api.Tests.Clients;

/// <summary>The country of the company decides about tax ids that name none. Its own host: it changes the settings.</summary>
public sealed class CountryTests
{
    [Fact]
    public async Task The_setting_is_Russia_at_first_and_a_client_of_before_stays_editable()
    {
        await using var app = await CrmApp.Start();
        var api = await app.As();
        ((string)(await api.Get("/settings")).Must(200)["country"]!).Should().Be("RU");
        var body = new { name = "ТОО", legalDetails = new { taxId = "100", registeredName = "ТОО" } };
        (await api.Post("/clients", body)).Must(422);
        (await api.Patch("/settings", new { country = "Казахстан" })).Must(422);
        (await api.Patch("/settings", new { country = "KZ" })).Must(200);
        var client = (await api.Post("/clients", body)).Must(201);

        (await api.Patch("/settings", new { country = (string?)null })).Must(200);
        var moved = new { taxId = "100", registeredName = "ТОО «Сдвиг»" };
        (await api.Patch("/clients/" + client.Id, new { legalDetails = moved })).Must(200);
        var other = new { taxId = "101", registeredName = "ТОО" };
        (await api.Patch("/clients/" + client.Id, new { legalDetails = other })).Must(422);
    }
}
