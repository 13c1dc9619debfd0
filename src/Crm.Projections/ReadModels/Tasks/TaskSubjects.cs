using Crm.Projections.ReadModels.Deals;
using Npgsql;

namespace Crm.Projections.ReadModels.Tasks;

/// <summary>What a task shows of its deal.</summary>
public sealed record TaskDeal(Guid Id, string Number, string Title, Money? Amount, Guid? Client);

/// <summary>The deals and clients that tasks are about, as far as a reader may see them.</summary>
public sealed class TaskSubjects(NpgsqlDataSource database)
{
    /// <summary>The visible ones of these deals.</summary>
    public async Task<IReadOnlyDictionary<Guid, TaskDeal>> Deals(
        Guid[] ids,
        DealVisibility visibility,
        CancellationToken ct
    )
    {
        Dictionary<Guid, TaskDeal> found = [];
        if (ids.Length == 0)
            return found;
        await using var command = database.CreateCommand();
        command.CommandText =
            "select d.id, d.number, d.data->'state'->>'title', d.expected_amount, d.currency, d.client_id "
            + $"from {StoreTables.Deals} d where d.id = any({command.Place(ids)})"
            + (visibility.Sql("d", command.Place) is { } seen ? " and " + seen : "");
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            found[reader.GetGuid(0)] = new(
                reader.GetGuid(0),
                reader.GetString(1),
                reader.GetString(2),
                reader.IsDBNull(4) ? null : new Money(reader.GetDecimal(3), new Currency(reader.GetString(4))),
                reader.IsDBNull(5) ? null : reader.GetGuid(5)
            );
        return found;
    }

    /// <summary>The deals of stage tasks, visible or not.</summary>
    public async Task<IReadOnlyDictionary<Guid, Guid>> DealsOf(Guid[] tasks, CancellationToken ct)
    {
        Dictionary<Guid, Guid> found = [];
        if (tasks.Length == 0)
            return found;
        await using var command = database.CreateCommand(
            $"select id, deal_id from {TaskTable.Qualified} where id = any($1) and type = 'stage'"
        );
        command.Parameters.AddWithValue(tasks);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            found[reader.GetGuid(0)] = reader.GetGuid(1);
        return found;
    }

    /// <summary>The visible ones of these clients: of visible deals, or registered by the reader.</summary>
    /// <param name="visibility">Null: the reader may read no clients.</param>
    public async Task<IReadOnlySet<Guid>> Clients(
        Guid[] ids,
        DealVisibility? visibility,
        Guid? reader,
        CancellationToken ct
    )
    {
        if (ids.Length == 0 || visibility is null)
            return new HashSet<Guid>();
        await using var command = database.CreateCommand();
        if (visibility.Sql("s", command.Place) is not { } seen)
            return ids.ToHashSet();
        var created = reader is { } user ? $" or c.created_by = {command.Place(user)}" : "";
        command.CommandText =
            $"select c.id from {StoreTables.Clients} c where c.id = any({command.Place(ids)}) and "
            + $"(exists (select from {StoreTables.Deals} s where s.client_id = c.id and {seen}){created})";
        HashSet<Guid> found = [];
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            found.Add(rows.GetGuid(0));
        return found;
    }
}
