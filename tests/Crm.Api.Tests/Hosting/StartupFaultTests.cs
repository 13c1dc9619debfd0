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

    private static async Task<string> Prepare(string environment, params string[] args)
    {
        var builder = Microsoft.AspNetCore.Builder.WebApplication.CreateBuilder(
            new Microsoft.AspNetCore.Builder.WebApplicationOptions { EnvironmentName = environment }
        );
        builder.Configuration["ConnectionStrings:Crm"] = null;
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
