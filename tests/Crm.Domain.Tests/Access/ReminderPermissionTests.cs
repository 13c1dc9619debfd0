using Crm.Domain.Access;

namespace Crm.Domain.Tests.Access;

/// <summary>Who sets reminders: everybody for oneself, except the auditor; leaders for the users in their scope.</summary>
public sealed class ReminderPermissionTests
{
    [Fact]
    public void Every_shipped_role_except_auditor_sets_its_own() =>
        With(Permissions.RemindersWrite)
            .Should()
            .Equal(ShippedRoles.All.Select(role => role.Code).Where(code => code != "auditor"));

    [Fact]
    public void Head_director_and_administrator_set_those_of_others() =>
        With(Permissions.RemindersOthers).Should().Equal("head-of-sales", "director", "administrator");

    [Theory]
    [InlineData(Reach.Own, false, false), InlineData(Reach.Team, true, false), InlineData(Reach.All, true, true)]
    public void Reminders_of_others_follow_the_scope(Reach reach, bool team, bool stranger)
    {
        var role = new Role("lead", new("Л", "L"), [Permissions.RemindersOthers.Name], reach, Reach.All);
        var colleague = new UserId(Id(801));
        var grants = new Grants(Anna, null, [role], new HashSet<Scope> { Scope.Admin }, [colleague], []);
        (grants.SeesRemindersOf(Anna), grants.SeesRemindersOf(colleague), grants.SeesRemindersOf(Boris))
            .Should()
            .Be((true, team, stranger));
    }

    private static IEnumerable<string> With(Permission permission) =>
        ShippedRoles.All.Where(role => role.Permissions.Contains(permission.Name)).Select(role => role.Code);
}
