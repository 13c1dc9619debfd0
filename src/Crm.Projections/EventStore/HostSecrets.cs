using Npgsql;

namespace Crm.Projections.EventStore;

/// <summary>Reads and writes values shared by all hosts of one database.</summary>
public sealed class HostSecrets(NpgsqlDataSource database)
{
    private const string Insert =
        $"insert into {StoreTables.HostSecrets} (id, data, {StoreColumns.DotNetType}) "
        + "values ($1, jsonb_build_object('id', $1::text, 'value', $2::text), '') on conflict (id) do update set ";

    public async Task<string?> Find(string id, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select data->>'value' from {StoreTables.HostSecrets} where id = $1"
        );
        command.Parameters.AddWithValue(id);
        return await command.ExecuteScalarAsync(ct) as string;
    }

    public async Task Set(string id, string value, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Insert + "data = excluded.data");
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(value);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>
    /// The stored value. If several hosts start together, the first insert wins and all get its value.
    /// </summary>
    public string GetOrAdd(string id, string value)
    {
        using var command = database.CreateCommand(Insert + "id = excluded.id returning data->>'value'");
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(value);
        return (string)command.ExecuteScalar()!;
    }
}
