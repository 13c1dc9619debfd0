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

    private static async Task Run(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
