using System.Diagnostics;
using System.Globalization;

namespace Crm.Api.Tests.DatabaseFaults;

/// <summary>A PostgreSQL that stops answering, and a connection that breaks while a commit is under way.</summary>
public sealed class FrozenDatabaseTests : IAsyncLifetime
{
    private string database = "";
    private DatabaseProxy proxy = null!;
    private CrmApp app = null!;
    private Testing.Api api = null!;

    public async ValueTask InitializeAsync()
    {
        database = await CrmApp.PreparedDatabase();
        proxy = new DatabaseProxy(database);
        app = await CrmApp.Start(proxy.ConnectionString, settings: ("Hosting:ApplySchema", "false"));
        api = await app.As();
    }

    public async ValueTask DisposeAsync()
    {
        proxy.Thaw();
        await app.DisposeAsync();
        await proxy.DisposeAsync();
    }

    [Fact]
    public async Task Readiness_answers_within_2_s_while_the_database_hangs()
    {
        (await Probe()).Must(200);
        proxy.Freeze();

        for (var i = 0; i < 3; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Probe()));
            Stopwatch.GetElapsedTime(started).Should().BeLessThan(TimeSpan.FromSeconds(2));
            answers.Should().OnlyContain(answer => answer.Status == 503 && answer.Text == "database unavailable");
        }

        proxy.Thaw();
        await Polling.Until(async () => (await Probe()).Status == 200);
    }

    [Theory]
    [InlineData("/deals", "Стол")] // a creation in one round trip, its commit included
    [InlineData("/comments", "Позвонить")] // a command whose batch includes the commit
    [InlineData("/clients", "ООО Мак", "COMMIT")] // a creation by Marten's session
    public async Task A_commit_whose_answer_is_lost_is_503_and_the_key_tells_later(string kind, params string[] sent)
    {
        var key = ("Idempotency-Key", "lost-" + kind);
        var path = kind == "/comments" ? (await Sale.Open(api)).Path + kind : kind;
        object body = kind switch
        {
            "/deals" => new { title = "Стол" },
            "/clients" => new { name = "ООО Мак" },
            _ => new { text = "Позвонить" },
        };
        var before = await Events();
        proxy.LoseAnswerTo(sent);
        var asked = api.Post(path, body, key);
        await Polling.Until(async () => await Events() > before);
        var written = await Events();
        proxy.Cut();

        var lost = (await asked).Must(503);

        (lost.Code, lost.Headers["Retry-After"]).Should().Be(("database.unavailable", "1"));
        Answer replayed = null!;
        // Other connections of the pools are broken too.
        await Polling.Until(async () => (replayed = await api.Post(path, body, key)).Status != 503);
        replayed.Must(201).Headers.Should().ContainKey("Idempotency-Replayed");
        (await Events()).Should().Be(written);
    }

    private async Task<int> Events() =>
        int.Parse(
            await Sql.Read(database, "select count(*) from crm_events.mt_events where type <> 'tombstone'"),
            CultureInfo.InvariantCulture
        );

    private Task<Answer> Probe() => app.Anonymous().Send(HttpMethod.Get, "/health/ready", null, []);
}
