using System.Net;

namespace Crm.Api.Tests.Idempotency;

/// <summary>Gives each write a key and keeps it with its answer, so that it can be sent again.</summary>
internal sealed class KeyedRequests(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly List<Sent> sent = [];

    public IReadOnlyList<Sent> All => sent;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        if (request.Method == HttpMethod.Get || sent.Any(one => one.Is(request)))
            return await base.SendAsync(request, ct);
        if (!request.Headers.Contains("Idempotency-Key"))
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        var body = request.Content is null ? null : await request.Content.ReadAsStringAsync(ct);
        var headers = request
            .Headers.Where(x => x.Key is "Idempotency-Key" or "If-Match" or "Accept-Language")
            .Select(x => (x.Key, x.Value.Single()))
            .ToArray();
        var response = await base.SendAsync(request, ct);
        if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created)
            sent.Add(
                new(
                    request.Method,
                    request.RequestUri!.PathAndQuery,
                    body,
                    headers,
                    new Answer(
                        (int)response.StatusCode,
                        await response.Content.ReadAsStringAsync(ct),
                        response
                            .Headers.Concat(response.Content.Headers)
                            .ToDictionary(x => x.Key, x => string.Join(", ", x.Value), StringComparer.OrdinalIgnoreCase)
                    )
                )
            );
        return response;
    }
}

/// <summary>A write and its first answer.</summary>
internal sealed record Sent(HttpMethod Method, string Path, string? Body, (string, string)[] Headers, Answer First)
{
    public Task<Answer> Again(Testing.Api api) => api.Send(Method, Path, Body, Headers);

    public bool Is(HttpRequestMessage request) =>
        request.Headers.TryGetValues("Idempotency-Key", out var keys)
        && Headers.Contains(("Idempotency-Key", keys.Single()));
}
