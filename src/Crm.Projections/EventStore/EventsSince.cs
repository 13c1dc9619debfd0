using Marten;
using Npgsql;

namespace Crm.Projections.EventStore;

/// <summary>An event that the client had not seen.</summary>
/// <param name="Type">The stored name of the event.</param>
/// <param name="Actor">The actor, as stored.</param>
public sealed record EventSince(string Type, string? Actor, DateTimeOffset RecordedAt);

/// <summary>The events after the version that a client knew, at most fifty, without audit-only events.</summary>
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
    /// The versioned stream, and related streams whose first event was appended together with one of that stream.
    /// </param>
    /// <param name="known">The version that the client knew: the number of events, without audit-only events.</param>
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
