using Crm.Domain.Access;

namespace Crm.Domain.Tests.Access;

/// <summary>The effective permissions of roles, teams and scopes.</summary>
public sealed class GrantsTests
{
    private static readonly UserId Me = new(Guid.CreateVersion7()),
        Peer = new(Guid.CreateVersion7()),
        Below = new(Guid.CreateVersion7()),
        Other = new(Guid.CreateVersion7());
    private static readonly IReadOnlySet<Scope> Full = new HashSet<Scope> { Scope.Read, Scope.Write, Scope.Admin };

    private static Grants Of(IReadOnlySet<Scope> scopes, params string[] roles) =>
        new(Me, null, [.. ShippedRoles.All.Where(x => roles.Contains(x.Code))], scopes, [Me, Peer], [Below]);

    [Theory]
    [InlineData("sales-manager", true, false, false, false)]
    [InlineData("head-of-sales", true, true, true, false)]
    [InlineData("director", true, true, true, true)]
    public void A_permission_has_the_scope_of_its_role(string role, bool mine, bool peers, bool below, bool others)
    {
        var grants = Of(Full, role);
        new[] { Me, Peer, Below, Other }
            .Select(x => grants.May(Permissions.DealsWrite, x, []))
            .Should()
            .Equal(mine, peers, below, others);
        grants.May(Permissions.DealsRead, null, []).Should().Be(others, "a deal without a manager needs scope all");
    }

    [Fact]
    public void Each_permission_has_the_furthest_reach_of_the_roles_that_grant_it()
    {
        var grants = Of(Full, "sales-manager", "auditor");
        grants.DealsOf(Permissions.DealsRead).Should().Be(Reach.All);
        grants.DealsOf(Permissions.DealsWrite).Should().Be(Reach.Own);
        grants.May(Permissions.DealsWrite, Other, []).Should().BeFalse();
    }

    [Fact]
    public void A_credential_never_does_more_than_its_scopes()
    {
        Of(new HashSet<Scope> { Scope.Read }, "administrator").Granted.Should().OnlyContain(x => x.Scope == Scope.Read);
        Of(new HashSet<Scope> { Scope.Read, Scope.Write }, "director")
            .Rights.Should()
            .Be(Rights.MailAnyone | Rights.ChooseVat | Rights.BackdateMoney);
        Of(new HashSet<Scope> { Scope.Read }, "director").Rights.Should().Be(Rights.None);
        Of(new HashSet<Scope>(), "administrator").Has(Permissions.SignedIn).Should().BeFalse();
        Of(Full).Granted.Should().BeEmpty("who has no role may nothing");
        Of(Full).Has(Permissions.ProfileWrite).Should().BeTrue("but change their own profile");
        Of(new HashSet<Scope> { Scope.Read }, "administrator").Has(Permissions.ProfileWrite).Should().BeFalse();
    }

    [Fact]
    public void A_participant_reads_and_comments()
    {
        var grants = Of(Full, "sales-manager");
        grants.May(Permissions.DealsRead, Other, [Me]).Should().BeTrue();
        grants.May(Permissions.InteractionsWrite, Other, [Me]).Should().BeTrue();
        grants.May(Permissions.DealsWrite, Other, [Me]).Should().BeFalse();
        Of(Full, "head-of-sales")
            .RightsOn(new(Other, [Me], []))
            .Should()
            .Be(Rights.None, "a head elsewhere is no head");
    }

    [Fact]
    public void The_auditor_writes_nothing() =>
        ShippedRoles
            .All.Single(x => x.Code == "auditor")
            .Permissions.Select(Permissions.Find)
            .Should()
            .OnlyContain(x => x!.Scope == Scope.Read);

    [Fact]
    public void The_largest_discount_among_the_roles_that_sell_counts_and_none_is_the_largest()
    {
        Of(Full, "sales-manager").DiscountLimit.Should().Be(10);
        Of(Full, "sales-manager", "marketer")
            .DiscountLimit.Should()
            .Be(10, "a role that sells nothing gives nothing away");
        Of(Full, "sales-manager", "director").DiscountLimit.Should().BeNull();
        Of(Full, "marketer").DiscountLimit.Should().Be(0);
        foreach (var role in ShippedRoles.All.Where(x => x.Sells))
            (role.DiscountLimitPercent is null).Should().Be(role.Permissions.Contains("discount.approve"), role.Code);
        var mixed = new Grants(
            Me,
            null,
            [
                new("a", new("А", "A"), ["proposals.write"], Reach.Own, Reach.All) { DiscountLimitPercent = 30 },
                new("b", new("Б", "B"), ["documents.write"], Reach.All, Reach.All) { DiscountLimitPercent = 5 },
            ],
            Full,
            [],
            []
        );
        (mixed.DiscountLimitOn(Led(Me)), mixed.DiscountLimitOn(Led(Other)), mixed.DiscountLimitOn(Led(null)))
            .Should()
            .Be((30m, 5m, 5m), "a role counts where it reaches");
    }

    [Fact]
    public void An_assignee_does_on_the_deal_what_the_roles_permit_on_own_deals()
    {
        var grants = Of(Full, "sales-manager");
        var deal = new DealUsers(Other, [], [Me]);
        grants.May(Permissions.DealsWrite, deal).Should().BeTrue();
        grants.May(Permissions.DealsWrite, deal.InScope).Should().BeFalse();
        grants.May(Permissions.Backdate, deal).Should().BeFalse("seeing more widens no permission");
        (grants.DiscountLimitOn(deal), grants.DiscountLimitOn(deal.InScope)).Should().Be((10m, 0m));
    }

    private static DealUsers Led(UserId? manager) => new(manager, [], []);
}
