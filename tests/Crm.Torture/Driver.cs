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
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
            {
                // Unknown outcome: connection lost or time out.
            }

            entry.WasUnknown = true;
            if (stop())
                return null;
            await Task.Delay(50);
        }
    }

    public async Task<(int Status, string Answer, bool Replayed)> Once(Entry entry)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, entry.Path)
        {
            Content = new StringContent(entry.Body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Headers.Add("Idempotency-Key", entry.Key);
        using var response = await http.SendAsync(request);
        return (
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            response.Headers.Contains("Idempotency-Replayed")
        );
    }

    public async Task<JsonNode> Call(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await http.SendAsync(request);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    private static string Key() => Guid.NewGuid().ToString();
}
