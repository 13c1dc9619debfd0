using Crm.Domain.Reminders;

namespace Crm.Domain.Tests.Reminders;

/// <summary>Only rules come near the library that it can expand in bounded time.</summary>
public sealed class RepeatRuleTests
{
    [Theory]
    [InlineData("FREQ=DAILY")]
    [InlineData("FREQ=DAILY;INTERVAL=2;COUNT=10")]
    [InlineData("FREQ=WEEKLY;BYDAY=MO,WE,FR;WKST=SU")]
    [InlineData("FREQ=WEEKLY;UNTIL=20261231")]
    [InlineData("FREQ=WEEKLY;UNTIL=20261231T180000")]
    [InlineData("FREQ=WEEKLY;UNTIL=20261231T180000Z")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=31")]
    [InlineData("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1")]
    [InlineData("FREQ=MONTHLY;BYDAY=-1FR")]
    [InlineData("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29")]
    [InlineData("FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO")]
    [InlineData("FREQ=YEARLY;BYYEARDAY=-1")]
    public void Rules_of_days_are_taken(string rule) => RepeatRule.Check(rule, "/repeat").Should().BeNull();

    [Theory]
    [InlineData("FREQ=SECONDLY")]
    [InlineData("FREQ=MINUTELY;INTERVAL=30")]
    [InlineData("FREQ=DAILY;BYMINUTE=0,30")]
    [InlineData("FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR=0,1;BYMINUTE=0,1;BYSECOND=0,1;BYSETPOS=-1")]
    public void More_than_one_an_hour_is_refused(string rule) =>
        RepeatRule.Check(rule, "/repeat")!.Code.Should().Be("repeat.too_frequent");

    [Theory]
    [InlineData("")]
    [InlineData("daily")]
    [InlineData("COUNT=3")]
    [InlineData("FREQ=HOURLY")]
    [InlineData("FREQ=daily")]
    [InlineData("FREQ=DAILY;")]
    [InlineData("FREQ=DAILY;FREQ=WEEKLY")]
    [InlineData("RRULE:FREQ=DAILY")]
    [InlineData("FREQ=DAILY\r\nDTSTART:19700101")]
    [InlineData("FREQ=DAILY;X=1")]
    [InlineData("FREQ=DAILY;INTERVAL=0")]
    [InlineData("FREQ=DAILY;INTERVAL=-1")]
    [InlineData("FREQ=DAILY;INTERVAL=1001")]
    [InlineData("FREQ=DAILY;COUNT=0")]
    [InlineData("FREQ=DAILY;COUNT=99999999999999999999")]
    [InlineData("FREQ=DAILY;COUNT=2;UNTIL=20261231")]
    [InlineData("FREQ=DAILY;UNTIL=tomorrow")]
    [InlineData("FREQ=DAILY;UNTIL=99991231")]
    [InlineData("FREQ=DAILY;BYHOUR=9")]
    [InlineData("FREQ=DAILY;BYSETPOS=1")]
    [InlineData("FREQ=YEARLY;BYMONTH=13")]
    [InlineData("FREQ=YEARLY;BYMONTH=-1")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=0")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=32")]
    [InlineData("FREQ=MONTHLY;BYDAY=0MO")]
    [InlineData("FREQ=MONTHLY;BYDAY=54MO")]
    [InlineData("FREQ=WEEKLY;BYDAY=1MO")]
    [InlineData("FREQ=WEEKLY;BYDAY=ПН")]
    [InlineData("FREQ=WEEKLY;BYMONTHDAY=1")]
    [InlineData("FREQ=MONTHLY;BYWEEKNO=1")]
    [InlineData("FREQ=DAILY;BYYEARDAY=1")]
    [InlineData("FREQ=YEARLY;BYDAY=MO;BYSETPOS=400")]
    [InlineData("FREQ=DAILY;BYMONTH=1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1")]
    public void Everything_else_is_refused_with_its_pointer(string rule) =>
        RepeatRule.Check(rule, "/repeat").Should().BeEquivalentTo(new { Pointer = "/repeat", Code = "repeat.invalid" });

    [Fact]
    public void A_rule_of_many_letters_is_not_read() =>
        RepeatRule
            .Check("FREQ=DAILY;" + new string('X', 500), "/repeat")!
            .Expected.Should()
            .Be((Phrase)$"at most {500} characters");

    [Theory]
    [InlineData("20260303", "2026-03-03T20:59:59Z")]
    [InlineData("20260303T090000", "2026-03-03T06:00:00Z")]
    [InlineData("20260303T090000Z", "2026-03-03T09:00:00Z")]
    public void An_end_that_is_a_day_counts_to_its_end(string until, string instant) =>
        ValueText.Of(RepeatRule.Until(until, Moscow)!.Value).Should().Be(instant);
}
