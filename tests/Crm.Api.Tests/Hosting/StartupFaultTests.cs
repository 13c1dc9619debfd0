using Crm.Api.Startup;
using FluentAssertions;
using Npgsql;
using Xunit;

namespace Crm.Api.Tests.Hosting;

public sealed class StartupFaultTests
{
    [Fact]
    public async Task Without_a_connection_string_outside_Development_says_so_in_one_line()
    {
        using var error = new StringWriter();

        var code = await StartupFault.Guard(
            async () =>
            {
                await Prepare("Production");
                return 0;
            },
            error
        );

        code.Should().Be(1);
        error.ToString().Trim().Should().StartWith("ConnectionStrings__Crm is not set").And.NotContain("\n");
    }

    [Fact]
    public async Task A_read_only_database_is_named_in_one_line()
    {
        var connection = await Cluster.NewDatabase();
        var name = new NpgsqlConnectionStringBuilder(connection).Database;
        await using (var open = new NpgsqlConnection(connection))
        {
            await open.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = new NpgsqlCommand(
                $"alter database {name} set default_transaction_read_only = on",
                open
            );
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        NpgsqlConnection.ClearAllPools();
        using var error = new StringWriter();

        var code = await StartupFault.Guard(
            async () =>
            {
                await PrepareOn(connection, "Production");
                return 0;
            },
            error
        );

        code.Should().Be(1);
        error
            .ToString()
            .Trim()
            .Should()
            .MatchRegex($@"^PostgreSQL at 127\.0\.0\.1:\d+/{name} is read-only: connect the host to the primary, .+$")
            .And.NotContain("\n");
    }

    [Fact]
    public void A_database_that_becomes_read_only_during_the_start_is_named_too() =>
        StartupFault
            .Explain(new InvalidOperationException("outer", new PostgresException("cannot", "ERROR", "ERROR", "25006")))
            .Should()
            .StartWith("The database is read-only: ");

    [Fact]
    public void An_https_address_without_a_certificate_says_how_to_get_one() =>
        StartupFault
            .Explain(
                new InvalidOperationException(
                    "Unable to configure HTTPS endpoint. No server certificate was specified."
                )
            )
            .Should()
            .Contain("dotnet dev-certs https")
            .And.NotContain("\n");

    [Fact]
    public async Task A_verb_that_needs_no_database_gets_by_without() =>
        (await Prepare("Production", "codegen", "write")).Should().NotBeEmpty();

    [Theory]
    [InlineData("42P01")]
    [InlineData("3F000")]
    public void A_missing_schema_names_the_fix_however_deep_it_is_nested(string state)
    {
        var deep = new InvalidOperationException(
            "outer",
            new AggregateException(new PostgresException("relation \"x\" does not exist", "ERROR", "ERROR", state))
        );

        StartupFault
            .Explain(deep)
            .Should()
            .Be("The database lacks this host's schema (relation \"x\" does not exist): run `db-apply` first.");
    }

    [Fact]
    public async Task What_is_unknown_keeps_its_stack_trace()
    {
        using var error = new StringWriter();

        var run = () => StartupFault.Guard(() => throw new InvalidOperationException("a defect"), error);

        await run.Should().ThrowAsync<InvalidOperationException>();
        error.ToString().Should().BeEmpty();
    }

    private static Task<string> Prepare(string environment, params string[] args) => PrepareOn(null, environment, args);

    private static async Task<string> PrepareOn(string? connection, string environment, params string[] args)
    {
        var builder = Microsoft.AspNetCore.Builder.WebApplication.CreateBuilder(
            new Microsoft.AspNetCore.Builder.WebApplicationOptions { EnvironmentName = environment }
        );
        builder.Configuration["ConnectionStrings:Crm"] = connection;
        await using var database = await Database.Prepare(
            builder.Configuration,
            builder.Environment,
            HostSwitches.Take(args),
            new StartProgress(TextWriter.Null),
            TestContext.Current.CancellationToken
        );
        return database.ConnectionString;
    }
}
