using System.Diagnostics;
using Npgsql;

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
        (await app.Anonymous().Get("/health/ready")).Must(200);
        proxy.Freeze();

        for (var i = 0; i < 3; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => app.Anonymous().Get("/health/ready")));
            Stopwatch.GetElapsedTime(started).Should().BeLessThan(TimeSpan.FromSeconds(2));
            answers.Should().OnlyContain(answer => answer.Status == 503 && answer.Text == "database unavailable");
        }

        proxy.Thaw();
        await Polling.Until(async () => (await app.Anonymous().Get("/health/ready")).Status == 200);
    }

    [Theory]
    [InlineData("/deals")]
    [InlineData("/clients")]
    [InlineData("/comments")]
    public async Task A_commit_whose_answer_is_lost_is_503_and_the_key_tells_later(string kind)
    {
        await using var held = await CommitsWait();
        var key = ("Idempotency-Key", "lost-" + kind);
        var path = kind == "/comments" ? (await Sale.Open(api)).Path + kind : kind;
        object body = kind switch
        {
            "/deals" => new { title = "Стол" },
            "/clients" => new { name = "ООО Мак" },
            _ => new { text = "Позвонить" },
        };
        var asked = api.Post(path, body, key);
        await Until("select count(*) from pg_stat_activity where wait_event = 'advisory'", "1");
        var before = await Events();
        proxy.Freeze();
        await held.CloseAsync();
        await Polling.Until(async () => await Events() != before);
        proxy.Cut();
        proxy.Thaw();

        var lost = (await asked).Must(503);

        (lost.Code, lost.Headers["Retry-After"]).Should().Be(("database.unavailable", "1"));
        Answer replayed = null!;
        // Other connections of the pools are broken too.
        await Polling.Until(async () => (replayed = await api.Post(path, body, key)).Status != 503);
        replayed.Must(201).Headers.Should().ContainKey("Idempotency-Replayed");
    }

    /// <summary>Commits of keyed commands wait until the returned connection is closed.</summary>
    private async Task<NpgsqlConnection> CommitsWait()
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(database) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(
            """
            create function crm.wait_here() returns trigger language plpgsql as $$
            begin
                if new.id is not null then
                    perform set_config('lock_timeout', '0', true), pg_advisory_xact_lock_shared(4711);
                end if;
                return null;
            end $$;
            create constraint trigger wait_here after insert on crm.mt_doc_idempotent_answer deferrable initially deferred
            for each row execute function crm.wait_here();
            select pg_advisory_lock(4711)
            """,
            connection
        );
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    private Task<string> Events() =>
        FaultyStore.Read(database, "select count(*) from crm_events.mt_events where type <> 'tombstone'");

    private Task Until(string sql, string value) =>
        Polling.Until(async () => await FaultyStore.Read(database, sql) == value);
}
