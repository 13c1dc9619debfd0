using Crm.Api.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Access;

/// <summary>The route table of a host, so that no route is forgotten.</summary>
public static class Table
{
    public static IReadOnlyList<(string Method, string Path, Operation Operation)> Of(CrmApp app) =>
        [
            .. app
                .Host.Services.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .Where(x => x.RoutePattern.RawText!.TrimStart('/').StartsWith("api/", StringComparison.Ordinal))
                .Select(x =>
                    (
                        x.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0],
                        "/" + x.RoutePattern.RawText!.TrimStart('/'),
                        x.Metadata.GetMetadata<Operation>()!
                    )
                ),
        ];
}
