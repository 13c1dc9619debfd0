namespace Crm.Api.Paging;

/// <summary>
/// Reads what one page needs from a sequence of events and no more. It is complete before the page is rendered, because
/// the events hold a connection and rendering asks for others.
/// </summary>
public static class EventsOfPage
{
    /// <param name="size">Roughly the bytes that an item takes.</param>
    public static async Task<(IReadOnlyList<T> Items, bool More)> Read<T>(
        IAsyncEnumerable<T> events,
        int limit,
        Func<T, long> size
    )
    {
        var budget = new ReadBudget();
        List<T> items = [];
        await foreach (var one in events)
        {
            if (items.Count == limit || !budget.Takes(size(one)))
                return (items, true);
            items.Add(one);
        }

        return (items, false);
    }
}
