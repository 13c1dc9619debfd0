using Npgsql;

namespace Crm.Projections.ReadModels.Deals;

/// <summary>Single values of deals, from the columns of their table.</summary>
public sealed class DealLookups(NpgsqlDataSource database)
{
    /// <summary>The client of a deal; <c>Exists</c> is false when there is no such deal.</summary>
    public async Task<(bool Exists, Guid? Client)> ClientOf(Guid deal, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"select client_id from {StoreTables.Deals} where id = $1");
        command.Parameters.AddWithValue(deal);
        var found = await command.ExecuteScalarAsync(ct);
        return (found is not null, found as Guid?);
    }

    /// <summary>Number and title, for reports.</summary>
    public async Task<Dictionary<Guid, string>> Titles(Guid[] deals, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select id, number || ' ' || (card::jsonb->>'title') from {StoreTables.Deals} where id = any($1)"
        );
        command.Parameters.AddWithValue(deals);
        await using var reader = await command.ExecuteReaderAsync(ct);
        Dictionary<Guid, string> titles = [];
        while (await reader.ReadAsync(ct))
            titles[reader.GetGuid(0)] = reader.GetString(1);
        return titles;
    }

    /// <summary>Number and title of each of the deals, in one query.</summary>
    public async Task<Dictionary<Guid, (string Number, string Title)>> Names(Guid[] deals, CancellationToken ct)
    {
        if (deals.Length == 0)
            return [];
        await using var command = database.CreateCommand(
            $"select id, number, card::jsonb->>'title' from {StoreTables.Deals} where id = any($1)"
        );
        command.Parameters.AddWithValue(deals);
        await using var reader = await command.ExecuteReaderAsync(ct);
        Dictionary<Guid, (string, string)> names = [];
        while (await reader.ReadAsync(ct))
            names[reader.GetGuid(0)] = (reader.GetString(1), reader.GetString(2));
        return names;
    }

    public async Task<long> Count(CancellationToken ct)
    {
        await using var command = database.CreateCommand($"select count(*) from {StoreTables.Deals}");
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}
