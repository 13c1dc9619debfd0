using Crm.Domain.Access;

namespace Crm.Domain.Tests.Access;

/// <summary>While an absence lasts, the deputy has the absent user's scope with their own permissions.</summary>
public sealed class AbsenceTests
{
    private static readonly TeamId North = new(Id(21));
    private static readonly TeamId City = new(Id(22));
    private static readonly UserId Head = new(Id(41)),
        Manager = new(Id(42)),
        Junior = new(Id(43)),
        Deputy = new(Id(44)),
        Other = new(Id(45));
    private static readonly CommandContext Context = new(Monday, null, Anna, Rights.None, Moscow, () => Id(1));
    private static readonly DateOnly Today = Context.Today;
    private static readonly IReadOnlySet<Scope> Full = new HashSet<Scope> { Scope.Read, Scope.Write, Scope.Admin };

    [Theory]
    [InlineData("sales-manager", true, false, false)]
    [InlineData("head-of-sales", true, true, false)]
    [InlineData("director", true, true, false)]
    public void A_deputy_has_the_scope_of_the_absent_user_up_to_their_teams(
        string role,
        bool own,
        bool below,
        bool others
    )
    {
        var grants = Of(Deputy, Away(Head, Deputy), headRole: role);
        foreach (var permission in (Permission[])[Permissions.DealsRead, Permissions.DealsWrite])
            new[] { Deputy, Head, Junior, Other }
                .Select(manager => grants.May(permission, manager, []))
                .Should()
                .Equal([true, own, below, others], permission.Name);
        grants.Managers(Reach.Own, Permissions.DealsRead)!.Contains(Junior).Should().Be(below);
        grants.RolesOn(new(Head, [], [])).Should().Equal("sales-manager");
        grants.DiscountLimitOn(new(Head, [], [])).Should().Be(10, "the limit is the deputy's");
        grants.DiscountLimitOn(new(Other, [], [])).Should().Be(0);
    }

    [Fact]
    public void A_deputy_has_none_of_the_absent_users_permissions()
    {
        var grants = Of(Deputy, Away(Head, Deputy));
        var plain = Of(Deputy);
        grants.Granted.Should().Equal(plain.Granted);
        grants.DealsOf(Permissions.DealsRead).Should().Be(Reach.Own);
        grants.May(Permissions.TaskSkip, Head, []).Should().BeFalse();
        grants.RightsOn(new(Head, [], [])).Should().Be(plain.RightsOn(new(Deputy, [], [])));
    }

    [Fact]
    public void What_the_absent_user_may_not_do_is_done_on_their_own_deals_only()
    {
        // The deputy may choose VAT, the absent auditor of the team reads everything and writes nothing.
        var grants = Of(Deputy, Away(Head, Deputy), headRole: "auditor");
        grants.May(Permissions.DealsRead, Junior, []).Should().BeTrue();
        grants.May(Permissions.DealsWrite, Junior, []).Should().BeFalse();
        grants.May(Permissions.DealsWrite, Head, []).Should().BeTrue();
    }

    [Fact]
    public void The_scope_begins_and_ends_with_the_absence()
    {
        foreach (
            var (from, to, acts) in (ReadOnlySpan<(int, int, bool)>)
                [(0, 0, true), (1, 5, false), (-5, -1, false), (-1, 1, true)]
        )
        {
            var absence = new Absence(Today.AddDays(from), Today.AddDays(to), Deputy);
            Of(Deputy, (Head, absence)).May(Permissions.DealsRead, Head, []).Should().Be(acts);
            StaffOf([(Head, absence)]).IsAbsent(Head).Should().Be(acts);
        }
    }

    [Fact]
    public void There_are_no_chains_and_no_inactive_deputies()
    {
        (UserId, Absence)[] both = [Away(Head, Deputy), Away(Deputy, Manager)];
        Of(Deputy, both).May(Permissions.DealsRead, Head, []).Should().BeFalse("the deputy is away too");
        Of(Manager, both).May(Permissions.DealsRead, Head, []).Should().BeFalse("nor does the work go on to another");
        Of(Manager, both).May(Permissions.DealsRead, Deputy, []).Should().BeTrue();
        StaffOf(both).DeputyOf(Head).Should().BeNull();
        StaffOf(both).DeputyOf(Deputy).Should().Be(Manager);
        StaffOf([Away(Head, Deputy)], inactive: Deputy).DeputyOf(Head).Should().BeNull();
        StaffOf([Away(Head, Deputy)], inactive: Head)
            .Of(Deputy, Full, [])
            .May(Permissions.DealsRead, Head, [])
            .Should()
            .BeFalse("a deactivated user has no scope");
    }

    [Fact]
    public void An_absence_is_set_replaced_and_removed()
    {
        var absence = new Absence(Today, Today.AddDays(9), Deputy);
        var user = StaffOf([]).Users[Head];
        Set(user, absence).Events.Should().Equal(new UserAbsenceSet(absence) { HappenedAt = Context.Now });
        Set(user with { Absence = absence }, absence with { }).Events.Should().BeEmpty();
        Set(user with { Absence = absence }, absence with { Deputy = null }).Events.Should().HaveCount(1);
        Set(user with { Absence = absence }, null)
            .Events.Should()
            .Equal(new UserAbsenceRemoved { HappenedAt = Context.Now });
        Set(user, null).Events.Should().BeEmpty();
    }

    [Fact]
    public void Bad_days_and_deputies_are_refused()
    {
        Faults(new(Today, Today.AddDays(-1), null)).Should().Equal(("/to", "absence.order"));
        Faults(new(Today.AddDays(-9), Today.AddDays(-1), null)).Should().Equal(("/to", "absence.past"));
        Faults(new(Today, Today.AddDays(366), null)).Should().Equal(("/to", "absence.too_long"));
        Set(StaffOf([]).Users[Head], new(Today.AddDays(-5), Today.AddDays(360), null)).Refused.Should().BeNull();
        Faults(new(Today, Today, Head)).Should().Equal(("/deputyId", "deputy.oneself"));
        Faults(new(Today, Today, new(Id(99)))).Should().Equal(("/deputyId", "user.not_found"));
        Faults(new(Today, Today, Other), StaffOf([], inactive: Other)).Should().Equal(("/deputyId", "deputy.inactive"));
    }

    [Theory]
    [InlineData(Reach.All, true, true, true)]
    [InlineData(Reach.Subtree, true, true, false)]
    [InlineData(Reach.Team, true, false, false)]
    [InlineData(Reach.Own, false, false, false)]
    public void Users_are_managed_in_scope_and_only_those_without_more_rights(
        Reach reach,
        bool team,
        bool below,
        bool others
    )
    {
        var clerk = new Role("clerk", new("К", "C"), [Permissions.UsersManage.Name], reach, Reach.Own);
        var staff = new Staff(
            [
                Person(Anna, North, "clerk"),
                Person(Manager, North),
                Person(Junior, City),
                Person(Other, null),
                Person(Head, North, "director"),
            ],
            [new(North, "Север", null), new(City, "Город", North)],
            [clerk, .. ShippedRoles.All]
        );
        var grantor = staff.Behind(Anna, []);
        new[] { Manager, Junior, Other }
            .Select(id =>
                new SetAbsence(new(Today, Today, null)).Decide(staff.Users[id], staff, grantor, Context).Refused is null
            )
            .Should()
            .Equal(team, below, others);
        new SetAbsence(new(Today, Today, Anna))
            .Decide(staff.Users[Head], staff, grantor, Context)
            .Refused!.Code.Should()
            .Be("permission.missing", "their scope would be taken");
    }

    private static (UserId, Absence) Away(UserId user, UserId deputy) => (user, new Absence(Today, Today, deputy));

    private static Decision Set(User user, Absence? wanted, Staff? staff = null) =>
        new SetAbsence(wanted).Decide(user, staff ?? StaffOf([]), null, Context);

    private static IEnumerable<(string, string)> Faults(Absence wanted, Staff? staff = null) =>
        Set(StaffOf([]).Users[Head], wanted, staff).Refused!.Faults.Select(fault => (fault.Pointer, fault.Code));

    private static Grants Of(UserId user, params (UserId, Absence)[] away) => StaffOf(away).Of(user, Full, []);

    private static Grants Of(UserId user, (UserId, Absence) away, string headRole) =>
        StaffOf([away], headRole: headRole).Of(user, Full, []);

    /// <summary>The head and a manager of North, a junior of City below it, and two outside of teams.</summary>
    private static Staff StaffOf(
        IEnumerable<(UserId User, Absence Absence)> away,
        UserId? inactive = null,
        string headRole = "head-of-sales"
    )
    {
        var absences = away.ToDictionary(one => one.User, one => one.Absence);
        User[] users =
        [
            Person(Head, North, headRole),
            Person(Manager, North, "sales-manager"),
            Person(Junior, City, "sales-manager"),
            Person(Deputy, null, "sales-manager"),
            Person(Other, null, "sales-manager"),
        ];
        return new Staff(
            users.Select(user =>
                user with
                {
                    Absence = absences.GetValueOrDefault(user.Id),
                    Inactive = user.Id == inactive,
                }
            ),
            [new(North, "Север", null), new(City, "Город", North)],
            ShippedRoles.All
        )
        {
            Today = Today,
        };
    }

    private static User Person(UserId id, TeamId? team, params string[] roles) =>
        new(id, Text("Некто"), null, [.. roles], team, false);
}
