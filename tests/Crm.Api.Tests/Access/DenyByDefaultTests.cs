using Crm.Api.Routing;
using Crm.Api.Startup;
using Crm.Domain.Access;
using Microsoft.AspNetCore.Builder;

namespace Crm.Api.Tests.Access;

/// <summary>The host does not start with a route that does not state who may call it or which resource it guards.</summary>
public sealed class DenyByDefaultTests
{
    [Fact]
    public void A_route_without_a_permission_does_not_start() =>
        Starting("/api/v1/things", stated: false)
            .Should()
            .Throw<InvalidOperationException>()
            .WithMessage("*states no permission*");

    [Fact]
    public void A_route_that_names_something_unguarded_does_not_start() =>
        Starting("/api/v1/things/{thingId:guid}", stated: true)
            .Should()
            .Throw<InvalidOperationException>()
            .WithMessage("*thingId*");

    [Fact]
    public void A_part_of_a_deal_is_guarded_by_its_deal() =>
        Starting("/api/v1/deals/{dealId:guid}/things/{thingId:guid}", stated: true).Should().NotThrow();

    [Fact]
    public void An_edit_that_asks_for_no_If_Match_does_not_start() =>
        Starting("/api/v1/teams/{teamId:guid}", stated: true, method: "PATCH")
            .Should()
            .Throw<InvalidOperationException>()
            .WithMessage("*no If-Match*");

    private static Action Starting(string path, bool stated, string method = "GET") =>
        () =>
        {
            var app = WebApplication.CreateBuilder().Build();
            var route = app.MapMethods(path, [method], () => "");
            if (stated)
                route.Operation(
                    new("getThing")
                    {
                        Permission = Permissions.DealsRead,
                        Tag = "Things",
                        Summary = "Thing",
                        Description = "A thing.",
                    }
                );
            RouteCheck.Run(app);
        };
}
