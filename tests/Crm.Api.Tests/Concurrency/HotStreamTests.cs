using Crm.Api.Commands;
using Crm.Domain.Deals.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Crm.Api.Tests.Concurrency;

/// <summary>
/// Many commands want one resource that somebody else holds: they wait without a database connection, so that commands on other
/// resources go on.
/// </summary>
public sealed class HotStreamTests(TestHost host) : IClassFixture<TestHost>
{
    /// <summary>More than a pool has connections.</summary>
    internal const int Many = 32;

    private readonly CrmApp app = host.App;

    public static TheoryData<string> Resources => [.. HotResource.Names];

    private CommandQueues Queues => app.Host.Services.GetRequiredService<CommandQueues>();

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task Waiters_hold_no_connection_and_other_commands_go_on(string resource)
    {
        var api = await app.As();
        var hot = await HotResource.Create(api, resource);
        Task<Answer>[] waiting;
        await using (var holder = await app.Connect())
        {
            await holder.Execute("begin; " + hot.Lock);
            waiting = [.. Enumerable.Range(0, Many).Select(hot.Send)];
            await Polling.Until(async () => await app.BlockedBy(holder) > 0);
            // Each opens a deal and changes it, which takes connections of the same pool.
            for (var other = 0; other < 5; other++)
            {
                var deal = (await api.Post("/deals", new { title = "Другая" })).Must(201).Id;
                (await api.Post($"/deals/{deal}/comments", new { text = "А" })).Must(201);
            }

            (await app.BlockedBy(holder))
                .Should()
                .Be(1, "the first waits for the lock in the database, the others in the host");
            waiting
                .Should()
                .NotContain(task => task.IsCompleted, "nobody has given up yet, so the others went on beside them");
        }

        foreach (var answer in await Task.WhenAll(waiting))
            answer.Status.Should().BeOneOf([200, 201, 204, 409, 412, 422, 503], answer.Text);
        (await Task.WhenAll(waiting)).Should().Contain(answer => answer.Status < 300);
    }

    [Fact]
    public async Task Waiters_of_a_client_who_leaves_leave_the_queue()
    {
        var api = await app.As();
        var sale = await Sale.Open(api);
        using var turn = await Turn(sale);
        var left = Enumerable
            .Range(0, 10)
            .Select(_ => api.PostAndLeave(sale.Path + "/comments", new { text = "А" }, TimeSpan.FromMilliseconds(300)))
            .ToArray();
        await Polling.Until(() => Task.FromResult(Queues.Waiting(Guid.Parse(sale.Id)) > 0));
        (await Task.WhenAll(left)).Should().NotContain(true);
        await Polling.Until(() => Task.FromResult(Queues.Waiting(Guid.Parse(sale.Id)) == 0));
        (await api.Get(sale.Path + "/comments")).Must(200)["items"]!.AsArray().Should().BeEmpty();
    }

    [Fact]
    public async Task More_than_256_waiters_are_busy_at_once()
    {
        var api = await app.As();
        var sale = await Sale.Open(api);
        using var turn = await Turn(sale);
        var (waiting, ct) = (new List<Task>(), TestContext.Current.CancellationToken);
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(ct);
        for (var i = 0; i < CommandQueues.MaxWaiters; i++)
            waiting.Add(Queues.Enter([Guid.Parse(sale.Id)], Request(), Queues.Begin(), leave.Token).AsTask());
        var refused = await api.PostOnce(sale.Path + "/comments", new { text = "А" });
        (refused.Status, refused.Code, refused.Headers.GetValueOrDefault("Retry-After"))
            .Should()
            .Be((503, "resource.busy", "1"));
        waiting.Should().NotContain(task => task.IsCompleted, "it was refused before the first gave up");
        await leave.CancelAsync();
    }

    [Fact]
    public async Task A_command_of_a_message_does_not_wait_for_its_deal()
    {
        var api = await app.As();
        var sale = await Sale.Open(api);
        await using (await app.Hold(sale.Id))
        {
            using var limit = new CancellationTokenSource(CommandQueues.MaxWait / 2);
            (await Execute(sale, limit.Token)).Should().BeOfType<CommandOutcome.Busy>("another host holds it");
        }

        using (await Turn(sale))
            (await Execute(sale, TestContext.Current.CancellationToken))
                .Should()
                .BeOfType<CommandOutcome.Busy>("a command of this host holds it");
        // A session that was closed holds its locks for a moment still.
        await Polling.Until(async () =>
            await Execute(sale, TestContext.Current.CancellationToken) is not CommandOutcome.Busy
        );
    }

    private static CommandRequest Request() => CommandRequest.Server("test") with { IsBackground = false };

    private async Task<CommandTurn> Turn(Sale sale) =>
        (await Queues.Enter([Guid.Parse(sale.Id)], Request(), Queues.Begin(), TestContext.Current.CancellationToken))!;

    private Task<CommandOutcome> Execute(Sale sale, CancellationToken ct)
    {
        var services = app.Host.Services;
        var command = new ExecuteDealCommand(
            Guid.Parse(sale.Id),
            new RecordOverdue(),
            CommandRequest.Server("note-overdue")
        );
        return services
            .GetRequiredService<CommandPipeline>()
            .Execute(new DealPlan(command, services.GetRequiredService<CommandContexts>()), ct);
    }
}
