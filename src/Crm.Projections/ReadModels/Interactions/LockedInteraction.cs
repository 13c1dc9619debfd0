using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace Crm.Projections.ReadModels.Interactions;

/// <summary>An interaction from which a deal is opened, read under the lock of its stream.</summary>
public sealed class LockedInteraction(Guid id) : LockedRead
{
    private const string Locking = $"select version from {StoreTables.Streams} where id = $1 for update";

    private const string Reading =
        $"select coalesce(s.version, 0), i.data from {StoreTables.Interactions} i left join {StoreTables.Streams} s on s.id = i.id "
        + "where i.id = $1";

    public LockedStream<InteractionDocument> Stream { get; } = new(id);

    public override Guid? Queue => id;

    protected override NpgsqlBatchCommand Lock => new(Locking) { Parameters = { Id } };

    protected override NpgsqlBatchCommand Command => new(Reading) { Parameters = { Id } };

    private NpgsqlParameter Id => new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = id };

    protected override async Task Read(NpgsqlDataReader reader, CancellationToken ct)
    {
        if (await reader.ReadAsync(ct))
            Stream.Loaded(
                reader.GetInt64(0),
                JsonSerializer.Deserialize<InteractionDocument>(reader.GetString(1), StoreFormat.Json)
            );
    }
}
