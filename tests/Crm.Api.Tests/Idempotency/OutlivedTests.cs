using Crm.Api.Commands;

namespace Crm.Api.Tests.Idempotency;

/// <summary>A key is kept for 7 days, to the millisecond: not until the next cleanup. A host of its own: its clock is moved.</summary>
public sealed class OutlivedTests : IAsyncLifetime
{
    private CrmApp app = null!;
    private Testing.Api api = null!;

    public async ValueTask InitializeAsync()
    {
        app = await CrmApp.Start();
        api = await app.As();
    }

    [Fact]
    public async Task After_seven_days_a_key_is_as_new()
    {
        var sale = await Sale.Open(api);
        var client = (await api.Post("/clients", new { name = "ООО Мак" })).Must(201);
        var code = Guid.NewGuid().ToString();
        (string Path, object Body, object Other)[] commands =
        [
            ("/deals", new { title = "А" }, new { title = "Б" }),
            (sale.Path + "/payments", new { amount = Sale.Rub("10.00") }, new { amount = Sale.Rub("11.00") }),
            ($"/clients/{client.Id}/contacts", new { name = "Анна" }, new { name = "Борис" }),
        ];
        var firsts = new List<Answer>();
        foreach (var (path, body, _) in commands)
            firsts.Add((await Send(path, body, code)).Must(201));
        var source = (await Send("/sources", new { code, title = "Сайт" }, code)).Must(201);

        app.Clock.Advance(IdempotencyKey.KeptFor - TimeSpan.FromMinutes(1));
        foreach (var ((path, body, other), first) in commands.Zip(firsts))
        {
            var again = (await Send(path, body, code)).Must(201);
            (again.Text, again.Headers.ContainsKey("Idempotency-Replayed")).Should().Be((first.Text, true), path);
            (await Send(path, other, code)).Must(422).Code.Should().Be("idempotency.key_reused");
        }

        app.Clock.Advance(TimeSpan.FromMinutes(2));
        foreach (var ((path, _, other), first) in commands.Zip(firsts))
        {
            var anew = (await Send(path, other, code)).Must(201);
            (anew.Text == first.Text, anew.Headers.ContainsKey("Idempotency-Replayed"))
                .Should()
                .Be((false, false), path);
            // The key now has the new answer, for another 7 days.
            (await Send(path, other, code))
                .Must(201)
                .Headers.Should()
                .ContainKey("Idempotency-Replayed");
        }

        var present = await Send("/sources", new { code, title = "Сайт" }, code);
        (present.Status, present.Id, present.Headers.ContainsKey("Idempotency-Replayed"))
            .Should()
            .Be((200, source.Id, false), "the code is what it was made by, not the key");
    }

    private Task<Answer> Send(string path, object body, string key) => api.Post(path, body, ("Idempotency-Key", key));

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
