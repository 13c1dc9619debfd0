using System.Text.Json;
using Crm.Projections.ReadModels.Clients;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Crm.Projections.Migrations;

/// <summary>
/// Runs before the first request: fills the filter column of clients that were written before it existed, and makes tax ids with
/// separators be found without them.
/// </summary>
public sealed class ClientUpgrade(NpgsqlDataSource database, ILogger<ClientUpgrade> log)
{
    private const int Page = 200;

    public async Task Run(CancellationToken ct)
    {
        var done = 0;
        for (var found = await Without(ct); found.Count > 0; found = await Without(ct))
        {
            foreach (var client in found)
                await Fill(client, ct);
            done += found.Count;
        }

        if (done > 0)
            log.LogWarning("Filled the filter column of {Count} clients that an earlier version had written", done);
        foreach (var client in await WithSeparators(ct))
            await FillWords(client, ct);
        await FillCreators(ct);
    }

    /// <summary>Who registered a client was known only by the origin of its first event.</summary>
    private async Task FillCreators(CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"""
            update {StoreTables.Clients} c
            set created_by = substr(e.{StoreColumns.User}, 6)::uuid,
                data = jsonb_set(c.data, array['state', 'createdBy'], to_jsonb(substr(e.{StoreColumns.User}, 6)))
            from {StoreTables.Events} e
            where e.{StoreColumns.Stream} = c.id and e.version = 1 and c.created_by is null
              and e.{StoreColumns.User} ~ '^user:[0-9a-f-]+$' and c.data->'state'->'createdBy' is null
            """
        );
        await command.ExecuteNonQueryAsync(ct);
    }

    private Task<List<ClientDocument>> WithSeparators(CancellationToken ct) =>
        Read(
            $"select data from {StoreTables.Clients} where data->'state'->'legal'->'taxId'->>'text' ~ '[^0-9A-Za-z]'",
            ct
        );

    /// <summary>Only the version that was read, and only words that differ.</summary>
    private async Task FillWords(ClientDocument client, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"update {StoreTables.Clients} set words = $2 where id = $1 and words <> $2 and (data->>'version')::int = $3"
        );
        command.Parameters.AddWithValue(client.Id);
        command.Parameters.AddWithValue(client.Words);
        command.Parameters.AddWithValue(client.Version);
        await command.ExecuteNonQueryAsync(ct);
    }

    private Task<List<ClientDocument>> Without(CancellationToken ct) =>
        Read(
            $"select data from {StoreTables.Clients} where custom_fields is null "
                + $"and data->'state'->'customFields' <> '[]' limit {Page}",
            ct
        );

    private async Task<List<ClientDocument>> Read(string sql, CancellationToken ct)
    {
        await using var command = database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<ClientDocument> found = [];
        while (await reader.ReadAsync(ct))
            found.Add(JsonSerializer.Deserialize<ClientDocument>(reader.GetString(0), StoreFormat.Json)!);
        return found;
    }

    /// <summary>
    /// Updates only the version that was read: a concurrent command on the client writes the column itself.
    /// </summary>
    private async Task Fill(ClientDocument client, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"update {StoreTables.Clients} set custom_fields = $2::jsonb "
                + "where id = $1 and custom_fields is null and (data->>'version')::int = $3"
        );
        command.Parameters.AddWithValue(client.Id);
        command.Parameters.AddWithValue(client.CustomFields!.RootElement.GetRawText());
        command.Parameters.AddWithValue(client.Version);
        await command.ExecuteNonQueryAsync(ct);
    }
}
