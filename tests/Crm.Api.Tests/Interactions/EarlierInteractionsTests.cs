using Npgsql;

namespace Crm.Api.Tests.Interactions;

/// <summary>Interactions that a build without documents of them has recorded are listed and changed like all others.</summary>
public sealed class EarlierInteractionsTests
{
    [Fact]
    public async Task They_get_their_documents_at_the_start()
    {
        var database = await CrmApp.PreparedDatabase();
        var (deal, call) = await Recorded(database);
        await using (var connection = new NpgsqlConnection(database))
        {
            await connection.OpenAsync();
            await using var forget = new NpgsqlCommand(
                "delete from crm.mt_doc_interaction; delete from crm.mt_doc_host_secret where id = 'interactions-filled'",
                connection
            );
            await forget.ExecuteNonQueryAsync();
        }

        await using var app = await CrmApp.Start(database);
        var api = await app.As();

        var found = (await api.Get($"/interactions?dealId={deal}")).Must(200)["items"]!.AsArray();
        found.Select(item => (string)item!["id"]!).Should().Equal(call);
        (await api.Patch("/interactions/" + call, new { outcome = "Перезвонить" })).Must(200);
        (await api.Get($"/deals/{deal}/interactions/{call}")).Must(200)["outcome"]!
            .ToString()
            .Should()
            .Be("Перезвонить");
    }

    private static async Task<(string Deal, string Call)> Recorded(string database)
    {
        await using var app = await CrmApp.Start(database);
        var api = await app.As();
        var deal = (await api.Post("/deals", new { title = "Столы" })).Must(201).Id;
        var call = new { kind = "call", description = "Нужны столы" };
        return (deal, (await api.Post($"/deals/{deal}/interactions", call)).Must(201).Id);
    }
}
