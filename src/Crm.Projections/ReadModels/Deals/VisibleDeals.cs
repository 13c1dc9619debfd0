using Npgsql;

namespace Crm.Projections.ReadModels.Deals;

/// <summary>Reads deals as far as a caller sees them.</summary>
public sealed class VisibleDeals(NpgsqlDataSource database)
{
    /// <summary>The card of a deal; null when there is none, or none that the caller sees.</summary>
    public async Task<byte[]?> FindCard(Guid deal, DealVisibility sight, CancellationToken ct)
    {
        // The connection is given back before the card's names are read: a pool full of readers that each wait for a second one deadlocks.
        await using var command = database.CreateCommand();
        command.CommandText =
            $"select d.card from {StoreTables.Deals} d where d.id = {command.Place(deal)}"
            + (sight.Sql("d", command.Place) is { } seen ? " and " + seen : "");
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? reader.GetFieldValue<byte[]>(0) : null;
    }

    public async Task<bool> Contains(Guid deal, DealVisibility sight, CancellationToken ct)
    {
        await using var command = database.CreateCommand();
        command.CommandText =
            $"select exists (select from {StoreTables.Deals} d where d.id = {command.Place(deal)}"
            + (sight.Sql("d", command.Place) is { } seen ? $" and {seen})" : ")");
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Whether the caller sees a deal of a client.</summary>
    public async Task<bool> ContainsDealOf(Guid client, DealVisibility sight, CancellationToken ct)
    {
        await using var command = database.CreateCommand();
        command.CommandText =
            $"select exists (select from {StoreTables.Deals} d where d.client_id = {command.Place(client)} "
            + $"and {sight.Sql("d", command.Place) ?? "true"})";
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Those of the deals that the caller sees; null when all are seen, which costs no query.</summary>
    public async Task<IReadOnlySet<Guid>?> Among(Guid[] deals, DealVisibility sight, CancellationToken ct)
    {
        await using var command = database.CreateCommand();
        if (deals.Length == 0 || sight.Sql("d", command.Place) is not { } seen)
            return null;
        command.CommandText =
            $"select d.id from {StoreTables.Deals} d where {seen} and d.id = any({command.Place(deals)})";
        await using var reader = await command.ExecuteReaderAsync(ct);
        HashSet<Guid> found = [];
        while (await reader.ReadAsync(ct))
            found.Add(reader.GetGuid(0));
        return found;
    }
}
