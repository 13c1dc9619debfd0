namespace Crm.Api.Tests.Hosting;

/// <summary>What the program itself does with arguments and addresses that it cannot serve with: it starts nothing.</summary>
public sealed class ExecutableArgumentsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task Help_lists_the_switches(string arguments)
    {
        await using var host = HostExecutable.Start(folder, arguments);

        (await host.Ended()).Should().Be(0);
        string.Join('\n', host.Output).Should().Contain("--urls").And.Contain("--no-demo").And.Contain("db-apply");
        host.Errors.Should().BeEmpty();
        NothingIsMade();
    }

    [Fact]
    public async Task The_version_is_one_line()
    {
        await using var host = HostExecutable.Start(folder, "--version");

        (await host.Ended()).Should().Be(0);
        host.Output.Should().ContainSingle().Which.Should().MatchRegex(@"^\d+\.\d+\.\d+");
        host.Errors.Should().BeEmpty();
        NothingIsMade();
    }

    [Theory]
    [InlineData("--nope")]
    [InlineData("--urls http://127.0.0.1:0 --no-demos")]
    [InlineData("nonsense")]
    public async Task An_unknown_switch_is_named_in_two_lines(string arguments)
    {
        await using var host = HostExecutable.Start(folder, arguments);

        (await host.Ended()).Should().Be(2);
        host.Output.Should().BeEmpty();
        host.Errors.Should().HaveCount(2);
        host.Errors[0].Should().Contain(arguments.Split(' ')[^1]);
        NothingIsMade();
    }

    private void NothingIsMade() => Directory.GetFileSystemEntries(folder.Path).Should().BeEmpty();
}
