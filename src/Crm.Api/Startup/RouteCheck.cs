namespace Crm.Api.Startup;

/// <summary>
/// Deny by default: the host does not start with a route under /api that has no permission, has an id that nobody
/// authorizes, or edits without If-Match.
/// </summary>
public static class RouteCheck
{
    /// <summary>
    /// Ids that the route's permission alone gives access to: catalogues, users, long-running operations.
    /// </summary>
    private static readonly HashSet<string> Open =
    [
        "userId",
        "teamId",
        "roleId",
        "keyId",
        "productId",
        "priceListId",
        "sourceId",
        "lostReasonId",
        "fieldId",
        "operationId",
        "code",
        "version",
        "name",
    ];

    public static void Run(IEndpointRouteBuilder app)
    {
        foreach (var route in app.DataSources.SelectMany(x => x.Endpoints).OfType<RouteEndpoint>())
        {
            var path = "/" + route.RoutePattern.RawText?.TrimStart('/');
            if (!path.StartsWith("/api/", StringComparison.Ordinal))
                continue;
            if (route.Metadata.GetMetadata<Operation>() is not { } operation)
                throw new InvalidOperationException($"{path} states no permission");
            if (
                !operation.RequiresMatch
                && route
                    .Metadata.GetMetadata<HttpMethodMetadata>()
                    ?.HttpMethods.Any(x => x is "PATCH" or "PUT" or "DELETE") == true
            )
                throw new InvalidOperationException($"{path} changes what somebody has read and asks for no If-Match");
            var values = route.RoutePattern.Parameters.Select(x => x.Name).ToArray();
            // A part of a deal is authorized by its deal.
            if (operation.SeesItself || values.Any(Authorizer.Guards))
                continue;
            if (values.FirstOrDefault(x => !Open.Contains(x)) is { } value)
                throw new InvalidOperationException($"{path} names {value}, and nothing says who sees it");
        }
    }
}
