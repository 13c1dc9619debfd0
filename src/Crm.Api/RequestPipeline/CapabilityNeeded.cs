using Crm.Domain.Settings;

namespace Crm.Api.RequestPipeline;

/// <summary>
/// What a route creates belongs to a capability; while that is off, the gate refuses it. Reading and winding up state none.
/// </summary>
public sealed record CapabilityNeeded(string Code);

/// <summary>Says of a route which capability it needs.</summary>
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
