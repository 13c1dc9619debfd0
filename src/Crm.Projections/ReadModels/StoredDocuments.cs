using System.Text.Json;
using Npgsql;

namespace Crm.Projections.ReadModels;

/// <summary>Reads inline documents.</summary>
public sealed class StoredDocuments(NpgsqlDataSource database)
{
    public async Task<TDocument?> Find<TDocument>(Guid id, CancellationToken ct)
        where TDocument : class
    {
        await using var command = database.CreateCommand(Statements<TDocument>.One);
        command.Parameters.AddWithValue(id);
        return await command.ExecuteScalarAsync(ct) is string json ? Read<TDocument>(json) : null;
    }

    /// <summary>The existing ones of these ids, in one query.</summary>
    public async Task<Dictionary<Guid, TDocument>> FindMany<TDocument>(Guid[] ids, CancellationToken ct)
        where TDocument : class
    {
        await using var command = database.CreateCommand(Statements<TDocument>.Many);
        command.Parameters.AddWithValue(ids);
        await using var reader = await command.ExecuteReaderAsync(ct);
        Dictionary<Guid, TDocument> found = [];
        while (await reader.ReadAsync(ct))
            found[reader.GetGuid(0)] = Read<TDocument>(reader.GetString(1));
        return found;
    }

    public async Task<List<TDocument>> All<TDocument>(CancellationToken ct)
        where TDocument : class
    {
        await using var command = database.CreateCommand(Statements<TDocument>.All);
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<TDocument> found = [];
        while (await reader.ReadAsync(ct))
            found.Add(Read<TDocument>(reader.GetString(0)));
        return found;
    }

    private static TDocument Read<TDocument>(string json) =>
        JsonSerializer.Deserialize<TDocument>(json, StoreFormat.Json)!;

    private static class Statements<TDocument>
    {
        private static readonly string Table = StreamTypes.TableOf<TDocument>();
        public static readonly string All = $"select data from {Table}";
        public static readonly string One = $"{All} where id = $1";
        public static readonly string Many = $"select id, data from {Table} where id = any($1)";
    }
}
