using System.Text;
using Crm.Api.Configuration;
using Crm.Api.RequestPipeline;
using Microsoft.Extensions.Configuration;

namespace Crm.Api.Tests.Limits;

/// <summary>Forwarded headers count only from configured proxies.</summary>
public sealed class ProxyTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData(null, true)]
    [InlineData("10.0.0.7", false)]
    [InlineData("10.0.0.7,192.168.0.0/16", true)]
    public async Task A_client_cannot_choose_its_address(string? known, bool isEnabledInFramework) =>
        (await Guesses(known, isEnabledInFramework)).Should().Equal([401, 401, 401, 429]);

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.0.0.1", true)]
    [InlineData("10.0.0.7, 127.0.0.0/8", false)]
    public async Task A_configured_proxy_states_the_address_of_the_client(string known, bool isEnabledInFramework) =>
        (await Guesses(known, isEnabledInFramework)).Should().Equal([401, 401, 401, 401]);

    [Theory]
    [InlineData("proxy.example.com")]
    [InlineData("10.0.0.0/33")]
    [InlineData("*")]
    public void What_is_no_address_stops_the_start(string known) =>
        FluentActions
            .Invoking(() =>
                Proxies.Known(
                    new ConfigurationBuilder()
                        .AddInMemoryCollection([KeyValuePair.Create("Proxies:Known", (string?)known)])
                        .Build()
                )
            )
            .Should()
            .Throw<StartupException>()
            .WithMessage("Proxies:Known*");

    /// <summary>Four wrong keys, each with another forwarded address, where three failures an address are allowed.</summary>
    private static async Task<int[]> Guesses(string? known, bool isEnabledInFramework)
    {
        List<(string, string)> settings =
        [
            ("Limits:FailedCredentials:Tokens", "3"),
            ("Limits:FailedCredentials:Period", "3600"),
            ("ForwardedHeaders_Enabled", isEnabledInFramework ? "true" : "false"),
        ];
        if (known is not null)
            settings.Add(("Proxies:Known", known));
        await using var app = await ServedApp.Start(null, [.. settings]);
        List<int> statuses = [];
        for (var i = 1; i <= 4; i++)
        {
            var answer = await app.Send(
                Encoding.ASCII.GetBytes(
                    $"GET /api/v1/me HTTP/1.1\r\nHost: crm\r\nConnection: close\r\nX-Forwarded-For: 203.0.113.{i}\r\n"
                        + $"Authorization: Bearer crm_guess{i}\r\n\r\n"
                )
            );
            statuses.Add(int.Parse(answer.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture));
        }

        return [.. statuses];
    }
}
