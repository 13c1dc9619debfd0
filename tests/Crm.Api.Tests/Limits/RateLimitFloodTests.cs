using System.Net;
using Crm.Api.Problems;
using Crm.Api.RequestPipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Time.Testing;

namespace Crm.Api.Tests.Limits;

/// <summary>Failed credentials come from very many addresses at once.</summary>
public sealed class RateLimitFloodTests
{
    private static readonly IPAddress Guesser = IPAddress.Parse("203.0.113.7");
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public void Many_other_addresses_do_not_reset_the_count_of_one()
    {
        using var limits = Limits(tokens: 3);
        for (var i = 0; i < 3; i++)
            Fail(limits, Guesser);
        limits.IsGuessing(From(Guesser)).Should().BeTrue();

        for (var i = 0; i < 100_000; i++)
            Fail(limits, Other(i));

        limits.IsGuessing(From(Guesser)).Should().BeTrue("its own failures are all that counts");
        FluentActions
            .Invoking(() => limits.CountFailure(From(Guesser)))
            .Should()
            .Throw<ProblemException>()
            .Which.Status.Should()
            .Be(429);
    }

    [Fact]
    public void The_buckets_of_many_addresses_are_bounded_and_dropped_when_refilled()
    {
        using var limits = Limits(tokens: 1000);
        for (var i = 0; i < 3 * RateLimits.FailureBuckets; i++)
            Fail(limits, Other(i));

        limits.FailuresHeld.Should().BeInRange(1, RateLimits.FailureBuckets);

        clock.Advance(TimeSpan.FromMinutes(2));
        SpinWait.SpinUntil(() => limits.FailuresHeld == 0, TimeSpan.FromSeconds(60)).Should().BeTrue();
    }

    private static void Fail(RateLimits limits, IPAddress address)
    {
        try
        {
            limits.CountFailure(From(address));
        }
        catch (ProblemException refused) when (refused.Status == 429)
        {
            // Beyond the limit already: counted all the same.
        }
    }

    private static DefaultHttpContext From(IPAddress address) => new() { Connection = { RemoteIpAddress = address } };

    private static IPAddress Other(int number) => new([10, (byte)(number >> 16), (byte)(number >> 8), (byte)number]);

    private RateLimits Limits(int tokens) =>
        new(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    new Dictionary<string, string?>(StringComparer.Ordinal)
                    {
                        ["Limits:FailedCredentials:Tokens"] = $"{tokens}",
                        ["Limits:FailedCredentials:Period"] = "60",
                    }
                )
                .Build(),
            new HostingEnvironment { EnvironmentName = Environments.Production },
            clock
        );
}
