using Crm.Api.Problems;

namespace Crm.Api.Tests.DatabaseFaults;

/// <summary>
/// Each fault of the table, raised by PostgreSQL while a command writes its events: 503 with <c>Retry-After</c>, nothing is written, and
/// a repetition with the same key succeeds once.
/// </summary>
public sealed class TransientFaultTests(FaultyStore store) : IClassFixture<FaultyStore>
{
    /// <summary>Each of these writes in another way.</summary>
    private static readonly string[] EventTypes =
    [
        "deal_opened", // a creation in a single batch
        "comment_added", // a command in a single batch
        "client_registered", // a creation by Marten's session
        "proposal_draft_written", // a command on two streams: a batch, then Marten's session
    ];

    public static TheoryData<string, string> Faults =>
        [
            .. from fault in TransientFault.All
            from type in EventTypes
            select (fault.State.Length == 2 ? fault.State + "000" : fault.State, type),
        ];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_transient_fault_is_503_with_nothing_written_and_a_repetition_succeeds_once(
        string state,
        string eventType
    )
    {
        var expected = TransientFault.Find(state)!;
        var send = await Prepare(eventType);
        var before = await store.Count();
        await store.Raise(state, eventType);

        var refused = (await send()).Must(503);

        (refused.Code, refused.Headers["Retry-After"]).Should().Be((expected.Code, $"{expected.RetryAfterSeconds}"));
        (await store.Count()).Should().Be(before);
        (await store.Tries()).Should().Be(expected.MayExecuteAgain ? 4 : 1);
        await store.Repair();
        await SucceedsOnce(send);
    }

    [Theory]
    [InlineData("40001")]
    [InlineData("40P01")]
    public async Task A_fault_after_which_a_command_may_be_executed_again_is_hidden_from_the_caller(string state)
    {
        foreach (var eventType in EventTypes)
        {
            var send = await Prepare(eventType);
            await store.Raise(state, eventType, times: 1);

            await SucceedsOnce(send);

            (await store.Tries()).Should().Be(2, eventType);
        }
    }

    /// <summary>Marten would retry these by itself, on a new connection and without what the command wrote before.</summary>
    [Theory]
    [InlineData("40P01")]
    [InlineData("53100")]
    [InlineData("55P03")]
    [InlineData("58030")]
    public async Task A_command_on_two_streams_is_written_as_a_whole_or_not_at_all(string state)
    {
        var sale = await Qualified();
        await store.Raise(state, "proposal_draft_written", times: 1);
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());

        var answer = await store.Api.Post($"{sale.Path}/proposals", Proposal, key);
        if (answer.Status == 503)
            answer = await store.Api.Post($"{sale.Path}/proposals", Proposal, key);

        answer.Must(201).Headers.Should().NotContainKey("Idempotency-Replayed");
        var history = (await store.Api.Get($"{sale.Path}/history")).Must(200)["items"]!.AsArray();
        history.Count(entry => (string?)entry!["type"] == "proposal_drafted").Should().Be(1);
        (await store.Api.Get($"/proposals/{answer.Id}")).Must(200);
    }

    [Theory]
    [InlineData("42804")]
    [InlineData("P0001")]
    [InlineData("XX001")]
    public async Task Any_other_state_is_a_defect(string state)
    {
        var send = await Prepare("deal_opened");
        await store.Raise(state, "deal_opened");

        (await send()).Must(500).Code.Should().Be("internal.error");
        await store.Repair();
    }

    [Fact]
    public async Task A_host_that_met_a_full_disk_is_not_ready_for_ten_seconds()
    {
        var send = await Prepare("deal_opened");
        await store.Raise("53100", "deal_opened");
        (await send()).Must(503);

        (await Probe()).Must(503).Text.Should().Be("database refuses writes");

        await store.Repair();
        store.App.Clock.Advance(WriteFaults.RememberedFor);
        (await Probe()).Must(200).Text.Should().Be("ready");
    }

    private Task<Answer> Probe() => store.App.Anonymous().Send(HttpMethod.Get, "/health/ready", null, []);

    private async Task SucceedsOnce(Func<Task<Answer>> send)
    {
        var executed = (await send()).Must(201);
        executed.Headers.Should().NotContainKey("Idempotency-Replayed");
        var after = await store.Count();

        var replayed = (await send()).Must(201);

        replayed.Headers.Should().ContainKey("Idempotency-Replayed");
        replayed.Text.Should().Be(executed.Text);
        (await store.Count()).Should().Be(after);
    }

    /// <summary>A request that writes such an event, always with the same key.</summary>
    private async Task<Func<Task<Answer>>> Prepare(string eventType)
    {
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var (path, body) = eventType switch
        {
            "deal_opened" => ("/deals", new { title = "Стол" }),
            "client_registered" => ("/clients", new { name = "ООО Мак" }),
            "comment_added" => ($"{(await Sale.Open(store.Api)).Path}/comments", new { text = "Позвонить" }),
            _ => ($"{(await Qualified()).Path}/proposals", (object)Proposal),
        };
        return () => store.Api.Post(path, body, key);
    }

    private async Task<Sale> Qualified() => await (await (await Sale.Open(store.Api)).Contacted()).Qualified();

    private static readonly object Proposal = new
    {
        lines = new[]
        {
            new
            {
                name = "Принтер",
                quantity = 3,
                price = Sale.Rub("100.00"),
                vatRate = 20,
            },
        },
        validUntil = "2027-06-30",
    };
}
