using Crm.Api.Startup;
using JasperFx.CommandLine;

namespace Crm.Api.Tests.Hosting;

/// <summary>The command line is parsed before a host is built; a fault in it exits with code 2.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();
    private readonly List<(HostSwitches Switches, HostVerb? Verb)> built = [];

    public void Dispose()
    {
        output.Dispose();
        error.Dispose();
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("help")]
    public async Task Help_lists_switches_and_verbs_and_builds_no_host(string line)
    {
        (await Run(line)).Should().Be(0);

        output
            .ToString()
            .Should()
            .Contain("--urls")
            .And.Contain("--no-demo")
            .And.Contain("db-apply")
            .And.Contain("keys");
        built.Should().BeEmpty();
    }

    [Fact]
    public async Task The_version_is_one_line_and_builds_no_host()
    {
        (await Run("--version")).Should().Be(0);

        output.ToString().Trim().Should().NotBeEmpty().And.NotContain("\n");
        built.Should().BeEmpty();
    }

    [Theory]
    [InlineData("--nope --urls http://127.0.0.1:5877", "--nope")]
    [InlineData("--urls http://127.0.0.1:5877 --no-demos", "--no-demos")]
    [InlineData("run --nope", "--nope")]
    [InlineData("--Limits:Seconds", "--Limits:Seconds")]
    [InlineData("nonsense", "nonsense")]
    [InlineData("@file", "@file")]
    [InlineData("[x]", "[x]")]
    [InlineData("--urls", "--urls")]
    [InlineData("keys", "command")]
    [InlineData("keys add", "--name")]
    [InlineData("keys add --name x --nope", "--nope")]
    [InlineData("keys add --name x --scopes read,root", "'root'")]
    [InlineData("keys add --name x --scopes 2", "'2'")]
    [InlineData("rebuild", "report")]
    [InlineData("rebuild nonsense", "nonsense")]
    public async Task Unknown_arguments_are_named_and_exit_with_2(string line, string named)
    {
        (await Run(line)).Should().Be(2);

        error.ToString().Should().Contain(named).And.EndWith($"--help lists what there is.{Environment.NewLine}");
        built.Should().BeEmpty();
    }

    [Theory]
    [InlineData("db-apply --nope")]
    [InlineData("codegen explode")]
    public async Task A_misspelt_flag_of_a_verb_of_the_libraries_ends_with_2(string line)
    {
        (await Run(line)).Should().Be(2);

        built.Should().BeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("run")]
    [InlineData("--no-demo")]
    [InlineData("--urls http://127.0.0.1:5877 --Limits:Seconds 30 --Cors:Origins:0=http://a.example --no-demo")]
    public async Task Switches_and_settings_serve_with_all_their_arguments(string line)
    {
        (await Run(line)).Should().Be(7, "that is what the host answers");

        var (switches, verb) = built.Should().ContainSingle().Subject;
        (switches.Serves, verb).Should().Be((true, null));
        switches.Should().BeEquivalentTo(HostSwitches.Take(Words(line)), options => options.WithStrictOrdering());
    }

    [Theory]
    [InlineData("db-apply", true)]
    [InlineData("db-patch file.sql -d crm", true)]
    [InlineData("codegen write", false)]
    public async Task A_verb_of_the_libraries_is_passed_on(string line, bool needsDatabase)
    {
        (await Run(line)).Should().Be(7);

        var (switches, verb) = built.Should().ContainSingle().Subject;
        (switches.Serves, switches.NeedsDatabase, verb).Should().Be((false, needsDatabase, null));
        switches.Rest.Should().Equal(Words(line));
    }

    [Theory]
    [InlineData("keys add --name x --scopes read,WRITE")]
    [InlineData("keys add --name x")]
    [InlineData("rebuild sales-funnel")]
    public async Task A_verb_of_our_own_runs_on_a_host_that_does_not_serve(string line)
    {
        (await Run(line)).Should().Be(7);

        var (switches, verb) = built.Should().ContainSingle().Subject;
        (switches.Serves, switches.NeedsDatabase).Should().Be((false, true));
        verb.Should().NotBeNull();
    }

    [Fact]
    public void Every_verb_of_the_libraries_is_listed_and_can_be_built()
    {
        var factory = FrameworkCommands.Factory();
        var declared = factory.AllCommandTypes().Select(CommandFactory.CommandNameFor).ToArray();

        FrameworkCommands.All.Select(verb => verb.Name).Should().BeEquivalentTo(declared.Except(["run", "help"]));
        declared.Select(factory.Build).Should().NotContainNulls();
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private Task<int> Run(string line)
    {
        Task<int> Build(HostSwitches switches, HostVerb? verb)
        {
            built.Add((switches, verb));
            return Task.FromResult(7);
        }

        return new CommandLine(Build, output, error).Run(Words(line));
    }
}
