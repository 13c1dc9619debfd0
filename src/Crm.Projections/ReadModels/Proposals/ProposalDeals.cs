using Npgsql;

namespace Crm.Projections.ReadModels.Proposals;

/// <summary>Finds the deal of a proposal, which never changes.</summary>
public sealed class ProposalDeals(NpgsqlDataSource database)
{
    public async Task<Guid?> Find(Guid proposal, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select data->'state'->>'deal' from {StoreTables.Proposals} where id = $1"
        );
        command.Parameters.AddWithValue(proposal);
        return await command.ExecuteScalarAsync(ct) is string deal ? Guid.Parse(deal) : null;
    }
}
