using Npgsql;

namespace Crm.Api.Tests.Idempotency;

/// <summary>
/// A request that waits in vain learns why: the same key in flight is 409, any other held resource is 503. Here the commit of every
/// keyed command waits until the other one has given up.
/// </summary>
public sealed class BusyTests(TestHost host) : IClassFixture<TestHost>, IAsyncLifetime
{
    private readonly CrmApp app = host.App;
    private Testing.Api api = null!;
    private Sale sale = null!;

    /// <summary>A credential for each test: idempotency keys belong to one credential.</summary>
    public async ValueTask InitializeAsync()
    {
        api = await app.As();
        sale = await Sale.Open(api);
    }

    /// <summary>
    /// The commits of keyed commands wait for a lock of the test, which is released when the returned object is disposed.
    /// </summary>
    private async Task<NpgsqlConnection> Held()
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(app.ConnectionString) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync();
        await using var hold = new NpgsqlCommand(
            "create or replace function crm.wait_here() returns trigger language plpgsql as $$ begin perform "
                + "set_config('lock_timeout', '0', true), pg_advisory_xact_lock_shared(4711); return null; end $$; "
                + "create or replace trigger wait_here after insert on crm.mt_doc_idempotent_answer "
                + "for each row execute function crm.wait_here(); select pg_advisory_lock(4711)",
            connection
        );
        await hold.ExecuteNonQueryAsync();
        return connection;
    }

    [Fact]
    public async Task Another_request_that_holds_the_deal_is_busy_and_the_same_key_is_in_progress()
    {
        var (one, other) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        await Late(503, "resource.busy", () => Pay(one), () => Pay(other));
        await Late(409, "idempotency.in_progress", () => Pay("same"), () => Pay("same"));
    }

    [Fact]
    public async Task The_same_holds_for_clients()
    {
        var path = $"/clients/{(await api.Post("/clients", new { name = "ООО Мак" })).Must(201).Id}/contacts";
        Task<Answer> Add(string key) => Send(path, new { name = "Анна" }, key);
        await Late(503, "resource.busy", () => Add("1"), () => Add("2"));
        await Late(409, "idempotency.in_progress", () => Add("same"), () => Add("same"));
    }

    [Fact]
    public async Task The_same_holds_for_creations()
    {
        await Late(
            409,
            "idempotency.in_progress",
            () => Send("/deals", new { title = "А" }, "same"),
            () => Send("/deals", new { title = "А" }, "same")
        );
    }

    private async Task Late(int status, string code, Func<Task<Answer>> one, Func<Task<Answer>> other)
    {
        Task<Answer>[] both;
        Answer late;
        await using (await Held())
        {
            both = [one(), other()];
            late = await await Task.WhenAny(both);
        }

        var answers = await Task.WhenAll(both);
        answers
            .Select(x => x.Status)
            .Should()
            .BeEquivalentTo([201, status], string.Join('\n', answers.Select(x => x.Text)));
        (late.Status, late.Code, late.Headers.GetValueOrDefault("Retry-After")).Should().Be((status, code, "1"));
    }

    private Task<Answer> Pay(string key) => Send(sale.Path + "/payments", new { amount = Sale.Rub("10.00") }, key);

    private Task<Answer> Send(string path, object body, string key) => api.Post(path, body, ("Idempotency-Key", key));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
