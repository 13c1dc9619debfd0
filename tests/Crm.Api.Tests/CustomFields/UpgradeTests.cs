using Npgsql;

namespace Crm.Api.Tests.CustomFields;

/// <summary>A database of before custom fields: what is new there is added beside the deals that it has.</summary>
public sealed class UpgradeTests
{
    [Fact]
    public async Task A_database_with_deals_gets_the_column_the_index_and_the_tables_once()
    {
        var database = await Cluster.NewDatabase();
        string path;
        await using (var before = await CrmApp.Start(database))
        {
            path = (await Sale.Open(await before.As())).Path;
            await Run(database, "drop index crm.deal_custom_fields; alter table crm.mt_doc_deal drop column custom_fields; drop table crm.attachment_content; drop table crm.mt_doc_custom_field");
        }

        await using var app = await CrmApp.Start(database);
        var api = await app.As();
        (await api.Post("/custom-fields", new { owner = "deal", code = "colour", type = "text", title = new { ru = "Цвет", en = "Colour" } })).Must(201);
        (await api.Patch(path, new { customFields = new { colour = "red" } })).Must(200);
        (await api.Get("/deals?customFields.colour=red")).Must(200)["items"]!.AsArray().Should().ContainSingle();
        var store = (Marten.IDocumentStore)app.Host.Services.GetService(typeof(Marten.IDocumentStore))!;
        await store.Storage.Database.AssertDatabaseMatchesConfigurationAsync();
    }

    [Fact]
    public async Task Clients_that_were_written_before_are_found_by_their_fields()
    {
        var database = await Cluster.NewDatabase();
        string client;
        await using (var before = await CrmApp.Start(database))
        {
            var first = await before.As();
            (await first.Post("/custom-fields", new { owner = "client", code = "segment", type = "text", title = new { ru = "Сегмент", en = "Segment" } })).Must(201);
            client = (await first.Post("/clients", new { name = "Ромашка", customFields = new { segment = "VIP" } })).Must(201).Id;
            (await first.Post("/clients", new { name = "Лютик" })).Must(201);
            await Run(database, "drop index crm.client_custom_fields; alter table crm.mt_doc_client drop column custom_fields");
        }

        await using var app = await CrmApp.Start(database);
        var api = await app.As();
        (await api.Get("/clients?customFields.segment=VIP")).Must(200)["items"]!.AsArray().Select(x => (string)x!["id"]!).Should().Equal(client);
        (await api.Patch("/clients/" + client, new { customFields = new { segment = (string?)null } })).Must(200);
        (await api.Get("/clients?customFields.segment=VIP")).Must(200)["items"]!.AsArray().Should().BeEmpty();
        var store = (Marten.IDocumentStore)app.Host.Services.GetService(typeof(Marten.IDocumentStore))!;
        await store.Storage.Database.AssertDatabaseMatchesConfigurationAsync();
    }

    private static async Task Run(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
