using System.Diagnostics.CodeAnalysis;

namespace Crm.Bench.Data;

/// <summary>Deals whose first task may be completed, prepared outside the measured time. Each is handed to one worker only.</summary>
internal sealed class Stock(Prepared[] items)
{
    private int _next = -1;

    public int Count => items.Length;

    public static Stock Prepare(Func<SetupClient> setup, Guid[] clients, int count)
    {
        var items = new Prepared[count];
        Parallel8.Run(
            setup,
            0,
            count,
            (d, i) =>
            {
                items[i] = d.Open(clients[i % clients.Length], 100_000_000 + i);
                d.RecordCall(items[i].Deal);
            }
        );
        return new Stock(items);
    }

    public bool TryTake([NotNullWhen(true)] out Prepared? item)
    {
        var at = Interlocked.Increment(ref _next);
        item = at < items.Length ? items[at] : null;
        return item is not null;
    }
}
