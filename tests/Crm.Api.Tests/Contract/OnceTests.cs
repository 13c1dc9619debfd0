using Crm.Api.OpenApi;

namespace Crm.Api.Tests.Contract;

/// <summary>A value that is made once.</summary>
public sealed class OnceTests
{
    private int made;

    [Fact]
    public async Task A_failure_is_not_kept()
    {
        var once = new Once<int>(() =>
            Interlocked.Increment(ref made) == 1 ? throw new InvalidOperationException("first") : Task.FromResult(made)
        );
        await FluentActions
            .Awaiting(() => once.Get(CancellationToken.None))
            .Should()
            .ThrowAsync<InvalidOperationException>();

        (await once.Get(CancellationToken.None)).Should().Be(2);
        (await once.Get(CancellationToken.None)).Should().Be(2);
    }

    [Fact]
    public async Task A_caller_that_leaves_does_not_end_it_for_the_others()
    {
        var gate = new TaskCompletionSource<int>();
        var once = new Once<int>(() =>
        {
            Interlocked.Increment(ref made);
            return gate.Task;
        });
        using var leaves = new CancellationTokenSource();
        var (first, second) = (once.Get(leaves.Token), once.Get(CancellationToken.None));
        await leaves.CancelAsync();
        await FluentActions.Awaiting(() => first).Should().ThrowAsync<OperationCanceledException>();

        gate.SetResult(7);
        (await second).Should().Be(7);
        made.Should().Be(1);
    }
}
