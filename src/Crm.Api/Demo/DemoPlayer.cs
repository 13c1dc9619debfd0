using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Crm.Api.Demo;

/// <summary>
/// Sends the commands of a plan over HTTP, in the order of time, a few at once. Each has an Idempotency-Key made of its place in the
/// plan: a plan that is sent again goes on where it stopped.
/// </summary>
/// <param name="http">Its base address is that of the host.</param>
/// <param name="keys">The API key of an actor.</param>
/// <param name="load">Names this loading in the idempotency keys.</param>
internal sealed class DemoPlayer(HttpClient http, Func<string, string> keys, string load)
{
    private const int AtOnce = 4;
    private const int Attempts = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<string, DemoAnswers> answers = new(StringComparer.Ordinal);
    private int sent;

    /// <param name="phase">Names the commands in the idempotency keys.</param>
    /// <param name="onSent">Called with the number of all commands so far.</param>
    public async Task Play(
        string phase,
        IReadOnlyList<DemoCommand> commands,
        Action<int> onSent,
        CancellationToken ct
    ) =>
        await Parallel.ForEachAsync(
            Chained(commands),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct },
            async (step, stop) =>
            {
                // Steps are begun in their order, so the one before is under way already.
                await step.Before.WaitAsync(stop);
                await Send(step.Command, $"demo:{load}:{phase}:{step.Number}", stop);
                step.Done.SetResult();
                onSent(Interlocked.Increment(ref sent));
            }
        );

    private static List<Step> Chained(IReadOnlyList<DemoCommand> commands)
    {
        List<Step> steps = new(commands.Count);
        Dictionary<string, Task> last = new(StringComparer.Ordinal);
        foreach (var (number, command) in commands.Index())
        {
            TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
            steps.Add(new(number, command, last.GetValueOrDefault(command.Sequence, Task.CompletedTask), done));
            last[command.Sequence] = done.Task;
        }

        return steps;
    }

    private async Task Send(DemoCommand command, string key, CancellationToken ct)
    {
        var known = answers.GetOrAdd(command.Sequence, _ => new());
        if (!known.Knows(command.Path))
            known.KeepTasks((await Get(command, $"deals/{command.Sequence}/tasks?limit=200", ct)).Text, command.At);
        var path = known.Fill(command.Path);
        var body = command.Body is { } template ? known.Fill(template.ToJsonString()) : null;
        var version = command.Method == HttpMethod.Post ? null : (await Get(command, Edited(path), ct)).Tag;
        for (var attempt = 1; ; attempt++)
        {
            using var request = Request(command.Method, path, command.Actor);
            request.Content = Content(command, body);
            request.Headers.Add("Idempotency-Key", key);
            if (version is not null)
                request.Headers.TryAddWithoutValidation("If-Match", version);
            using var response = await http.SendAsync(request, ct);
            var text = await response.Content.ReadAsStringAsync(ct);
            if (response.IsSuccessStatusCode)
            {
                known.Keep(path, text);
                return;
            }
            if (attempt == Attempts || !IsBusy(response))
                throw new InvalidOperationException(
                    $"{command.Method} {path} of {command.Actor} was refused: {text} (sent: {body})"
                );
            await Task.Delay(Pause, ct);
        }
    }

    /// <summary>What has the ETag: the logo is a part of the settings.</summary>
    private static string Edited(string path) =>
        path.StartsWith("settings/", StringComparison.Ordinal) ? "settings" : path;

    /// <summary>Whether the same request will be accepted later.</summary>
    private static bool IsBusy(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests
        || response.Headers.RetryAfter is not null;

    private async Task<(string Text, string? Tag)> Get(DemoCommand command, string path, CancellationToken ct)
    {
        using var request = Request(HttpMethod.Get, path, command.Actor);
        using var response = await http.SendAsync(request, ct);
        return (
            await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(ct),
            response.Headers.ETag?.ToString()
        );
    }

    private HttpRequestMessage Request(HttpMethod method, string path, string actor) =>
        new(method, "/api/v1/" + path)
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", keys(actor)) },
        };

    private static HttpContent? Content(DemoCommand command, string? body)
    {
        if (command.File is not { } file)
            return body is null
                ? null
                : new StringContent(
                    body,
                    Encoding.UTF8,
                    command.Method == HttpMethod.Patch ? "application/merge-patch+json" : "application/json"
                );
        var bytes = new ByteArrayContent(Convert.FromBase64String(file.Content));
        bytes.Headers.ContentType = new MediaTypeHeaderValue(file.MediaType);
        if (body is null)
            return bytes;
        var form = new MultipartFormDataContent { { bytes, "file", file.Name } };
        foreach (var (name, value) in JsonNode.Parse(body)!.AsObject())
            form.Add(new StringContent((string)value!), name);
        return form;
    }

    /// <param name="Before">The command before it in its sequence.</param>
    /// <param name="Done">Set when it was accepted.</param>
    private sealed record Step(int Number, DemoCommand Command, Task Before, TaskCompletionSource Done);
}
