using Npgsql;

namespace Crm.Projections.ReadModels.Deals;

/// <summary>The sequence of deal numbers.</summary>
public static class DealNumberSequence
{
    public static async Task<IReadOnlyList<long>> Take(NpgsqlDataSource database, int count, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select nextval('{StoreFormat.Schema}.deal_number') from generate_series(1, {count})"
        );
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<long> numbers = [];
        while (await reader.ReadAsync(ct))
            numbers.Add(reader.GetInt64(0));
        return numbers;
    }
}
