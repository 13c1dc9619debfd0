namespace Crm.Api.Tests.Reports;

/// <summary>A report for a team that does not exist.</summary>
[Collection(HostCollection.Name)]
public sealed class UnknownTeamTests(TestHost host)
{
    [Theory]
    [InlineData("sales-funnel"), InlineData("lost-reasons"), InlineData("gross-profit")]
    public async Task An_unknown_team_is_refused(string report)
    {
        foreach (var path in (string[])[$"/reports/{report}?teamId=", $"/reports/{report}/deals?teamId="])
        foreach (var team in (string[])["0198f3a0-0000-7000-8000-00000000dead", "north"])
            (await host.Api.Get(path + team)).Must(400).Code.Should().Be("parameter.invalid");
    }
}
