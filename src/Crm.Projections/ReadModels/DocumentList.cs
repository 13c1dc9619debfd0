using System.Text.Json;
using Npgsql;

namespace Crm.Projections.ReadModels;

/// <summary>All documents of a type, in the order of their ids unless a list has its own.</summary>
public class DocumentList<TDocument>(string alias = "d", string? data = null)
    : ListQuery($"{StreamTypes.TableOf<TDocument>()} {alias}", data ?? $"{alias}.data", $"{alias}.id")
    where TDocument : class
{
    public SortColumn ById => new("id", Id, "uuid", false);

    public virtual IReadOnlyList<SortColumn> Sort => [ById];

    public static TDocument Read(NpgsqlDataReader row) => Read(row.GetString(0));

    /// <summary>One document, with the additional columns of the list.</summary>
    public async Task<TDocument?> Find(NpgsqlDataSource database, Guid id, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"select {Columns} from {Source} where {Id} = $1");
        command.Parameters.AddWithValue(id);
        return await command.ExecuteScalarAsync(ct) is string json ? Read(json) : null;
    }

    private static TDocument Read(string json) => JsonSerializer.Deserialize<TDocument>(json, StoreFormat.Json)!;
}
