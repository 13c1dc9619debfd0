using Crm.Domain.Access;
using Crm.Domain.Settings;

namespace Crm.Domain.Tests.Access;

/// <summary>A profile holds what a user chose; the rest follows the company and the defaults of notices.</summary>
public sealed class UserProfileTests
{
    private static readonly User Someone = new(
        new(Guid.Parse("00000000-0000-7000-8000-0000000000a1")),
        Personal.Seal("Анна", "salt"),
        null,
        [],
        null,
        false
    );
    private static readonly WorkingHours Mornings = new([Weekday.Monday, Weekday.Tuesday], new(8, 0), new(12, 30));
    private static readonly CommandContext Context = new(
        new(2026, 3, 2, 22, 0, 0, TimeSpan.Zero),
        null,
        null,
        Rights.None,
        TimeZoneInfo.Utc,
        Guid.CreateVersion7
    );

    [Fact]
    public void Each_choice_that_differs_is_an_event_of_its_own()
    {
        var wanted = new UserProfile
        {
            TimeZone = "Asia/Yekaterinburg",
            Language = DocumentLanguage.En,
            WorkingHours = Mornings,
        }.With(new(NoticeKind.Mention, PopUp: false, NoticeMail.AtOnce));
        var events = Changed(Someone, wanted, Personal.Seal("+7", "salt")).Events;
        events
            .Select(x => x.GetType())
            .Should()
            .Equal(
                typeof(UserTimeZoneChanged),
                typeof(UserLanguageChanged),
                typeof(UserWorkingHoursChanged),
                typeof(UserNotificationsChanged),
                typeof(UserPhoneChanged)
            );
        events.Aggregate(UserProfile.Empty, UserProfile.Evolve).Should().Be(wanted);
        var same = wanted with { WorkingHours = Mornings with { WeekDays = [.. Mornings.WeekDays] } };
        Changed(Someone with { Profile = wanted }, same, null).Events.Should().BeEmpty();
        Changed(Someone with { Profile = wanted }, UserProfile.Empty, null).Events.Should().HaveCount(4);
    }

    [Fact]
    public void What_was_not_chosen_follows_the_company_and_the_defaults()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Moscow");
        Someone.Chosen.ZoneOr(zone).Should().Be(zone);
        new UserProfile { TimeZone = "Asia/Tokyo" }
            .ZoneOr(zone)
            .Id.Should()
            .Be("Asia/Tokyo");
        Someone
            .Chosen.On(NoticeKind.Reminder)
            .Should()
            .Be(new NoticeChoice(NoticeKind.Reminder, true, NoticeMail.None));
        Notices
            .Kinds.Where(kind => Someone.Chosen.On(kind).Mail == NoticeMail.DailyDigest)
            .Should()
            .Equal(NoticeKind.Stale, NoticeKind.Neglected);
        foreach (var kind in Notices.Kinds)
            Notices.Find(Notices.NameOf(kind)).Should().Be(kind);
        Notices.Find("Reminder").Should().BeNull();
    }

    [Fact]
    public void A_choice_equal_to_the_default_is_not_stored()
    {
        var chosen = UserProfile.Empty.With(new(NoticeKind.Absence, true, NoticeMail.AtOnce));
        chosen.Notifications.Should().ContainSingle();
        chosen.With(Notices.Default(NoticeKind.Absence)).Should().Be(UserProfile.Empty);
    }

    [Fact]
    public void Unknown_zones_and_hours_that_end_before_they_begin_are_refused()
    {
        Faults(new() { TimeZone = "Moscow" }).Should().Equal(("/timeZone", "time_zone.unknown"));
        Faults(new() { TimeZone = "posixrules" }).Should().Equal(("/timeZone", "time_zone.unknown"));
        Faults(new() { WorkingHours = Mornings with { To = Mornings.From } })
            .Should()
            .Equal(("/workingHours/to", "working_hours.order"));
        Faults(new() { WorkingHours = Mornings with { WeekDays = [] } })
            .Should()
            .Equal(("/workingHours/weekDays", "member.empty"));
    }

    private static Decision Changed(User user, UserProfile wanted, Personal? phone) =>
        new ChangeProfile(wanted, phone).Decide(user, Context);

    private static IEnumerable<(string, string)> Faults(UserProfile wanted) =>
        Changed(Someone, wanted, null).Refused!.Faults.Select(fault => (fault.Pointer, fault.Code));
}
