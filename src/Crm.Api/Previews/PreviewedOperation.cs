using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Metadata;

namespace Crm.Api.Previews;

/// <summary>The operation of a preview, and the request that would call it.</summary>
internal sealed class PreviewedOperation
{
    private readonly RouteEndpoint endpoint;
    private readonly Dictionary<string, string> parameters;

    private PreviewedOperation(RouteEndpoint endpoint, Dictionary<string, string> parameters) =>
        (this.endpoint, this.parameters) = (endpoint, parameters);

    public Operation Operation => endpoint.Metadata.GetMetadata<Operation>()!;

    public RequestDelegate Execute => endpoint.RequestDelegate!;

    /// <summary>What reads, takes a file, or shows a secret only once has no preview.</summary>
    public static bool IsPreviewable(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Any(HttpMethods.IsGet) != true
        && endpoint.Metadata.GetMetadata<NotPreviewed>() is null
        && endpoint.Metadata.GetMetadata<ITakesFile>() is null;

    public static PreviewedOperation Of(PreviewBody wanted, OperationRoutes routes)
    {
        var found =
            routes.Find(wanted.OperationId)
            ?? throw ProblemException.Member(
                "/operationId",
                "operation.unknown",
                ParameterCheck.Nearest(wanted.OperationId, routes.Operations) is { } near
                    ? $"did you mean '{near}'?"
                    : (Phrase)"an operation of the contract"
            );
        if (!IsPreviewable(found))
            throw new ProblemException(422, "preview.not_available");
        var given = wanted.Parameters ?? [];
        var operation = found.Metadata.GetMetadata<Operation>()!;
        var faults = PathFaults(found, given)
            .Concat(
                given
                    .Keys.Where(name =>
                        found.RoutePattern.GetParameter(name) is null && !operation.Query.Any(one => one.Name == name)
                    )
                    .Select(name => Fault(name, "parameter.unknown", "only parameters of the operation"))
            )
            .ToArray();
        return faults.Length == 0
            ? new(found, given)
            : throw new ProblemException(422, "validation.failed") { Errors = faults };
    }

    /// <summary>Turns the request for a preview into the request of its operation.</summary>
    public void Replace(HttpContext http, JsonObject? body, string? ifMatch)
    {
        var request = http.Request;
        var pattern = endpoint.RoutePattern;
        request.Method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0];
        request.Path = OperationRoutes.Path(endpoint, name => parameters[name]);
        request.RouteValues = new(
            pattern.Parameters.Select(one => KeyValuePair.Create(one.Name, (object?)parameters[one.Name]))
        );
        request.QueryString = QueryString.Create(
            parameters
                .Where(one => pattern.GetParameter(one.Key) is null)
                .Select(one => KeyValuePair.Create(one.Key, (string?)one.Value))
        );
        foreach (var name in (string[])["Idempotency-Key", "If-Match", "If-None-Match", "Transfer-Encoding"])
            request.Headers.Remove(name);
        if (ifMatch is not null)
            request.Headers.IfMatch = ifMatch;
        var bytes = body is null ? [] : Encoding.UTF8.GetBytes(body.ToJsonString(Wire.Json));
        request.Body = new MemoryStream(bytes);
        request.ContentLength = bytes.Length;
        request.ContentType = endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes.First(IsJson);
        http.SetEndpoint(endpoint);
    }

    private static IEnumerable<RequestFault> PathFaults(RouteEndpoint found, Dictionary<string, string> given)
    {
        foreach (var one in found.RoutePattern.Parameters)
            if (!given.TryGetValue(one.Name, out var value) || value is null or "")
                yield return Fault(one.Name, "member.required", Phrase.None);
            else if (
                one.ParameterPolicies.Any(policy => policy.Content == "guid") && !Guid.TryParseExact(value, "D", out _)
            )
                yield return Fault(one.Name, "parameter.invalid", "a UUID");
            else if (
                one.ParameterPolicies.Any(policy => policy.Content == "int")
                && !int.TryParse(value, CultureInfo.InvariantCulture, out _)
            )
                yield return Fault(one.Name, "parameter.invalid", "a number");
    }

    private static RequestFault Fault(string name, string code, Phrase expected) =>
        new(
            $"/parameters/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}",
            null,
            code,
            expected
        );

    private static bool IsJson(string mediaType) => mediaType.EndsWith("json", StringComparison.Ordinal);
}
