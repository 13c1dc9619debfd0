using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Crm.Torture;

/// <summary>A client that knows only HTTP: it resends with the same key until it has an answer.</summary>
internal sealed class Driver(Uri address, string key, Ledger ledger) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(10) };

    public void Dispose() => http.Dispose();

    /// <summary>Opens deals, is refused, records, completes and pays, until it is stopped.</summary>
    public async Task Run(Func<bool> stop)
    {
        while (!stop())
        {
            var deal = Guid.CreateVersion7();
            var opened = await Send(
                new(
                    Kind.Open,
                    "/api/v1/deals",
                    $$"""{"id":"{{deal}}","title":"Поставка {{deal}}"}""",
                    Key(),
                    deal,
                    deal
                ),
                stop
            );
            if (opened is null)
                return;
            var task = Guid.Parse((string)JsonNode.Parse(opened.Answer)!["openTasks"]![0]!["id"]!);
            var complete = $"/api/v1/deals/{deal}/tasks/{task}/complete";
            if (await Send(new(Kind.Complete, complete, "{}", Key(), deal, task), stop) is null)
                return;
            var call = Guid.CreateVersion7();
            if (
                await Send(
                    new(
                        Kind.Interaction,
                        $"/api/v1/deals/{deal}/interactions",
                        $$"""{"id":"{{call}}","kind":"call","description":"Позвонили"}""",
                        Key(),
                        deal,
                        call
                    ),
                    stop
                )
                is null
            )
                return;
            if (await Send(new(Kind.Complete, complete, "{}", Key(), deal, task), stop) is null)
                return;
            var payment = Guid.CreateVersion7();
            if (
                await Send(
                    new(
                        Kind.Payment,
                        $"/api/v1/deals/{deal}/payments",
                        $$$"""{"id":"{{{payment}}}","amount":{"amount":"10.00","currency":"RUB"}}""",
                        Key(),
                        deal,
                        payment
                    ),
                    stop
                )
                is null
            )
                return;
        }
    }

    /// <summary>Null when it was stopped without an answer: the ledger then promises nothing about the command.</summary>
    public async Task<Entry?> Send(Entry entry, Func<bool> stop)
    {
        while (true)
        {
            try
            {
                var (status, answer, _) = await Once(entry);
                if (status < 500)
                {
                    (entry.Status, entry.Answer) = (status, answer);
                    ledger.Entries.Enqueue(entry);
                    return entry;
                }
            }
            catch (Exception e) when (IsUnknownOutcome(e)) { }

            entry.WasUnknown = true;
            if (stop())
                return null;
            await Task.Delay(50);
        }
    }

    public async Task<(int Status, string Answer, bool Replayed)> Once(Entry entry)
    {
        using var request = Request(entry.Path, entry.Body, entry.Key);
        using var response = await http.SendAsync(request);
        var (status, answer) = ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
        if (status >= 500 && (status != 503 || response.Headers.RetryAfter is null))
            ledger.Improper.Enqueue($"{status} to {entry.Path}: {answer}");
        return (status, answer, response.Headers.Contains("Idempotency-Replayed"));
    }

    /// <summary>Sends and leaves after a moment, as a client whose connection breaks.</summary>
    public async Task Abandon(Entry entry, TimeSpan after)
    {
        using var request = Request(entry.Path, entry.Body, entry.Key);
        using var leave = new CancellationTokenSource(after);
        try
        {
            using var response = await http.SendAsync(request, leave.Token);
        }
        catch (Exception e) when (IsUnknownOutcome(e)) { }
    }

    /// <summary>The connection was lost or the answer did not come in time.</summary>
    public static bool IsUnknownOutcome(Exception e) =>
        e is HttpRequestException or TaskCanceledException or IOException;

    /// <summary>An answer of any status; null when there was none.</summary>
    public async Task<(int Status, JsonNode? Body)?> Ask(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        try
        {
            using var response = await http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            return ((int)response.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text) : null);
        }
        catch (Exception e) when (IsUnknownOutcome(e))
        {
            return null;
        }
    }

    /// <summary>Sends a command once.</summary>
    public async Task<(int Status, string Answer, TimeSpan? RetryAfter)> Post(string path, string body)
    {
        using var request = Request(path, body, Key());
        using var response = await http.SendAsync(request);
        return (
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            response.Headers.RetryAfter?.Delta
        );
    }

    /// <summary>Opens a deal.</summary>
    /// <returns>The position of its last event.</returns>
    public async Task<long> Open()
    {
        using var request = Request("/api/v1/deals", """{"title":"Поставка"}""", Key());
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return long.Parse(response.Headers.GetValues("Crm-Position").Single(), CultureInfo.InvariantCulture);
    }

    /// <summary>Reads reports until it is stopped.</summary>
    public async Task Read(Func<bool> stop)
    {
        string[] paths =
        [
            "reports/sales-funnel",
            "reports/lost-reasons",
            "reports/gross-profit?by=month",
            "projections",
            "deals",
        ];
        for (var turn = 0; !stop(); turn++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/" + paths[turn % paths.Length]);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            try
            {
                using var response = await http.SendAsync(request);
                if ((int)response.StatusCode is >= 500 and not 503)
                    ledger.Improper.Enqueue($"{(int)response.StatusCode} of {request.RequestUri}");
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
            {
                // The host is stopping.
            }

            await Task.Delay(20);
        }
    }

    public async Task<JsonNode> Call(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await http.SendAsync(request);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    private HttpRequestMessage Request(string path, string body, string idempotencyKey)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        return request;
    }

    public static string Key() => Guid.NewGuid().ToString();
}
