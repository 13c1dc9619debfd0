using Crm.Api.Startup;
using FluentAssertions;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Crm.Api.Tests.Hosting;

public sealed class HostSwitchesTests
{
    [Theory]
    [InlineData("--no-demo")]
    [InlineData("--no-demo", "--urls", "http://localhost:1")]
    [InlineData("--urls", "http://localhost:1", "--no-demo")]
    [InlineData("--no-demo", "--urls=http://localhost:1", "--no-demo")]
    public void No_demo_is_taken_out_in_any_position(params string[] args)
    {
        var switches = HostSwitches.Take(args);

        switches.NoDemo.Should().BeTrue();
        switches.Rest.Should().Equal(args.Where(a => a != "--no-demo"));
    }

    [Theory]
    [InlineData("--no-demo", "--urls", "http://localhost:1")]
    [InlineData("--urls", "http://localhost:1", "--no-demo")]
    public void Configuration_still_reads_the_address_beside_it(params string[] args) =>
        new ConfigurationBuilder()
            .AddCommandLine(HostSwitches.Take(args).Rest)
            .Build()["urls"]
            .Should()
            .Be("http://localhost:1");

    [Fact]
    public void What_is_not_the_hosts_goes_through_unchanged()
    {
        string[] args = ["projections", "--urls", "http://localhost:1", "--no-demos", "-f"];

        HostSwitches
            .Take(args)
            .Should()
            .BeEquivalentTo(new { NoDemo = false, Rest = args }, o => o.WithStrictOrdering());
    }

    [Theory]
    [InlineData("", true, true)]
    [InlineData("--urls=http://localhost:1", true, true)]
    [InlineData("--no-demo run", true, true)]
    [InlineData("--no-demo db-apply", false, true)]
    [InlineData("codegen write", false, false)]
    [InlineData("--no-demo help", false, false)]
    public void A_verb_neither_serves_nor_always_needs_a_database(string line, bool serves, bool needsDatabase) =>
        HostSwitches
            .Take(line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Should()
            .Match<HostSwitches>(s => s.Serves == serves && s.NeedsDatabase == needsDatabase);
}
