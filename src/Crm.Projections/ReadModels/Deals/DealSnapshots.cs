using System.Text.Json;
using Npgsql;

namespace Crm.Projections.ReadModels.Deals;

/// <summary>Deals as they stand, with the version of their streams.</summary>
public sealed class DealSnapshots(NpgsqlDataSource database)
{
    private const string Sql =
        $"select d.data, s.version from {StoreTables.Deals} d join {StoreTables.Streams} s on s.id = d.id where d.id = $1";

    /// <summary>
    /// The deal and the version of the last event in it. Both are written in one transaction and read by one statement,
    /// so events up to this version agree with the deal. Null when there is no such deal.
    /// </summary>
    public async Task<(DealDocument Deal, long Version)?> Find(Guid deal, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.AddWithValue(deal);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? (JsonSerializer.Deserialize<DealDocument>(reader.GetString(0), StoreFormat.Json)!, reader.GetInt64(1))
            : null;
    }
}
