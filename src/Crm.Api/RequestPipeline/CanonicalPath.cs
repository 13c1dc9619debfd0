using System.Globalization;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Crm.Api.RequestPipeline;

/// <summary>
/// Routing accepts several spellings of one path: another case, a trailing slash, other forms of an id. Everything after
/// it (idempotency keys, ETags, cursors, links, headers) sees the spelling of the contract, so they are one resource.
/// </summary>
public sealed class CanonicalPath(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint() is RouteEndpoint { RoutePattern: var pattern })
            http.Request.Path = Of(pattern, http.Request.Path);
        return next(http);
    }

    /// <summary>
    /// The matched path with the literals of its pattern, hyphenated lower-case ids and plain numbers. Other values are
    /// as sent, because they are compared by case.
    /// </summary>
    public static PathString Of(RoutePattern pattern, PathString path)
    {
        var segments = path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments.Length != pattern.PathSegments.Count)
            return path;
        for (var i = 0; i < segments.Length; i++)
            segments[i] = pattern.PathSegments[i].Parts switch
            {
                [RoutePatternLiteralPart literal] => literal.Content,
                [RoutePatternParameterPart parameter] => Value(parameter, segments[i]),
                _ => segments[i],
            };
        var canonical = "/" + string.Join('/', segments);
        return canonical == path.Value ? path : canonical;
    }

    private static string Value(RoutePatternParameterPart parameter, string sent) =>
        Has(parameter, "guid") && Guid.TryParse(sent, out var id) ? id.ToString()
        : Has(parameter, "int") && int.TryParse(sent, CultureInfo.InvariantCulture, out var number)
            ? number.ToString(CultureInfo.InvariantCulture)
        : sent;

    private static bool Has(RoutePatternParameterPart parameter, string constraint) =>
        parameter.ParameterPolicies.Any(policy => policy.Content == constraint);
}
