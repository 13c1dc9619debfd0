using Marten;

namespace Crm.Api.Commands;

/// <summary>Explains a 412: the events since the version that the client knew.</summary>
internal static class StaleExplanation
{
    private const int Most = 50;

    /// <param name="streams">The stream that is versioned, and one beside it whose first event came with one of that stream's own.</param>
    public static async Task<IReadOnlyList<EventSince>> Read(
        IQuerySession session,
        IReadOnlyList<Guid> streams,
        long known,
        CancellationToken ct
    )
    {
        var events = (await session.Events.FetchStreamAsync(streams[0], token: ct)).Where(one => one.Data is not IMark);
        foreach (var beside in streams.Skip(1))
            events = events
                .Concat((await session.Events.FetchStreamAsync(beside, token: ct)).Skip(1))
                .OrderBy(one => one.Sequence);
        return
        [
            .. events
                .Skip((int)Math.Clamp(known, 0, int.MaxValue))
                .Take(Most)
                .Select(one => new EventSince(one.EventTypeName, one.UserName, one.Timestamp)),
        ];
    }
}
