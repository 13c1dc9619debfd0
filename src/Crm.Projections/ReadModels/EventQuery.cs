using System.Runtime.CompilerServices;
using Npgsql;

namespace Crm.Projections.ReadModels;

/// <summary>Which events of a stream are read; all of them by default.</summary>
public sealed record EventFilter
{
    public static EventFilter All { get; } = new();

    /// <summary>Only events of these types; empty: of all types.</summary>
    public ImmutableArray<Type> Types { get; init; } = [];

    /// <summary>Only events after this version.</summary>
    public long After { get; init; }

    /// <summary>Only events up to this version.</summary>
    public long? UpTo { get; init; }

    /// <summary>Only events recorded up to this instant.</summary>
    public DateTimeOffset? KnownAt { get; init; }

    /// <summary>Only events whose stored JSON contains this id anywhere; the reader decides which one it means.</summary>
    public Guid? Naming { get; init; }

    /// <summary>Events that cannot be read are <see cref="UnreadableContent"/>; false: reading fails.</summary>
    public bool Tolerant { get; init; }
}

/// <summary>
/// Reads events of one stream. They are handed over one at a time, so that a stream of any length takes the memory of a
/// single event.
/// </summary>
public sealed class EventQuery(NpgsqlDataSource database)
{
    private const string Columns =
        $"id, {StoreColumns.Sequence}, version, type, data, timestamp, {StoreColumns.User}, "
        + $"{StoreColumns.Correlation}, {StoreColumns.Causation}, headers->>'command'";

    /// <summary>
    /// The events in the order of recording. The connection is held until the enumeration ends: whatever else needs one
    /// comes afterwards, because with a full pool every reader would wait for the others (deadlock).
    /// </summary>
    public async IAsyncEnumerable<EventRow> Read(
        Guid stream,
        EventFilter filter,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        await using var command = database.CreateCommand();
        command.CommandText =
            $"select {Columns} from {StoreTables.Events} where {StoreColumns.Stream} = {command.Place(stream)}"
            + Conditions(command, filter)
            + " order by version";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            yield return Event(reader, filter.Tolerant);
    }

    /// <summary>The events of several short streams, in the order of recording of each.</summary>
    public async Task<ILookup<Guid, EventRow>> ReadAll(Guid[] streams, DateTimeOffset? knownAt, CancellationToken ct)
    {
        await using var command = database.CreateCommand();
        command.CommandText =
            $"select {Columns}, {StoreColumns.Stream} from {StoreTables.Events} "
            + $"where {StoreColumns.Stream} = any({command.Place(streams)})"
            + Conditions(command, new() { KnownAt = knownAt })
            + $" order by {StoreColumns.Stream}, version";
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<(Guid Stream, EventRow Event)> found = [];
        while (await reader.ReadAsync(ct))
            found.Add((reader.GetGuid(10), Event(reader, tolerant: false)));
        return found.ToLookup(one => one.Stream, one => one.Event);
    }

    private static string Conditions(NpgsqlCommand command, EventFilter filter)
    {
        var sql = filter.After > 0 ? $" and version > {command.Place(filter.After)}" : "";
        if (filter.UpTo is { } last)
            sql += $" and version <= {command.Place(last)}";
        if (filter.KnownAt is { } known)
            sql += $" and timestamp <= {command.Place(known.ToUniversalTime())}";
        if (!filter.Types.IsEmpty)
            sql +=
                $" and type = any({command.Place(filter.Types.Select(type => EventCatalogue.Of(type).Name).ToArray())})";
        // The condition on the type comes first by its cost: the JSON of other events is not even decompressed.
        if (filter.Naming is { } id)
            sql += $" and strpos(data::text, {command.Place(id.ToString())}) > 0";
        return sql;
    }

    internal static EventRow Event(NpgsqlDataReader row, bool tolerant)
    {
        var (type, json, recordedAt) = (row.GetString(3), row.GetString(4), row.GetFieldValue<DateTimeOffset>(5));
        return new(
            row.GetGuid(0),
            row.GetInt64(1),
            row.GetInt64(2),
            type,
            tolerant ? EventContent.ReadOrPlaceholder(type, json, recordedAt) : EventContent.Read(type, json),
            recordedAt,
            Text(row, 6),
            Text(row, 7),
            Text(row, 8),
            Text(row, 9),
            json.Length
        );
    }

    private static string? Text(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);
}
