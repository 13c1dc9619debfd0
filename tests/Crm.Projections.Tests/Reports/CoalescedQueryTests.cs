using System.Collections.Concurrent;

namespace Crm.Projections.Tests.Reports;

/// <summary>A coalesced query saves executions and never answers with a state older than the request.</summary>
public sealed class CoalescedQueryTests
{
    private readonly ConcurrentQueue<TaskCompletionSource<int>> looks = new();
    private readonly CoalescedQuery<int> shared;

    public CoalescedQueryTests() =>
        shared = new(() =>
        {
            var look = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            looks.Enqueue(look);
            return look.Task;
        });

    [Fact]
    public async Task A_caller_during_a_query_shares_the_next_one()
    {
        var first = shared.Run();
        Task<int>[] later = [shared.Run(), shared.Run(), shared.Run()];
        looks.Should().HaveCount(1, "no two executions run at once");
        Next().SetResult(1);
        (await first).Should().Be(1);
        await Begun();
        later.Should().OnlyContain(x => !x.IsCompleted, "the first execution began before the requests");
        Next().SetResult(2);
        (await Task.WhenAll(later)).Should().Equal(2, 2, 2);
        looks.Should().BeEmpty("three requests share one execution");
    }

    [Fact]
    public async Task A_failed_query_fails_only_for_the_callers_that_shared_it()
    {
        var first = shared.Run();
        var second = shared.Run();
        Next().SetException(new InvalidOperationException("away"));
        await first.Awaiting(x => x).Should().ThrowAsync<InvalidOperationException>();
        await Begun();
        Next().SetResult(2);
        (await second).Should().Be(2);
        var third = shared.Run();
        Next().SetResult(3);
        (await third).Should().Be(3);
    }

    private TaskCompletionSource<int> Next() =>
        looks.TryDequeue(out var look) ? look : throw new InvalidOperationException("no execution is pending");

    /// <summary>The next execution begins on a thread of the pool.</summary>
    private async Task Begun()
    {
        while (looks.IsEmpty)
            await Task.Yield();
    }
}
