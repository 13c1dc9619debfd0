using Crm.Api.Startup;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace Crm.Api.Tests.Demo;

/// <summary>When a start loads demo data.</summary>
public sealed class DemoLoadingTests
{
    private static readonly DevKeyFile Key = new("/home/x/.crm/dev-key", "crm_abc", IsNew: true);

    [Theory]
    [InlineData("--no-demo", null)]
    [InlineData("", "none")]
    public async Task None_when_it_is_switched_off(string switches, string? setting) =>
        (await Start(switches, setting, Key)).Should().Be("no demo data");

    [Fact]
    public async Task None_in_Production_which_has_no_development_key() =>
        (await Start("", "full", null)).Should().Be("no demo data");

    private static async Task<string> Start(string switches, string? setting, DevKeyFile? key)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection([new("CRM_DEMO", setting)]);
        await using var app = builder.Build();
        using var demo = new DemoLoading(
            app,
            HostSwitches.Take(switches.Split(' ', StringSplitOptions.RemoveEmptyEntries)),
            key,
            new StartProgress(TextWriter.Null)
        );
        demo.Keys.Should().BeEmpty();
        var said = await demo.Prepare(CancellationToken.None);
        await demo.Load(CancellationToken.None);
        return said;
    }
}
