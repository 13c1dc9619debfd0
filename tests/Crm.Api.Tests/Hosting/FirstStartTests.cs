namespace Crm.Api.Tests.Hosting;

/// <summary>What a newcomer sees of the first start, and of Ctrl+C.</summary>
public sealed class FirstStartTests(FirstStart host) : IClassFixture<FirstStart>
{
    private static readonly string[] Steps =
    [
        "making a database in",
        "starting…",
        "schema: creating or comparing the tables…",
        "schema: ready",
        "data: preparing",
        "CRM is up.",
    ];

    [Fact]
    public void Each_long_step_is_announced_before_it_begins() =>
        host
            .Output.Select(line => Steps.FirstOrDefault(step => line.Contains(step, StringComparison.Ordinal)))
            .OfType<string>()
            .Should()
            .Equal(Steps);

    [Fact]
    public void Ctrl_C_ends_it_without_a_warning_or_a_trace()
    {
        host.ExitCode.Should().Be(0);
        host.Errors.Should().BeEmpty();
        HostOutput.Faults(host.Output).Should().BeEmpty();
        host.Output[^1].Should().Contain("Ctrl+C", "the banner is the last that it prints");
    }

    [Fact]
    public void A_running_request_is_answered() =>
        host.Answer.Should().StartWith("HTTP/1.1 201 Created").And.Contain("Последняя сделка");

    [Fact]
    public void PostgreSQL_runs_in_a_session_of_its_own_and_is_stopped_last()
    {
        host.OfServer.Group.Should().NotBe(host.OfHost.Group);
        host.OfServer.Session.Should().NotBe(host.OfHost.Session);
        (host.ServerOutlivedRequest, host.ServerIsStopped).Should().Be((true, true));
    }

    [Fact]
    public void The_start_page_shows_no_key() =>
        host.StartPage.Should().Contain("<h1>CRM</h1>").And.NotContain(host.Key).And.NotContain("crm_");
}
