using Marten;
using Npgsql;

namespace Crm.Projections.EventStore;

/// <summary>An event that a client did not know of yet.</summary>
/// <param name="Type">The stored name of the event.</param>
/// <param name="Actor">Who made it, as the store keeps it.</param>
public sealed record EventSince(string Type, string? Actor, DateTimeOffset RecordedAt);

/// <summary>The events since a version that a client knew, at most fifty. Events that do not count as updates are left out.</summary>
public static class EventsSince
{
    private const string Sql = $"""
        select type, {StoreColumns.User}, timestamp from {StoreTables.Events}
        where {StoreColumns.Stream} = any($1) and type <> all($2) and ({StoreColumns.Stream} = $3 or version > 1)
        order by {StoreColumns.Sequence} offset $4 limit 50
        """;

    private static readonly string[] Marks =
    [
        .. EventCatalogue
            .Entries.Where(entry => entry.Type.IsAssignableTo(typeof(IAuditOnly)))
            .Select(entry => entry.Name),
    ];

    /// <param name="streams">
    /// The stream that is versioned, and those beside it whose first event came with one of that stream's own.
    /// </param>
    /// <param name="known">The version that the client knew: as many events, those that do not count left out.</param>
    public static async Task<IReadOnlyList<EventSince>> Read(
        IQuerySession session,
        IReadOnlyList<Guid> streams,
        long known,
        CancellationToken ct
    )
    {
        await using var command = new NpgsqlCommand(Sql);
        command.Parameters.AddWithValue(streams.ToArray());
        command.Parameters.AddWithValue(Marks);
        command.Parameters.AddWithValue(streams[0]);
        command.Parameters.AddWithValue(Math.Max(known, 0));
        await using var reader = await session.ExecuteReaderAsync(command, ct);
        List<EventSince> found = [];
        while (await reader.ReadAsync(ct))
            found.Add(
                new(
                    reader.GetString(0),
                    await reader.IsDBNullAsync(1, ct) ? null : reader.GetString(1),
                    await reader.GetFieldValueAsync<DateTimeOffset>(2, ct)
                )
            );
        return found;
    }
}
