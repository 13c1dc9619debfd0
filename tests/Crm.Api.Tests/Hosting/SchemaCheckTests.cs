using Crm.Api.Configuration;
using Crm.Api.DevDatabase;
using Crm.Api.Startup;
using FluentAssertions;
using Npgsql;
using Xunit;

namespace Crm.Api.Tests.Hosting;

public sealed class SchemaCheckTests
{
    [Fact]
    public async Task Names_the_first_missing_table_and_is_silent_when_all_exist()
    {
        var ct = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var options = new PostgresOptions
        {
            DataFolder = folder.Below("pg"),
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["fsync"] = "off" },
        };
        var server = await PrivatePostgres.Start(options, _ => { }, ct);
        try
        {
            var check = () => SchemaCheck.EnsureApplied(server.ConnectionString, ct);

            await check
                .Should()
                .ThrowAsync<StartupException>()
                .WithMessage("*crm_events.mt_events*run `db-apply` first.");
            await Run(server, "create schema crm_events; create table crm_events.mt_events (x int)");
            await check.Should().ThrowAsync<StartupException>().WithMessage("*wolverine_incoming_envelopes*");
            await Run(server, "create schema wolverine; create table wolverine.wolverine_incoming_envelopes (x int)");
            await check.Should().NotThrowAsync();
        }
        finally
        {
            await server.Destroy();
        }
    }

    private static async Task Run(PrivatePostgres server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
