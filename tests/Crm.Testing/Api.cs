using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Crm.Testing;

/// <summary>The API as a client sees it: paths below /api/v1, bodies as anonymous objects or raw text.</summary>
public sealed class Api(HttpClient http, string? key)
{
    public string? Key => key;

    /// <summary>
    /// A report that has not reached the requested position (<c>projection.behind</c>) is requested again, as the contract says; each
    /// time the server itself waits.
    /// </summary>
    public async Task<Answer> Get(string path, params (string Name, string Value)[] headers)
    {
        for (var watch = Stopwatch.StartNew(); ; )
        {
            var answer = await Send(HttpMethod.Get, path, null, headers);
            if (answer.Status != 503 || answer.Code != "projection.behind" || watch.Elapsed > Polling.Limit)
                return answer;
        }
    }

    public Task<Answer> Post(string path, object? body = null, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Post, path, body, headers);

    /// <summary>A POST with a fresh Idempotency-Key.</summary>
    public Task<Answer> PostOnce(string path, object? body = null) =>
        Post(path, body, ("Idempotency-Key", Guid.NewGuid().ToString()));

    /// <summary>A merge patch with the current ETag of the resource.</summary>
    public async Task<Answer> Patch(string path, object body, string? ifMatch = null) =>
        await Send(HttpMethod.Patch, path, body, [("If-Match", ifMatch ?? (await Get(path)).ETag!)]);

    /// <summary>Replaces the whole resource, with the ETag of what it replaces.</summary>
    public Task<Answer> Put(string path, object body, string? ifMatch) =>
        Send(HttpMethod.Put, path, body, ifMatch is null ? [] : [("If-Match", ifMatch)]);

    public Task<Answer> Send(HttpMethod method, string path, object? body, (string Name, string Value)[] headers) =>
        SendRaw(
            method,
            path,
            body is null
                ? null
                : new StringContent(
                    body as string ?? JsonSerializer.Serialize(body),
                    Encoding.UTF8,
                    method == HttpMethod.Patch ? "application/merge-patch+json" : "application/json"
                ),
            headers
        );

    /// <summary>A client that leaves before the answer; true: the answer came first.</summary>
    public async Task<bool> PostAndLeave(string path, object body, TimeSpan after)
    {
        using var leaving = new CancellationTokenSource(after);
        using var content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        try
        {
            await SendRaw(
                HttpMethod.Post,
                path,
                content,
                [("Idempotency-Key", Guid.NewGuid().ToString())],
                leaving.Token
            );
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Sends any bytes under any media type.</summary>
    public async Task<Answer> SendRaw(
        HttpMethod method,
        string path,
        HttpContent? content,
        (string Name, string Value)[] headers,
        CancellationToken ct = default
    )
    {
        using var request = new HttpRequestMessage(
            method,
            path.StartsWith('/')
                ? (
                    path.StartsWith("/api/", StringComparison.Ordinal)
                    || path.StartsWith("/health", StringComparison.Ordinal)
                        ? path
                        : "/api/v1" + path
                )
                : path
        );
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Content = content;
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await http.SendAsync(request, ct);
        return new Answer(
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(ct),
            response
                .Headers.Concat(response.Content.Headers)
                .ToDictionary(x => x.Key, x => string.Join(", ", x.Value), StringComparer.OrdinalIgnoreCase)
        );
    }
}

/// <summary>An answer: status, body and headers.</summary>
public sealed record Answer(int Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonNode Json => JsonNode.Parse(Text)!;
    public string? ETag => Headers.GetValueOrDefault("ETag");
    public long Position => long.Parse(Headers["Crm-Position"], System.Globalization.CultureInfo.InvariantCulture);
    public string Id => (string)Json["id"]!;

    /// <summary>Address of the work that goes on: of a 202, or beside what was created.</summary>
    public string Operation => (string?)Json["operation"]?["href"] ?? Must(202).Headers["Location"];
    public string? Code => (string?)Json["code"];
    public string[] Blockers => [.. Json["blockers"]?.AsArray().Select(x => (string)x!["code"]!) ?? []];
    public JsonNode? this[string name] => Json[name];

    /// <summary>The answer itself when it has the expected status; otherwise a failure that shows the body.</summary>
    public Answer Must(int status) =>
        Status == status ? this : throw new InvalidOperationException($"expected {status}, got {Status}: {Text}");
}
