using Crm.Api.Configuration;
using Crm.Api.RequestPipeline;
using Microsoft.Extensions.Configuration;

namespace Crm.Api.Tests.Limits;

/// <summary>The operator's numbers; an invalid number stops the host at its start.</summary>
public sealed class QuotaTests
{
    private static readonly Quota Otherwise = new(100, 60);

    [Fact]
    public void Without_numbers_the_default_holds_and_zero_is_off()
    {
        Of().Should().Be(Otherwise);
        Of(("A:Tokens", "7")).Should().Be(new Quota(7, 60));
        Of(("A:Tokens", "7"), ("A:Period", "2")).Should().Be(new Quota(7, 2));
        Of(("A:Tokens", "0")).Should().BeNull();
    }

    [
        Theory,
        InlineData("A:Tokens", "many"),
        InlineData("A:Tokens", "-1"),
        InlineData("A:Period", "0"),
        InlineData("A:Period", "00:01:00")
    ]
    public void What_is_no_number_is_refused_by_name(string name, string value) =>
        FluentActions.Invoking(() => Of((name, value))).Should().Throw<StartupException>().WithMessage($"*{name}*");

    private static Quota? Of(params (string Key, string Value)[] settings) =>
        Quota.Of(
            new ConfigurationBuilder()
                .AddInMemoryCollection(settings.Select(x => KeyValuePair.Create(x.Key, (string?)x.Value)))
                .Build(),
            "A",
            Otherwise
        );
}
