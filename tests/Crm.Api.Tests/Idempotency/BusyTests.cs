using Npgsql;

namespace Crm.Api.Tests.Idempotency;

/// <summary>
/// Who waits in vain is told for what: the same key in flight is 409, anything else that holds the resource is 503. The commit of
/// every keyed command takes longer here than anybody waits for a lock.
/// </summary>
public sealed class BusyTests : IAsyncLifetime
{
    private CrmApp app = null!;
    private Testing.Api api = null!;
    private Sale sale = null!;

    public async ValueTask InitializeAsync()
    {
        app = await CrmApp.Start();
        api = await app.As();
        sale = await Sale.Open(api);
    }

    private async Task Slow(int seconds)
    {
        await using var connection = new NpgsqlConnection(app.ConnectionString);
        await connection.OpenAsync();
        await using var slow = new NpgsqlCommand(
            $"create function slow() returns trigger language plpgsql as $$ begin perform pg_sleep({seconds}); return null; end $$; " +
            "create trigger slow after insert on crm.mt_doc_idempotent_answer for each row execute function slow()", connection);
        await slow.ExecuteNonQueryAsync();
    }

    [Fact]
    public async Task Another_request_that_holds_the_deal_is_busy_and_the_same_key_is_in_progress()
    {
        await Slow(4);
        var (one, other) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        await Late(503, "resource.busy", Pay(sale, one), Pay(sale, other));
        await Late(409, "idempotency.in_progress", Pay(sale, "same"), Pay(sale, "same"));
    }

    [Fact]
    public async Task So_it_is_for_clients()
    {
        await Slow(4);
        var path = $"/clients/{(await api.Post("/clients", new { name = "ООО Мак" })).Must(201).Id}/contacts";
        Task<Answer> Add(string key) => Send(path, new { name = "Анна" }, key);
        await Late(503, "resource.busy", Add("1"), Add("2"));
        await Late(409, "idempotency.in_progress", Add("same"), Add("same"));
    }

    [Fact]
    public async Task So_it_is_for_what_is_created()
    {
        // What waits in a commit is tried again by the store: four times 2 s.
        await Slow(11);
        await Late(409, "idempotency.in_progress", Send("/deals", new { title = "А" }, "same"), Send("/deals", new { title = "А" }, "same"));
    }

    private static async Task Late(int status, string code, params Task<Answer>[] requests)
    {
        var answers = await Task.WhenAll(requests);
        answers.Select(x => x.Status).Should().BeEquivalentTo([201, status], string.Join('\n', answers.Select(x => x.Text)));
        var late = answers.Single(x => x.Status == status);
        (late.Code, late.Headers.GetValueOrDefault("Retry-After")).Should().Be((code, "1"));
    }

    private Task<Answer> Pay(Sale sale, string key) => Send(sale.Path + "/payments", new { amount = Sale.Rub("10.00") }, key);

    private Task<Answer> Send(string path, object body, string key) => api.Post(path, body, ("Idempotency-Key", key));

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
