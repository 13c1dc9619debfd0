using Crm.Api.Access;
using Crm.Api.Configuration;
using Crm.Api.SecurityLog;
using Crm.Projections.ReadModels.Access;
using Microsoft.Extensions.Configuration;

namespace Crm.Api.Tests.Access;

/// <summary>Counting denials needs bounded memory, whatever addresses they come from.</summary>
public sealed class DenialCountsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
    private readonly DenialCounts counts = new(rowsEach: 10, mostSeries: 100);

    [Fact]
    public void Series_beyond_the_memory_are_counted_together_by_code()
    {
        for (var i = 0; i < 100_000; i++)
            Deny(Anonymous($"address {i}", i % 2 == 0 ? "credentials.missing" : "credentials.invalid"));

        counts.Held.Should().Be(102, "and one for each code");
        var rests = counts.Drain(Now);
        rests.Sum(rest => rest.Denial.Count).Should().Be(99_900);
        rests.Should().HaveCount(2).And.OnlyContain(rest => rest.Denial.Address == null);
    }

    [Fact]
    public void A_flood_without_credentials_leaves_memory_for_denials_with_one()
    {
        for (var i = 0; i < 1_000; i++)
            Deny(Anonymous($"address {i}", "credentials.missing"));

        counts.Next(Anonymous("late", "credentials.missing")).Should().BeNull();
        counts.Next(Anonymous("late", "permission.missing") with { Credential = "key:1" }).Should().Be(1);
    }

    [Fact]
    public void The_series_of_past_minutes_are_forgotten()
    {
        for (var i = 0; i < 1_000; i++)
            Deny(Anonymous($"address {i}", "credentials.missing"));

        counts.Drain(Now.AddMinutes(1)).Should().ContainSingle().Which.Denial.Count.Should().Be(900);

        counts.Held.Should().Be(0);
        counts.Next(Anonymous("late", "credentials.missing")).Should().Be(1);
    }

    [Fact]
    public void Without_settings_the_log_has_ten_rows_a_minute_a_million_rows_and_ninety_days() =>
        SecurityLogSettings.Of(new ConfigurationBuilder().Build()).Should().Be(new DenialSettings(10, 1_000_000, 90));

    [Theory]
    [InlineData("SecurityLog:RowsPerMinute", "1001")]
    [InlineData("SecurityLog:RowsPerMinute", "0")]
    [InlineData("SecurityLog:MaxRows", "many")]
    [InlineData("SecurityLog:Days", "-1")]
    public void A_setting_that_is_no_such_number_does_not_start_the_host(string setting, string value) =>
        FluentActions
            .Invoking(() =>
                SecurityLogSettings.Of(
                    new ConfigurationBuilder()
                        .AddInMemoryCollection([KeyValuePair.Create(setting, (string?)value)])
                        .Build()
                )
            )
            .Should()
            .Throw<StartupException>()
            .WithMessage($"{setting}*");

    private static DenialSeries Anonymous(string network, string code) =>
        new(DenialSeries.MinuteOf(Now), network, code, null);

    private void Deny(DenialSeries series)
    {
        if (counts.Next(series) is null)
            counts.Add(
                series,
                new Denial(Guid.NewGuid(), Now, 401, series.Code, null)
                {
                    Method = "GET",
                    Path = "/",
                    Trace = "",
                    Address = series.Network,
                }
            );
    }
}
