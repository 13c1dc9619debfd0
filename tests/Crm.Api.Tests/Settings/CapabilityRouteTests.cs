using Crm.Api.RequestPipeline;
using Crm.Api.Routing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Settings;

/// <summary>Which routes need which capability.</summary>
[Collection(HostCollection.Name)]
public sealed class CapabilityRouteTests(TestHost host)
{
    [Fact]
    public void Every_capability_guards_a_route_and_no_route_that_reads_needs_one()
    {
        var routes = host
            .App.Host.Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.Where(x => x.Metadata.GetMetadata<CapabilityNeeded>() is not null)
            .ToArray();
        routes
            .Select(x => x.Metadata.GetMetadata<CapabilityNeeded>()!.Code)
            .Distinct()
            .Should()
            .BeEquivalentTo(Crm.Domain.Settings.Capabilities.All.Select(x => x.Code));
        routes.Where(x => x.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("GET")).Should().BeEmpty();
        routes.Should().OnlyContain(x => x.Metadata.GetMetadata<Operation>() != null);
    }
}
