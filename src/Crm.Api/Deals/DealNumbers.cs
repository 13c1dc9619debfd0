using System.Collections.Concurrent;
using Npgsql;

namespace Crm.Api.Deals;

/// <summary>Numbers for people, from a sequence outside the streams, fetched in blocks: gapless is not promised.</summary>
public sealed class DealNumbers(NpgsqlDataSource database) : IDisposable
{
    public void Dispose() => one.Dispose();

    private const int Block = 50;
    private readonly SemaphoreSlim one = new(1, 1);
    private readonly ConcurrentQueue<long> left = new();

    public async ValueTask<long> Next(CancellationToken ct)
    {
        long number;
        while (!left.TryDequeue(out number))
            await Fetch(ct);
        return number;
    }

    private async Task Fetch(CancellationToken ct)
    {
        await one.WaitAsync(ct);
        try
        {
            if (!left.IsEmpty)
                return;
            foreach (var number in await DealNumberSequence.Take(database, Block, ct))
                left.Enqueue(number);
        }
        finally
        {
            one.Release();
        }
    }
}
