namespace Crm.Api.Tests.Settings;

/// <summary>Invalid members of the settings are refused by name. One host for all: refused requests change nothing.</summary>
public sealed class SettingsFaultTests(TestHost host) : IClassFixture<TestHost>
{
    [Theory]
    [
        InlineData("""{"baseCurrency":"XXX"}""", "/baseCurrency", "currency.unknown"),
        InlineData("""{"timeZone":"Mars/Olympus"}""", "/timeZone", "time_zone.unknown")
    ]
    [
        InlineData("""{"capabilities":{"telepathy":false}}""", "/capabilities/telepathy", "member.unknown"),
        InlineData("""{"numberSeries":{"wishes":{"digits":1}}}""", "/numberSeries/wishes", "member.unknown")
    ]
    [
        InlineData("""{"numberSeries":{"deals":{"digits":0}}}""", "/numberSeries/deals/digits", "number_series.digits"),
        InlineData("""{"workingCalendar":{"weekDays":[]}}""", "/workingCalendar/weekDays", "member.empty")
    ]
    [
        InlineData("""{"workingCalendar":{"weekDays":["someday"]}}""", "/workingCalendar/weekDays/0", "member.invalid"),
        InlineData("""{"wishes":1}""", "/wishes", "member.unknown")
    ]
    [
        InlineData("""{"version":7}""", "/version", "member.unknown"),
        InlineData("""{"capabilities":{"proposals":"no"}}""", "/capabilities/proposals", "member.invalid"),
        InlineData("""{"languages":["ru",null]}""", "/languages/1", "member.null")
    ]
    [
        InlineData("""{"company":{"name":"А","name":"Б"}}""", "/company", "member.twice"),
        InlineData(
            """{"workingCalendar":{"holidays":["2027-02-30"]}}""",
            "/workingCalendar/holidays/0",
            "member.invalid"
        )
    ]
    public async Task A_faulty_member_is_named_and_nothing_changes(string patch, string pointer, string code)
    {
        var refused = (await host.Api.Patch("/settings", patch)).Must(422);
        var error = refused["errors"]!.AsArray().Single()!;
        ((string?)error["pointer"], (string?)error["code"]).Should().Be((pointer, code));
        ((int)(await host.Api.Get("/settings"))["version"]!).Should().Be(0);
    }
}
