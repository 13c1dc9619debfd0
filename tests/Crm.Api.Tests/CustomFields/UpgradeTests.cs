using Npgsql;

namespace Crm.Api.Tests.CustomFields;

/// <summary>A database from before custom fields: the new schema is added to its deals.</summary>
public sealed class UpgradeTests
{
    [Fact]
    public async Task A_database_with_deals_gets_the_column_the_index_and_the_tables_once()
    {
        var database = await CrmApp.PreparedDatabase();
        string path;
        await using (var before = await CrmApp.Start(database))
        {
            path = (await Sale.Open(await before.As())).Path;
            await Run(
                database,
                "drop index crm.deal_custom_fields; alter table crm.mt_doc_deal drop column "
                    + "custom_fields; drop table crm.attachment_content; drop table crm.mt_doc_custom_field"
            );
        }

        await using var app = await CrmApp.Start(database);
        var api = await app.As();
        (
            await api.Post(
                "/custom-fields",
                new
                {
                    owner = "deal",
                    code = "colour",
                    type = "text",
                    title = new { ru = "Цвет", en = "Colour" },
                }
            )
        ).Must(201);
        (await api.Patch(path, new { customFields = new { colour = "red" } })).Must(200);
        (await api.Get("/deals?customField=colour:red")).Must(200)["items"]!.AsArray().Should().ContainSingle();
        var store = (Marten.IDocumentStore)app.Host.Services.GetService(typeof(Marten.IDocumentStore))!;
        await store.Storage.Database.AssertDatabaseMatchesConfigurationAsync();
    }

    [Fact]
    public async Task Clients_that_were_written_before_are_found_by_their_fields()
    {
        var database = await CrmApp.PreparedDatabase();
        string client;
        await using (var before = await CrmApp.Start(database))
        {
            var first = await before.As();
            (
                await first.Post(
                    "/custom-fields",
                    new
                    {
                        owner = "client",
                        code = "segment",
                        type = "text",
                        title = new { ru = "Сегмент", en = "Segment" },
                    }
                )
            ).Must(201);
            client = (await first.Post("/clients", new { name = "Ромашка", customFields = new { segment = "VIP" } }))
                .Must(201)
                .Id;
            (await first.Post("/clients", new { name = "Лютик" })).Must(201);
            await Run(
                database,
                "drop index crm.client_custom_fields; alter table crm.mt_doc_client drop column custom_fields"
            );
        }

        await using var app = await CrmApp.Start(database);
        var api = await app.As();
        (await api.Get("/clients?customField=segment:VIP")).Must(200)["items"]!
            .AsArray()
            .Select(x => (string)x!["id"]!)
            .Should()
            .Equal(client);
        (await api.Patch("/clients/" + client, new { customFields = new { segment = (string?)null } })).Must(200);
        (await api.Get("/clients?customField=segment:VIP")).Must(200)["items"]!.AsArray().Should().BeEmpty();
        var store = (Marten.IDocumentStore)app.Host.Services.GetService(typeof(Marten.IDocumentStore))!;
        await store.Storage.Database.AssertDatabaseMatchesConfigurationAsync();
    }

    [Fact]
    public async Task Deals_that_were_written_before_are_found_by_the_fields_of_their_lines()
    {
        var database = await CrmApp.PreparedDatabase();
        string asked,
            ordered,
            offered,
            columns;
        await using (var before = await CrmApp.Start(database))
        {
            var first = await before.As();
            await first.Define("line", "colour", "text");
            var fields = new { colour = "red" };
            var line = new
            {
                name = "Стол",
                quantity = 1,
                price = Sale.Rub("1.00"),
                customFields = fields,
            };
            asked = (
                await first.Post(
                    "/deals",
                    new { title = "А", interest = new[] { new { text = "Стол", customFields = fields } } }
                )
            )
                .Must(201)
                .Id;
            ordered = (await Sale.Open(first)).Id;
            (await first.PostOnce($"/deals/{ordered}/orders", new { lines = new[] { line } })).Must(201);
            offered = (await Sale.Open(first)).Id;
            var proposal = await first.Post(
                $"/deals/{offered}/proposals",
                new { lines = new[] { line }, validUntil = "2027-06-30" }
            );
            (await first.Post($"/proposals/{proposal.Must(201).Id}/issue")).Must(200);
            await Sale.Open(first);
            columns = await Columns(database);
            await Run(
                database,
                """
                drop index crm.deal_line_fields; alter table crm.mt_doc_deal drop column line_fields;
                delete from crm.mt_doc_host_secret where id = 'deal-model';
                update crm.mt_doc_deal set data = data #- '{state,ledger,orders}' #- '{state,proposals}';
                """
            );
        }

        await using var app = await CrmApp.Start(database);
        var api = await app.As();
        (await api.Get("/deals?lineCustomField=colour:red")).Must(200)["items"]!
            .AsArray()
            .Select(x => (string)x!["id"]!)
            .Should()
            .BeEquivalentTo(asked, ordered, offered);
        (await Columns(database)).Should().Be(columns, "the rebuild equals what was written at once");
        var store = (Marten.IDocumentStore)app.Host.Services.GetService(typeof(Marten.IDocumentStore))!;
        await store.Storage.Database.AssertDatabaseMatchesConfigurationAsync();
        await app.Host.StopAsync(TestContext.Current.CancellationToken);

        // The store's own rebuild of the documents, as an operator's command line does it.
        await Run(database, "update crm.mt_doc_deal set line_fields = null");
        await using var rebuilt = Marten.DocumentStore.For(o =>
            Projections.CrmStore.Configure(o, database, new Crm.Api.Deals.DealCards(), reports: false)
        );
        using (var daemon = await rebuilt.BuildProjectionDaemonAsync())
            await daemon.RebuildProjectionAsync<Crm.Projections.ReadModels.Deals.DealProjection>(
                TestContext.Current.CancellationToken
            );
        (await Columns(database)).Should().Be(columns);
    }

    private static async Task<string> Columns(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "select string_agg(coalesce(line_fields::text, 'null'), ' ' order by id) from crm.mt_doc_deal",
            connection
        );
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static async Task Run(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
