using Crm.Api.Configuration;
using Npgsql;

namespace Crm.Api.Tests.Hosting;

/// <summary>A host does not start on a store whose columns do not match its own statements, and names the column.</summary>
public sealed class WrittenColumnsTests
{
    [Theory]
    [InlineData(
        "alter table crm.mt_doc_deal drop column probability",
        "crm.mt_doc_deal: column probability is missing"
    )]
    [InlineData(
        "alter table crm.mt_doc_deal alter column source type text",
        "crm.mt_doc_deal: column source is text, not varchar"
    )]
    [InlineData(
        "alter table crm_events.mt_events add column needed int not null",
        "crm_events.mt_events: column needed must be given"
    )]
    public async Task A_column_that_does_not_fit_stops_the_host_with_one_line(string change, string expected)
    {
        var database = await Changed(change);
        var fault = await FluentActions.Awaiting(() => Start(database)).Should().ThrowAsync<StartupException>();
        fault.Which.Message.Should().Contain(expected).And.NotContain("\n");
    }

    [Theory]
    [InlineData("alter table crm_events.mt_events add column newer int")]
    [InlineData("alter table crm.mt_doc_deal add column newer int not null default 7")]
    public async Task A_further_optional_column_is_fine(string change)
    {
        await using var app = await Start(await Changed(change));
        (await (await app.As()).Post("/deals", new { title = "Идёт" })).Must(201);
    }

    private static Task<CrmApp> Start(string database) =>
        CrmApp.Start(database, null, ("Hosting:ApplySchema", "false"));

    private static async Task<string> Changed(string change)
    {
        var database = await CrmApp.PreparedDatabase();
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        // Regardless of the number of events: adding a mandatory column needs a table without rows.
        await using var command = new NpgsqlCommand(
            change.Contains("needed", StringComparison.Ordinal)
                ? "truncate crm_events.mt_events, crm_events.mt_streams cascade; " + change
                : change,
            connection
        );
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return database;
    }
}
