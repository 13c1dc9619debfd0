using System.Collections.Frozen;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;

namespace Crm.Api.RequestPipeline;

/// <summary>Routes by operation id: a fix names an operation, and this finds its method and path.</summary>
public sealed class OperationRoutes(EndpointDataSource endpoints)
{
    private readonly Lazy<FrozenDictionary<string, RouteEndpoint>> byOperation = new(() =>
        endpoints
            .Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>() is not null)
            .ToFrozenDictionary(
                endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName,
                StringComparer.Ordinal
            )
    );

    /// <summary>The ids of all operations.</summary>
    public IEnumerable<string> Operations => byOperation.Value.Keys;

    /// <summary>Null: there is no such operation.</summary>
    public RouteEndpoint? Find(string operation) => byOperation.Value.GetValueOrDefault(operation);

    /// <summary>The path of an operation.</summary>
    /// <param name="value">The value of a part of its route, as it stands in the path.</param>
    public static string Path(RouteEndpoint endpoint, Func<string, string> value) =>
        "/"
        + string.Join(
            '/',
            endpoint.RoutePattern.PathSegments.Select(segment =>
                string.Concat(
                    segment.Parts.Select(part =>
                        part is RoutePatternParameterPart named
                            ? value(named.Name)
                            : ((RoutePatternLiteralPart)part).Content
                    )
                )
            )
        );

    /// <summary>The media types of bodies that the operations at a request's path and method take.</summary>
    public IReadOnlyList<string> MediaTypesAt(HttpContext http) =>
        [
            .. endpoints
                .Endpoints.OfType<RouteEndpoint>()
                .Where(endpoint =>
                    endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains(http.Request.Method)
                        == true
                    && new TemplateMatcher(
                        TemplateParser.Parse(endpoint.RoutePattern.RawText!.TrimStart('/')),
                        []
                    ).TryMatch(http.Request.Path, [])
                )
                .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes ?? [])
                .Distinct(),
        ];
}
