using System.Collections.Frozen;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing.Template;

namespace Crm.Api.RequestPipeline;

/// <summary>Routes by operation id: a fix names an operation, and this finds its method and path.</summary>
public sealed class OperationRoutes(EndpointDataSource endpoints)
{
    private readonly Lazy<FrozenDictionary<string, (string Method, string Pattern)>> byOperation = new(() =>
        endpoints
            .Endpoints.OfType<RouteEndpoint>()
            .Where(x => x.Metadata.GetMetadata<IEndpointNameMetadata>() is not null)
            .ToFrozenDictionary(
                x => x.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName,
                x =>
                    (
                        x.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0],
                        "/" + x.RoutePattern.RawText!.TrimStart('/')
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

    public ProblemFix Fix(Fix fix)
    {
        var call = FixCall.For(fix);
        var (method, pattern) = byOperation.Value[call.OperationId];
        foreach (var (name, value) in call.Route)
        {
            pattern = pattern.Replace("{" + name + ":guid}", Uri.EscapeDataString(value), StringComparison.Ordinal);
            pattern = pattern.Replace("{" + name + "}", Uri.EscapeDataString(value), StringComparison.Ordinal);
        }

        return new ProblemFix(call.OperationId, call.Query.Length == 0 ? pattern : $"{pattern}?{call.Query}", method);
    }
}
