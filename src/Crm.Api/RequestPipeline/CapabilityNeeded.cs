using Crm.Domain.Settings;

namespace Crm.Api.RequestPipeline;

/// <summary>
/// The capability that a route needs: while it is off, the request is refused. Routes that only read or wind up
/// existing items need none.
/// </summary>
public sealed record CapabilityNeeded(string Code);

/// <summary>Declares the capability of a route.</summary>
public static class CapabilityRoutes
{
    public static RouteHandlerBuilder Capability(this RouteHandlerBuilder route, string code) =>
        Capabilities.Find(code) is null
            ? throw new InvalidOperationException($"there is no capability '{code}'")
            : route.WithMetadata(new CapabilityNeeded(code));

    /// <summary>The refusal when the capability of the endpoint is off; null when it is on or none is needed.</summary>
    public static Rejection? Refusal(HttpContext http, Company company) =>
        http.GetEndpoint()?.Metadata.GetMetadata<CapabilityNeeded>() is { } needed
        && !company.Settings.IsOn(needed.Code)
            ? Crm.Domain.Settings.Capability.Off(needed.Code)
            : null;
}
