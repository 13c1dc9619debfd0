using Crm.Domain.Access;
using Npgsql;

namespace Crm.Projections.ReadModels.Access;

/// <summary>A resource whose visibility depends on the caller.</summary>
public enum OwnedResource
{
    Deal,
    Proposal,
    BankStatement,
    StatementLine,
    Client,
    Reminder,
}

/// <summary>The users that a resource belongs to.</summary>
/// <param name="Manager">
/// The manager of a deal; for a bank statement and its lines the user who imported it; for a reminder the user who is reminded.
/// </param>
public sealed record ResourceOwner(UserId? Manager, IReadOnlyList<UserId> Participants)
{
    /// <summary>Named assignees of the open tasks of a deal.</summary>
    public IReadOnlyList<UserId> Assignees { get; init; } = [];

    /// <summary>A deal as rights on it are judged.</summary>
    public DealUsers Users => new(Manager, Participants, Assignees);

    public static ResourceOwner Of(DealUsers deal) =>
        new(deal.Manager, [.. deal.Participants]) { Assignees = [.. deal.Assignees] };

    /// <summary>
    /// For a statement line whose best invoice lies out of its importer's scope: the managers of the deals that it may pay. Besides the
    /// importer it is there only for those who write documents of their deals. Null: the owner decides alone.
    /// </summary>
    public IReadOnlyList<UserId>? Candidates { get; init; }
}

/// <summary>Finds the users that a resource belongs to, which determines who may see it.</summary>
public sealed class ResourceOwners(NpgsqlDataSource database)
{
    /// <returns>Null when the resource does not exist.</returns>
    public async Task<ResourceOwner?> Find(OwnedResource resource, Guid id, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql(resource));
        command.Parameters.AddWithValue(id);
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
            return null;
        var assignees = Users(reader, 3) ?? [];
        return new(
            reader.IsDBNull(0) ? null : new UserId(reader.GetGuid(0)),
            [.. (Users(reader, 1) ?? []).Except(assignees)]
        )
        {
            Candidates = Users(reader, 2),
            Assignees = assignees,
        };
    }

    private static IReadOnlyList<UserId>? Users(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : [.. reader.GetFieldValue<Guid[]>(column).Select(user => new UserId(user))];

    private static string Sql(OwnedResource resource) =>
        resource switch
        {
            OwnedResource.Deal =>
                $"select d.manager_id, d.participant_ids, null::uuid[], d.assignee_ids from {StoreTables.Deals} d where d.id = $1",
            OwnedResource.Proposal =>
                $"select d.manager_id, d.participant_ids, null::uuid[], d.assignee_ids from {StoreTables.Proposals} p "
                    + $"join {StoreTables.Deals} d on d.id = (p.data->'state'->>'deal')::uuid where p.id = $1",
            OwnedResource.BankStatement =>
                $"select s.owner_id, null::uuid[], null::uuid[], null::uuid[] from {StoreTables.BankStatements} s where s.id = $1",
            OwnedResource.StatementLine =>
                $"select l.owner_id, null::uuid[], case when {StatementLineTable.IsOutOfScope} then array("
                    + $"select d.manager_id from {StoreTables.Deals} d where d.manager_id is not null and d.id in ("
                    + $"{StatementLineTable.CandidateDeals} union all select (l.data->'state'->>'deal')::uuid)) end, null::uuid[] "
                    + $"from {StoreTables.StatementLines} l where l.id = $1",
            OwnedResource.Reminder =>
                $"select r.owner_id, null::uuid[], null::uuid[], null::uuid[] from {StoreTables.Reminders} r where r.id = $1",
            _ =>
                $"select null::uuid, null::uuid[], null::uuid[], null::uuid[] from {StoreTables.Clients} c where c.id = $1",
        };
}
