using Crm.Domain.Access;
using Crm.Domain.Reminders;
using Npgsql;

namespace Crm.Projections.ReadModels.Reminders;

/// <summary>The deals and clients of some reminders, to judge whether their owners see them.</summary>
public sealed class ReminderSubjects
{
    private const string DealsSql = $"select {DealSubject.Columns} from {StoreTables.Deals} d where d.id = any($1)";

    // Who sees a client beside those who see all: the users of its deals, and who registered it.
    private const string ClientsSql =
        $"select c.id, c.created_by, true from {StoreTables.Clients} c where c.id = any($1) "
        + $"union select d.client_id, d.manager_id, false from {StoreTables.Deals} d where d.client_id = any($1) "
        + $"union select d.client_id, unnest(d.participant_ids), true from {StoreTables.Deals} d where d.client_id = any($1) "
        + "and d.participant_ids <> '{}'::uuid[]";

    private readonly Dictionary<Guid, DealSubject> deals = [];
    private readonly Dictionary<Guid, List<(UserId User, bool Alone)>> clients = [];

    internal static async Task<ReminderSubjects> Load(
        NpgsqlConnection connection,
        IEnumerable<Reminder> reminders,
        CancellationToken ct
    )
    {
        var all = reminders.ToArray();
        var found = new ReminderSubjects();
        Guid[] ofDeals = [.. all.Select(one => one.Deal?.Value).OfType<Guid>().Distinct()];
        if (ofDeals.Length > 0)
            await Read(connection, DealsSql, ofDeals, row => found.deals[row.GetGuid(0)] = DealSubject.Read(row), ct);
        Guid[] ofClients = [.. all.Select(one => one.Client?.Value).OfType<Guid>().Distinct()];
        if (ofClients.Length > 0)
            await Read(connection, ClientsSql, ofClients, found.AddUser, ct);
        return found;
    }

    /// <summary>The deal of a reminder; null: it has none.</summary>
    public DealSubject? DealOf(Reminder reminder) =>
        reminder.Deal is { } deal ? deals.GetValueOrDefault(deal.Value) : null;

    /// <summary>Why its owner cannot be reminded of the subject now, one of <see cref="ReminderEnds"/>; null: they can.</summary>
    public string? Obstacle(Reminder reminder, Grants owner)
    {
        if (reminder.Deal is not null)
            return DealOf(reminder) is not { } deal || !owner.May(Permissions.DealsRead, deal.Users)
                    ? ReminderEnds.SubjectNotVisible
                : deal.IsOpen ? null
                : ReminderEnds.DealClosed;
        return reminder.Client is not { } client || Sees(client.Value, owner) ? null : ReminderEnds.SubjectNotVisible;
    }

    private bool Sees(Guid client, Grants owner)
    {
        if (!clients.TryGetValue(client, out var users) || owner.ClientsOf(Permissions.ClientsRead) is not { } reach)
            return false;
        var managers = owner.Managers(reach, Permissions.ClientsRead);
        return managers is null
            || users.Exists(one => one.Alone ? one.User == owner.User : managers.Contains(one.User));
    }

    private void AddUser(NpgsqlDataReader row)
    {
        var client = row.GetGuid(0);
        if (!clients.TryGetValue(client, out var users))
            clients[client] = users = [];
        if (!row.IsDBNull(1))
            users.Add((new(row.GetGuid(1)), row.GetBoolean(2)));
    }

    private static async Task Read(
        NpgsqlConnection connection,
        string sql,
        Guid[] ids,
        Action<NpgsqlDataReader> add,
        CancellationToken ct
    )
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue(ids);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            add(reader);
    }
}
