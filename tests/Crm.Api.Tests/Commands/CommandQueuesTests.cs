using Crm.Api.Commands;
using Microsoft.Extensions.Time.Testing;

namespace Crm.Api.Tests.Commands;

/// <summary>The order in which commands of a host get their turns, without a database.</summary>
public sealed class CommandQueuesTests
{
    private static readonly Guid Deal = Guid.NewGuid();
    private readonly FakeTimeProvider clock = new();
    private readonly CommandQueues queues;

    public CommandQueuesTests() => queues = new(clock);

    [Fact]
    public async Task Commands_on_one_stream_get_their_turns_in_the_order_of_arrival()
    {
        var first = await Enter();
        Task<CommandTurn?>[] waiting = [Enter(), Enter(), Enter()];
        waiting.Should().NotContain(task => task.IsCompleted);
        first!.Dispose();
        foreach (var task in waiting)
            (await task)!.Dispose();
        queues.Waiting(Deal).Should().Be(0);
        Enter().IsCompletedSuccessfully.Should().BeTrue("the stream is free again");
    }

    [Fact]
    public async Task Commands_on_other_streams_do_not_wait()
    {
        using var turn = await Enter();
        Enter(Guid.NewGuid()).IsCompletedSuccessfully.Should().BeTrue();
    }

    [Fact]
    public async Task Of_256_waiters_none_more_is_admitted()
    {
        using var turn = await Enter();
        var waiting = Enumerable.Range(0, 256).Select(_ => Enter()).ToArray();
        var refused = Enter();
        refused.IsCompletedSuccessfully.Should().BeTrue();
        (await refused).Should().BeNull();
        waiting.Should().NotContain(task => task.IsCompleted);
        queues.Waiting(Deal).Should().Be(256);
    }

    [Fact]
    public async Task A_waiter_gives_up_after_2_s_and_leaves_its_place()
    {
        using var turn = await Enter();
        var waiting = Enter();
        clock.Advance(TimeSpan.FromSeconds(1.9));
        waiting.IsCompleted.Should().BeFalse();
        clock.Advance(TimeSpan.FromSeconds(0.2));
        (await waiting).Should().BeNull();
        queues.Waiting(Deal).Should().Be(0);
    }

    [Fact]
    public async Task A_command_on_several_streams_waits_2_s_for_all_of_them_together()
    {
        var streams = new[] { Guid.NewGuid(), Guid.NewGuid() }.Order().ToArray();
        var first = await Enter(streams[0]);
        using var second = await Enter(streams[1]);
        var both = Enter(streams);
        clock.Advance(TimeSpan.FromSeconds(1.5));
        first!.Dispose();
        await Polling.Until(() => Task.FromResult(queues.Waiting(streams[1]) == 1));
        clock.Advance(TimeSpan.FromSeconds(0.6));
        (await both).Should().BeNull();
        Enter(streams[0]).IsCompletedSuccessfully.Should().BeTrue("it keeps no turn that it had");
    }

    [Fact]
    public async Task Waiting_ends_with_the_connection_of_the_client()
    {
        using var turn = await Enter();
        using var client = new CancellationTokenSource();
        var waiting = queues.Enter([Deal], Request(), queues.Begin(), client.Token).AsTask();
        await client.CancelAsync();
        await waiting.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        queues.Waiting(Deal).Should().Be(0);
    }

    [Fact]
    public async Task A_background_command_does_not_wait()
    {
        using var turn = await Enter();
        var background = queues.Enter(
            [Deal],
            CommandRequest.Server("test"),
            queues.Begin(),
            TestContext.Current.CancellationToken
        );
        background.IsCompletedSuccessfully.Should().BeTrue();
        (await background).Should().BeNull();
    }

    [Fact]
    public async Task Commands_that_name_streams_in_opposite_order_do_not_wait_for_each_other()
    {
        var (one, two) = (Guid.NewGuid(), Guid.NewGuid());
        await Task.WhenAll(
            Enumerable
                .Range(0, 100)
                .Select(i =>
                    Task.Run(async () =>
                    {
                        using var turn = await Enter(i % 2 == 0 ? [one, two] : [two, one]);
                        turn.Should().NotBeNull();
                        await Task.Yield();
                    })
                )
        );
        (queues.Waiting(one), queues.Waiting(two)).Should().Be((0, 0));
    }

    [Fact]
    public async Task A_key_is_in_flight_while_its_command_waits_or_has_its_turn()
    {
        var key = new IdempotencyKey(new string('a', 64), new("", () => ""));
        var first = await Enter();
        queues.IsInFlight([Deal], key).Should().BeFalse();
        var waiting = queues
            .Enter([Deal], Request() with { Key = key }, queues.Begin(), TestContext.Current.CancellationToken)
            .AsTask();
        queues.IsInFlight([Deal], key).Should().BeTrue("it waits");
        first!.Dispose();
        var turn = await waiting;
        queues.IsInFlight([Deal], key).Should().BeTrue("it is executed");
        turn!.Dispose();
        queues.IsInFlight([Deal], key).Should().BeFalse();
    }

    [Fact]
    public async Task What_is_left_of_the_time_is_the_limit_for_locks_of_other_hosts()
    {
        var first = await Enter();
        first!.LockTimeout.Should().BeNull("it has not waited");
        var waiting = Enter();
        clock.Advance(TimeSpan.FromSeconds(1.5));
        first.Dispose();
        (await waiting)!.LockTimeout.Should().Be(TimeSpan.FromSeconds(0.5));
    }

    private Task<CommandTurn?> Enter(params Guid[] streams) =>
        queues
            .Enter(
                streams.Length == 0 ? [Deal] : streams,
                Request(),
                queues.Begin(),
                TestContext.Current.CancellationToken
            )
            .AsTask();

    private static CommandRequest Request() => CommandRequest.Server("test") with { IsBackground = false };
}
