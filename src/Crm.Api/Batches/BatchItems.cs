using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace Crm.Api.Batches;

/// <summary>
/// Executes the items of a batch as the single calls that they stand for: with the same checks, the same problems and a key of their
/// own, so that a batch that was interrupted goes on where it stopped.
/// </summary>
public sealed class BatchItems(OperationRoutes routes, OperationGate gate)
{
    /// <param name="key">Unique for the batch and the item.</param>
    public async Task<(int Status, JsonObject? Problem)> Execute(HttpContext batch, BatchCall call, string key)
    {
        var endpoint = routes.Find(call.Operation)!;
        var operation = endpoint.Metadata.GetMetadata<Operation>()!;
        using var answer = new MemoryStream();
        var http = Request(batch, endpoint, call, key);
        http.Response.Body = answer;
        var boundary = ActivatorUtilities.CreateInstance<ProblemBoundary>(
            batch.RequestServices,
            (RequestDelegate)(one => gate.Pass(one, Caller.Of(batch), operation, endpoint.RequestDelegate!))
        );
        await boundary.InvokeAsync(http);
        batch.RequestAborted.ThrowIfCancellationRequested();
        return http.Response.StatusCode < 400
            ? (http.Response.StatusCode, null)
            : (http.Response.StatusCode, JsonNode.Parse(answer.GetBuffer().AsSpan(0, (int)answer.Length))!.AsObject());
    }

    private static DefaultHttpContext Request(HttpContext batch, RouteEndpoint endpoint, BatchCall call, string key)
    {
        var body = Encoding.UTF8.GetBytes(call.Body.ToJsonString(Wire.Json));
        var http = new DefaultHttpContext
        {
            RequestServices = batch.RequestServices,
            RequestAborted = batch.RequestAborted,
            TraceIdentifier = batch.TraceIdentifier,
        };
        http.Connection.RemoteIpAddress = batch.Connection.RemoteIpAddress;
        Caller.Of(batch).Attach(http);
        var request = http.Request;
        request.Scheme = batch.Request.Scheme;
        request.Host = batch.Request.Host;
        request.Method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0];
        request.Path = OperationRoutes.Path(endpoint, name => call.Route[name]);
        request.RouteValues = new(call.Route.Select(one => KeyValuePair.Create(one.Key, (object?)one.Value)));
        request.Headers.AcceptLanguage = batch.Request.Headers.AcceptLanguage;
        request.Headers["X-Correlation-ID"] = batch.Request.Headers["X-Correlation-ID"];
        request.Headers["Idempotency-Key"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        if (endpoint.Metadata.GetMetadata<IAcceptsMetadata>() is { } accepted)
        {
            request.ContentType = accepted.ContentTypes[0];
            request.ContentLength = body.Length;
            request.Body = new MemoryStream(body);
            http.Features.Set<IHttpRequestBodyDetectionFeature>(new HasBody());
        }

        http.SetEndpoint(endpoint);
        return http;
    }

    private sealed class HasBody : IHttpRequestBodyDetectionFeature
    {
        public bool CanHaveBody => true;
    }
}

/// <summary>A single call that an item of a batch stands for.</summary>
public sealed record BatchCall(string Operation, IReadOnlyDictionary<string, string> Route, JsonObject Body);

/// <summary>Batches of commands.</summary>
public static class BatchesSetup
{
    public static IServiceCollection AddBatches(this IServiceCollection services) =>
        services.AddSingleton<BatchItems>();
}
