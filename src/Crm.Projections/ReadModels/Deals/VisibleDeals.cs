using Npgsql;

namespace Crm.Projections.ReadModels.Deals;

/// <summary>Reads deals within the visibility of a caller.</summary>
public sealed class VisibleDeals(NpgsqlDataSource database)
{
    /// <summary>The card of a deal; null when it does not exist or is not visible.</summary>
    public async Task<byte[]?> FindCard(Guid deal, DealVisibility visibility, CancellationToken ct)
    {
        // Release the connection before the names of the card are read. Never acquire a second connection while holding
        // one: with a full pool every reader would wait for the others (deadlock).
        await using var command = database.CreateCommand();
        command.CommandText =
            $"select d.card from {StoreTables.Deals} d where d.id = {command.Place(deal)}"
            + (visibility.Sql("d", command.Place) is { } seen ? " and " + seen : "");
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? reader.GetFieldValue<byte[]>(0) : null;
    }

    public async Task<bool> Contains(Guid deal, DealVisibility visibility, CancellationToken ct)
    {
        await using var command = database.CreateCommand();
        command.CommandText =
            $"select exists (select from {StoreTables.Deals} d where d.id = {command.Place(deal)}"
            + (visibility.Sql("d", command.Place) is { } seen ? $" and {seen})" : ")");
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Whether some deal of a client is visible, or the caller has registered the client.</summary>
    public async Task<bool> ShowsClient(Guid client, DealVisibility visibility, Guid? caller, CancellationToken ct)
    {
        await using var command = database.CreateCommand();
        command.CommandText =
            $"select exists (select from {StoreTables.Deals} d where d.client_id = {command.Place(client)} "
            + $"and {visibility.Sql("d", command.Place) ?? "true"})";
        if (caller is { } user)
            command.CommandText +=
                $" or exists (select from {StoreTables.Clients} c where c.id = {command.Place(client)} "
                + $"and c.created_by = {command.Place(user)})";
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>The visible ones of these deals; null when all are visible, which needs no query.</summary>
    public async Task<IReadOnlySet<Guid>?> Among(Guid[] deals, DealVisibility visibility, CancellationToken ct)
    {
        await using var command = database.CreateCommand();
        if (deals.Length == 0 || visibility.Sql("d", command.Place) is not { } seen)
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
