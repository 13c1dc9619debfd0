namespace Crm.Api.Tests.Walkthrough;

/// <summary>What the walkthrough and the README print for a terminal runs as it stands.</summary>
public sealed class WalkthroughTests(PrintedHost host) : IClassFixture<PrintedHost>
{
    [Fact]
    public async Task The_walkthrough_prints_what_it_says_also_for_the_second_time()
    {
        MarkdownBlocks.Of("docs/walkthrough/README.md", "bash").Should().HaveCountGreaterThan(6);
        for (var time = 1; time <= 2; time++)
        {
            var (exitCode, output) = await host.Bash(Path.Combine(Repository.Root, "docs", "walkthrough", "run"));

            exitCode.Should().Be(0, output);
            output.Should().Contain("did what it says: 61 lines");
        }
    }

    [Fact]
    public async Task The_blocks_of_the_README_succeed_as_printed_but_for_the_keys_of_the_banner()
    {
        const string someKey = "crm_…";
        var script = string.Concat(MarkdownBlocks.Of("README.md", "bash"));
        script.Split(someKey).Should().HaveCount(3, "the banner prints two further keys");
        var position = script.IndexOf(someKey, StringComparison.Ordinal);
        script = script[..position] + host.Head + script[(position + someKey.Length)..];
        script = script.Replace(someKey, host.Manager, StringComparison.Ordinal);

        var (first, answers) = await host.BashOf(script);
        var (again, replayed) = await host.BashOf(script);

        first.Should().Be(0, answers);
        answers
            .Should()
            .Contain("HTTP/1.1 201 Created")
            .And.Contain("\"record-first-contact\"")
            .And.NotContain("Replayed");
        again.Should().Be(0, replayed);
        replayed.Should().Contain("Idempotency-Replayed: true");
    }
}
