using Crm.Domain.Access;

namespace Crm.Domain.Tests.Access;

/// <summary>Who gives must hold what he gives, and nobody meddles with those who stand above him.</summary>
public sealed class GivingTests
{
    private static readonly Role Clerk = new(
        "clerk",
        new("К", "C"),
        ["users.manage", "users.read", "keys.manage", "deals.read"],
        Reach.Team,
        Reach.Own
    );
    private static readonly CommandContext Intent = new(Monday, null, Anna, Rights.None, Moscow, () => Id(1));
    private static readonly Grants OfClerk = Staff.Of(Clerk);
    private static readonly Grants OfAdministrator = Staff.Of(Shipped("administrator"));

    [Fact]
    public void What_one_holds_may_be_given_and_no_further_than_one_holds_it()
    {
        Granting.Refusal(OfClerk, Staff.Of(Clerk)).Should().BeNull();
        Granting.Refusal(OfClerk, Staff.Of(Clerk with { Deals = Reach.Own })).Should().BeNull();
        Missing(Clerk with { Deals = Reach.Subtree, Permissions = ["deals.read"] })
            .Should()
            .Be("deals.read (deals: subtree)");
        Missing(Clerk with { Clients = Reach.All, Permissions = ["deals.read"] })
            .Should()
            .Be("deals.read (clients: all)");
    }

    [Fact]
    public void Nobody_gives_a_larger_discount_than_his_own()
    {
        var seller = Clerk with { Permissions = [.. Clerk.Permissions, "proposals.write"], DiscountLimitPercent = 10 };
        var giver = Staff.Of(seller);
        Granting.Refusal(giver, Staff.Of(seller)).Should().BeNull();
        Granting
            .Refusal(giver, Staff.Of(seller with { DiscountLimitPercent = 10.5m }))!
            .Details["missing"]
            .Should()
            .Be("discountLimitPercent (10.5)");
        Granting
            .Refusal(giver, Staff.Of(seller with { DiscountLimitPercent = null }))!
            .Details["missing"]
            .Should()
            .Be("discountLimitPercent (null)");
        new ChangeRole(seller with { DiscountLimitPercent = 5 })
            .Decide(seller, giver, Intent)
            .Events.Should()
            .ContainSingle();
        new ChangeRole(seller).Decide(seller, giver, Intent).Events.Should().BeEmpty();
    }

    [Fact]
    public void Everything_that_is_missing_is_named()
    {
        Missing(Clerk with { Permissions = ["deals.read", "cost.see", "debt.waive"] })
            .Should()
            .Be("debt.waive, cost.see");
        foreach (var role in ShippedRoles.All)
        {
            Granting.Refusal(OfAdministrator, Staff.Of(role)).Should().BeNull();
            (Granting.Refusal(OfClerk, Staff.Of(role)) is null).Should().Be(false, role.Code);
        }
    }

    [Fact]
    public void Roles_are_given_to_and_taken_from_those_alone_who_do_not_stand_above()
    {
        var (clerk, director, anybody) = (User(Anna, "clerk"), User(Boris, "director"), User(new(Id(5)), "clerk"));
        var staff = new Staff([clerk, director, anybody], [], [.. ShippedRoles.All, Clerk]);
        Edit(roles: ["administrator"])
            .Decide(clerk, staff, OfClerk, Intent)
            .Refused!.Details["missing"]
            .Should()
            .Contain("projections.rebuild", "not to oneself either");
        Edit(roles: ["clerk"])
            .Decide(director, staff, OfClerk, Intent)
            .Refused!.Code.Should()
            .Be("permission.missing", "a demotion");
        Edit(name: "Пётр")
            .Decide(director, staff, OfClerk, Intent)
            .Refused!.Kind.Should()
            .Be(RejectionKind.Forbidden, "whatever is edited");
        Edit(active: false).Decide(director, staff, OfClerk, Intent).Refused.Should().NotBeNull();
        Edit(roles: [])
            .Decide(anybody, staff, OfClerk, Intent)
            .Events.Should()
            .ContainSingle()
            .Which.Should()
            .BeOfType<UserRolesChanged>();
        Edit(roles: ["administrator"]).Decide(anybody, staff, OfAdministrator, Intent).Refused.Should().BeNull();
    }

    [Fact]
    public void A_role_is_edited_by_who_holds_what_it_grants_and_is_to_grant()
    {
        new ChangeRole(Clerk with { Permissions = ["users.read"] })
            .Decide(Clerk, OfClerk, Intent)
            .Events.Should()
            .ContainSingle();
        new ChangeRole(Clerk with { Permissions = ["users.read", "backdate"] })
            .Decide(Clerk, OfClerk, Intent)
            .Refused!.Details["missing"]
            .Should()
            .Be("backdate");
        new ChangeRole(Shipped("director") with { Permissions = [] })
            .Decide(Shipped("director"), OfClerk, Intent)
            .Refused!.Code.Should()
            .Be("permission.missing");
    }

    [Fact]
    public void A_key_is_dead_by_who_stands_no_lower_than_its_user()
    {
        var staff = new Staff([User(Anna, "clerk"), User(Boris, "director")], [], [.. ShippedRoles.All, Clerk]);
        Revoke(Boris, Scope.Read).Refused!.Code.Should().Be("permission.missing", "the key reads, its user does more");
        Revoke(Anna, Scope.Read, Scope.Admin).Events.Should().ContainSingle().Which.Should().BeOfType<ApiKeyRevoked>();
        Revoke(null, Scope.Read).Refused.Should().NotBeNull("an integration sees all deals");
        Granting.Refusal(OfClerk, staff.Behind(null, [Scope.Admin])).Should().NotBeNull("that is an administrator");

        Decision Revoke(UserId? user, params Scope[] scopes) =>
            new ApiKey(new(Id(9)), "k", "", user, [.. scopes], null, null).Revoke(staff, OfClerk, Intent);
    }

    [Fact]
    public void The_administrator_has_what_came_after_his_role_was_stored()
    {
        var stored = Shipped("administrator") with { Permissions = ["users.manage"] };
        var administrator = new Staff([User(Anna, "administrator")], [], [stored]).Behind(Anna, []);
        Granting.Refusal(administrator, [.. ShippedRoles.All.Select(x => Staff.Of(x))]).Should().BeNull();
    }

    [Fact]
    public void The_last_administrator_stays_one()
    {
        var (one, two, gone) = (
            User(Anna, "administrator"),
            User(Boris, "administrator"),
            User(new(Id(5)), "administrator") with
            {
                Inactive = true,
            }
        );
        Edit(roles: [])
            .Decide(one, new Staff([one, gone], [], ShippedRoles.All), OfAdministrator, Intent)
            .Refused!.Code.Should()
            .Be("administrator.last");
        Edit(active: false)
            .Decide(one, new Staff([one, gone], [], ShippedRoles.All), OfAdministrator, Intent)
            .Refused!.Code.Should()
            .Be("administrator.last");
        Edit(roles: [])
            .Decide(one, new Staff([one, two, gone], [], ShippedRoles.All), OfAdministrator, Intent)
            .Refused.Should()
            .BeNull();
    }

    private static string? Missing(Role given) => Granting.Refusal(OfClerk, Staff.Of(given))?.Details["missing"];

    private static Role Shipped(string code) => ShippedRoles.All.Single(x => x.Code == code);

    private static User User(UserId id, params string[] roles) => new(id, Text("А"), null, [.. roles], null, false);

    private static EditUser Edit(string? name = null, string[]? roles = null, bool? active = null) =>
        new(name is null ? null : Text(name), false, null, roles is null ? null : [.. roles], false, null, active);
}
