using Crm.Domain.Access;

namespace Crm.Domain.Tests.Access;

/// <summary>Users grant only what they hold, and do not change users with more rights.</summary>
public sealed class GrantingTests
{
    private static readonly Role Clerk = new(
        "clerk",
        new("К", "C"),
        ["users.manage", "users.read", "keys.manage", "deals.read"],
        Reach.Team,
        Reach.Own
    );
    private static readonly CommandContext Context = new(Monday, null, Anna, Rights.None, Moscow, () => Id(1));
    private static readonly Grants OfClerk = Staff.Of(Clerk);
    private static readonly Grants OfAdministrator = Staff.Of(Shipped("administrator"));

    [Fact]
    public void Permissions_are_granted_only_within_the_scope_of_the_granting_user()
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
    public void A_user_grants_no_larger_discount_than_their_own_limit()
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
            .Decide(seller, giver, Context)
            .Events.Should()
            .ContainSingle();
        new ChangeRole(seller).Decide(seller, giver, Context).Events.Should().BeEmpty();
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
    public void Roles_are_granted_to_and_taken_from_users_without_more_rights_only()
    {
        var (clerk, director, anybody) = (User(Anna, "clerk"), User(Boris, "director"), User(new(Id(5)), "clerk"));
        var staff = new Staff([clerk, director, anybody], [], [.. ShippedRoles.All, Clerk]);
        Edit(roles: ["administrator"])
            .Decide(clerk, staff, OfClerk, Context)
            .Refused!.Details["missing"]
            .Should()
            .Contain("projections.rebuild", "not to oneself either");
        Edit(roles: ["clerk"])
            .Decide(director, staff, OfClerk, Context)
            .Refused!.Code.Should()
            .Be("permission.missing", "a demotion");
        Edit(name: "Пётр")
            .Decide(director, staff, OfClerk, Context)
            .Refused!.Kind.Should()
            .Be(RejectionKind.Forbidden, "whatever is edited");
        Edit(active: false).Decide(director, staff, OfClerk, Context).Refused.Should().NotBeNull();
        Edit(roles: [])
            .Decide(anybody, staff, OfClerk, Context)
            .Events.Should()
            .ContainSingle()
            .Which.Should()
            .BeOfType<UserRolesChanged>();
        Edit(roles: ["administrator"]).Decide(anybody, staff, OfAdministrator, Context).Refused.Should().BeNull();
    }

    [Fact]
    public void A_role_is_edited_only_by_users_who_hold_its_old_and_new_permissions()
    {
        new ChangeRole(Clerk with { Permissions = ["users.read"] })
            .Decide(Clerk, OfClerk, Context)
            .Events.Should()
            .ContainSingle();
        new ChangeRole(Clerk with { Permissions = ["users.read", "backdate"] })
            .Decide(Clerk, OfClerk, Context)
            .Refused!.Details["missing"]
            .Should()
            .Be("backdate");
        new ChangeRole(Shipped("director") with { Permissions = [] })
            .Decide(Shipped("director"), OfClerk, Context)
            .Refused!.Code.Should()
            .Be("permission.missing");
    }

    [Fact]
    public void A_key_is_revoked_by_users_with_no_fewer_rights_than_its_owner()
    {
        var staff = new Staff([User(Anna, "clerk"), User(Boris, "director")], [], [.. ShippedRoles.All, Clerk]);
        Revoke(Boris, Scope.Read).Refused!.Code.Should().Be("permission.missing", "the key reads, its user does more");
        Revoke(Anna, Scope.Read, Scope.Admin).Events.Should().ContainSingle().Which.Should().BeOfType<ApiKeyRevoked>();
        Revoke(null, Scope.Read).Refused.Should().NotBeNull("an integration sees all deals");
        Granting.Refusal(OfClerk, staff.Behind(null, [Scope.Admin])).Should().NotBeNull("that is an administrator");

        Decision Revoke(UserId? user, params Scope[] scopes) =>
            new ApiKey(new(Id(9)), "k", "", user, [.. scopes], null, null).Revoke(staff, OfClerk, Context);
    }

    [Fact]
    public void The_administrator_has_permissions_added_after_the_role_was_stored()
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
            .Decide(one, new Staff([one, gone], [], ShippedRoles.All), OfAdministrator, Context)
            .Refused!.Code.Should()
            .Be("administrator.last");
        Edit(active: false)
            .Decide(one, new Staff([one, gone], [], ShippedRoles.All), OfAdministrator, Context)
            .Refused!.Code.Should()
            .Be("administrator.last");
        Edit(roles: [])
            .Decide(one, new Staff([one, two, gone], [], ShippedRoles.All), OfAdministrator, Context)
            .Refused.Should()
            .BeNull();
    }

    private static string? Missing(Role given) => Granting.Refusal(OfClerk, Staff.Of(given))?.Details["missing"];

    private static Role Shipped(string code) => ShippedRoles.All.Single(x => x.Code == code);

    private static User User(UserId id, params string[] roles) => new(id, Text("А"), null, [.. roles], null, false);

    private static EditUser Edit(string? name = null, string[]? roles = null, bool? active = null) =>
        new(name is null ? null : Text(name), false, null, roles is null ? null : [.. roles], false, null, active);
}
