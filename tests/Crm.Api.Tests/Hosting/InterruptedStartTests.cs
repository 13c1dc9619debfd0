namespace Crm.Api.Tests.Hosting;

/// <summary>Ctrl+C before the host is up ends it as quietly as afterwards.</summary>
public sealed class InterruptedStartTests
{
    private const int Interrupted = 130;

    [Theory]
    [InlineData("making a database in")]
    [InlineData("schema: creating or comparing the tables…")]
    [InlineData("data: preparing")]
    public async Task Nothing_is_printed_and_no_PostgreSQL_is_left(string step)
    {
        using var folder = new TemporaryFolder();
        await using var host = HostExecutable.Start(folder, "--no-demo --urls http://127.0.0.1:0");
        await host.Line(step);

        host.Interrupt();

        (await host.Ended()).Should().Be(Interrupted);
        host.Errors.Should().BeEmpty();
        HostOutput.Faults(host.Output).Should().BeEmpty();
        File.Exists(folder.Below("pg", "postmaster.pid")).Should().BeFalse();
    }
}
