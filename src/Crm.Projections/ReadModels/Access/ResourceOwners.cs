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
}

/// <summary>The users that a resource belongs to.</summary>
/// <param name="Manager">The manager of a deal; for a bank statement and its lines the user who imported it.</param>
public sealed record ResourceOwner(UserId? Manager, IReadOnlyList<UserId> Participants);

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
        return new(
            reader.IsDBNull(0) ? null : new UserId(reader.GetGuid(0)),
            reader.IsDBNull(1) ? [] : [.. reader.GetFieldValue<Guid[]>(1).Select(user => new UserId(user))]
        );
    }

    private static string Sql(OwnedResource resource) =>
        resource switch
        {
            OwnedResource.Deal => $"select d.manager_id, d.participant_ids from {StoreTables.Deals} d where d.id = $1",
            OwnedResource.Proposal => $"select d.manager_id, d.participant_ids from {StoreTables.Proposals} p "
                + $"join {StoreTables.Deals} d on d.id = (p.data->'state'->>'deal')::uuid where p.id = $1",
            OwnedResource.BankStatement =>
                $"select s.owner_id, null::uuid[] from {StoreTables.BankStatements} s where s.id = $1",
            OwnedResource.StatementLine =>
                $"select l.owner_id, null::uuid[] from {StoreTables.StatementLines} l where l.id = $1",
            _ => $"select null::uuid, null::uuid[] from {StoreTables.Clients} c where c.id = $1",
        };
}
