using Crm.Api.Startup;

namespace Crm.Api.Tests.Hosting;

/// <summary>One host after the other changes the schema; the second one says that it waits.</summary>
public sealed class SchemaTurnTests
{
    [Fact]
    public async Task The_second_says_that_it_waits_and_goes_on_after_the_first()
    {
        var ct = TestContext.Current.CancellationToken;
        var database = await Cluster.NewDatabase();
        var waits = new TaskCompletionSource();
        var first = await SchemaTurn.Take(database, () => throw new InvalidOperationException("nobody is there"), ct);

        var second = SchemaTurn.Take(database, waits.SetResult, ct);
        await waits.Task.WaitAsync(ct);
        second.IsCompleted.Should().BeFalse();
        await first.DisposeAsync();

        await using var turn = await second.WaitAsync(ct);
        turn.State.Should().Be(System.Data.ConnectionState.Open);
    }
}
