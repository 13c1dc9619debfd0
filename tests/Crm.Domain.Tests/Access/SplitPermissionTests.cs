using Crm.Domain.Access;

namespace Crm.Domain.Tests.Access;

/// <summary>
/// Earlier builds let everybody who writes documents choose the VAT rate. Shipped roles keep that until the company takes it away.
/// </summary>
public sealed class SplitPermissionTests
{
    private const string Split = "vat.choose";
    private const string Assignments = "assignments.write";

    [Fact]
    public void Every_shipped_role_that_writes_proposals_or_documents_chooses_the_rate() =>
        ShippedRoles
            .All.Where(role => role.Permissions.Contains(Split))
            .Should()
            .Equal(ShippedRoles.All.Where(x => x.Sells));

    [Fact]
    public void A_role_that_the_company_has_changed_gains_it_once()
    {
        foreach (var shipped in ShippedRoles.All.Where(role => role.Sells))
        {
            var earlier = shipped with { Permissions = shipped.Permissions.Remove(Split) };
            var changed = earlier with { DiscountLimitPercent = 25 };
            DomainEvent[] events = [new RoleDefined(earlier), new RoleChanged(changed)];
            var gained = changed.WithSplitPermissions(events, shipped);
            gained.Permissions.Should().BeEquivalentTo(shipped.Permissions);
            gained.DiscountLimitPercent.Should().Be(25);
            changed
                .WithSplitPermissions([.. events, new RoleChanged(gained), new RoleChanged(changed)], shipped)
                .Should()
                .BeSameAs(changed, "the company has taken it away");
        }
    }

    [Fact]
    public void Every_shipped_role_that_writes_gives_and_takes_assignments()
    {
        ShippedRoles
            .All.Where(role => !role.Permissions.Contains(Assignments))
            .Select(role => role.Code)
            .Should()
            .Equal("auditor");
        foreach (var shipped in ShippedRoles.All.Where(role => role.Permissions.Contains(Assignments)))
        {
            var earlier = shipped with { Permissions = shipped.Permissions.Remove(Assignments) };
            earlier
                .WithSplitPermissions([new RoleDefined(earlier)], shipped)
                .Permissions.Should()
                .BeEquivalentTo(shipped.Permissions);
        }
    }

    [Fact]
    public void A_role_that_writes_neither_gains_nothing()
    {
        var shipped = ShippedRoles.All.First(role => role.Sells);
        var reading = shipped with { Permissions = ["deals.read"] };
        reading.WithSplitPermissions([new RoleDefined(reading)], shipped).Should().BeSameAs(reading);
    }
}
