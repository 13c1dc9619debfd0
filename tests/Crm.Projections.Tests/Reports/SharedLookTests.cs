using System.Collections.Concurrent;

namespace Crm.Projections.Tests.Reports;

/// <summary>Sharing one look saves queries and never answers with what was seen before the question.</summary>
public sealed class SharedLookTests
{
    private readonly ConcurrentQueue<TaskCompletionSource<int>> looks = new();
    private readonly CoalescedQuery<int> shared;

    public SharedLookTests() =>
        shared = new(() =>
        {
            var look = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            looks.Enqueue(look);
            return look.Task;
        });

    [Fact]
    public async Task Who_asks_while_a_look_is_under_way_shares_the_next_one()
    {
        var first = shared.Run();
        Task<int>[] later = [shared.Run(), shared.Run(), shared.Run()];
        looks.Should().HaveCount(1, "nobody looks twice at once");
        Next().SetResult(1);
        (await first).Should().Be(1);
        await Begun();
        later.Should().OnlyContain(x => !x.IsCompleted, "the first look began before they asked");
        Next().SetResult(2);
        (await Task.WhenAll(later)).Should().Equal(2, 2, 2);
        looks.Should().BeEmpty("three questions were one look");
    }

    [Fact]
    public async Task A_look_that_fails_fails_for_those_who_shared_it_alone()
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
        looks.TryDequeue(out var look) ? look : throw new InvalidOperationException("nobody looks");

    /// <summary>The next look begins on a thread of the pool.</summary>
    private async Task Begun()
    {
        while (looks.IsEmpty)
            await Task.Yield();
    }
}
