using Microsoft.AspNetCore.Routing.Patterns;

namespace Crm.Api.Deals;

/// <summary>Every command on a deal can be previewed.</summary>
internal static class DryRunOfDeals
{
    /// <summary>Commands on a deal or its proposals, and the opening: every command on a deal's stream takes the parameter.</summary>
    public static void OfferDryRuns(this RouteGroupBuilder api) =>
        ((IEndpointConventionBuilder)api).Finally(endpoint =>
        {
            if (
                endpoint is not RouteEndpointBuilder { RoutePattern: { } pattern }
                || endpoint.Metadata.OfType<HttpMethodMetadata>().Any(methods => methods.HttpMethods.Contains("GET"))
            )
                return;
            var opens = pattern.RawText?.TrimEnd('/').EndsWith("/deals", StringComparison.Ordinal) == true;
            if (!opens && pattern.GetParameter("dealId") is null && pattern.GetParameter("proposalId") is null)
                return;
            for (var i = 0; i < endpoint.Metadata.Count; i++)
                if (endpoint.Metadata[i] is Operation operation)
                    endpoint.Metadata[i] = operation with { Query = [.. operation.Query, DryRun.Parameter] };
            endpoint.Metadata.Add(new OtherAnswer(typeof(DryRunAnswer)));
        });
}
