using System.Collections.Frozen;
using Crm.Domain.Kernel;

namespace Crm.Api.Http;

/// <summary>Operations of the contract by their id: a fix names an operation, and the route table says where it stands.</summary>
public sealed class RouteBook(EndpointDataSource endpoints)
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

    public ProblemFix Fix(Fix fix)
    {
        var (method, pattern) = byOperation.Value[fix.Operation];
        return new ProblemFix(fix.Operation, Fill(pattern, fix.Route), method);
    }

    public string Path(string operation, params ReadOnlySpan<(string, object)> route) =>
        Fill(byOperation.Value[operation].Pattern, Kernel(operation, route).Route);

    private static Fix Kernel(string operation, ReadOnlySpan<(string, object)> route) =>
        Domain.Kernel.Fix.To(operation, route);

    private static string Fill(string pattern, IReadOnlyDictionary<string, string> route)
    {
        foreach (var (name, value) in route)
        {
            pattern = pattern.Replace("{" + name + ":guid}", Uri.EscapeDataString(value), StringComparison.Ordinal);
            pattern = pattern.Replace("{" + name + "}", Uri.EscapeDataString(value), StringComparison.Ordinal);
        }

        return pattern;
    }
}
