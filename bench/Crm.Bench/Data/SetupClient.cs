using System.Text;
using System.Text.Json;
using Crm.Bench.Http;

namespace Crm.Bench.Data;

/// <summary>Prepares data, unmeasured, through the same HTTP contract; stops at the first unexpected response.</summary>
internal sealed class SetupClient(Target target) : IDisposable
{
    private readonly Connection _connection = new(target.Address);
    private readonly Template _deal = new(target.Post("/deals", Bodies.SeededDeal));
    private readonly Template _interaction = new(
        target.Post($"/deals/{Template.Deal}/interactions", Bodies.Interaction)
    );
    private readonly Template _complete = new(
        target.Post($"/deals/{Template.Deal}/tasks/{Template.Other}/complete", "{}")
    );
    private readonly Template _lose = new(target.Post($"/deals/{Template.Deal}/close", Bodies.Lost));
    private readonly Template _read = new(target.Get($"/deals/{Template.Deal}"));

    public long Position { get; private set; }

    public Guid AddClient(int number) =>
        Json(
            new Template(target.Post("/clients", Bodies.Client(number))).WithKey(),
            static x => x.GetProperty("id").GetGuid()
        );

    public Guid Add(string path, string body) =>
        Json(new Template(target.Post(path, body)).WithKey(), static x => x.GetProperty("id").GetGuid());

    /// <summary>A key of a user, which a host in Development creates over HTTP.</summary>
    public string AddKey(Guid user) =>
        Json(
            new Template(
                target.Post("/api-keys", $$"""{"name":"bench","scopes":["read","write"],"userId":"{{user}}"}""")
            ).WithKey(),
            static x => x.GetProperty("secret").GetString()!
        );

    public void Assign(Guid deal, Guid user) => Do($"/deals/{deal}/manager", $$"""{"userId":"{{user}}"}""");

    public void Do(string path, string body) => Send(new Template(target.Post(path, body)).WithKey());

    /// <summary>Opens a deal and returns its first task too, which the response must contain.</summary>
    public Prepared Open(Guid client, int number) =>
        Json(
            _deal.WithKey().WithOther(client).WithNumber(number),
            static x => new Prepared(x.GetProperty("id").GetGuid(), Task(x, "record-first-contact"))
        );

    public void RecordCall(Guid deal) => Send(_interaction.WithKey().WithDeal(deal));

    public void Complete(Prepared x) => Send(_complete.WithKey().WithDeal(x.Deal).WithOther(x.Task));

    public void Lose(Guid deal) => Send(_lose.WithKey().WithDeal(deal));

    public Prepared Standing(Guid deal, string task) =>
        Json(_read.WithDeal(deal), x => new Prepared(deal, Task(x, task)));

    public T Get<T>(string path, Func<JsonElement, T> take) => Json(new Template(target.Get(path)), take);

    public int Status(string path, long minPosition) =>
        _connection.Send(Encoding.UTF8.GetBytes(target.Get(path, minPosition))).Status;

    public void Dispose() => _connection.Dispose();

    private static Guid Task(JsonElement deal, string code)
    {
        foreach (var task in deal.GetProperty("openTasks").EnumerateArray())
            if (task.GetProperty("code").ValueEquals(code))
                return task.GetProperty("id").GetGuid();
        throw new BenchException($"The deal has no open task {code}: {deal}");
    }

    private T Json<T>(Template request, Func<JsonElement, T> take)
    {
        using var document = JsonDocument.Parse(Send(request).Body.ToArray());
        return take(document.RootElement);
    }

    private Answer Send(Template request)
    {
        var answer = _connection.Send(request.Bytes);
        if (!answer.IsSuccess)
            throw new BenchException($"While preparing data, {Line(request)} was answered with {answer.ToString()}");
        Position = Math.Max(Position, answer.Position);
        return answer;
    }

    private static string Line(Template request) =>
        Encoding.UTF8.GetString(request.Bytes[..request.Bytes.IndexOf(" HTTP"u8)]);
}

/// <summary>A deal and its open task, whose checks are met.</summary>
internal sealed record Prepared(Guid Deal, Guid Task);
