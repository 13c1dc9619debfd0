using System.Text.Json;
using Npgsql;

namespace Crm.Projections.ReadModels.Proposals;

/// <summary>Reads the contents of proposals as they stand.</summary>
public sealed class ProposalContents(NpgsqlDataSource database)
{
    /// <summary>The contents of these proposals, ordered by id; ends early when they are larger than a page may be.</summary>
    public async Task<IReadOnlyList<ProposalDocument>> Read(Guid[] proposals, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select data from {StoreTables.Proposals} where id = any($1) order by id"
        );
        command.Parameters.AddWithValue(proposals);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var budget = new ReadBudget();
        List<ProposalDocument> found = [];
        while (await reader.ReadAsync(ct))
        {
            var json = reader.GetString(0);
            if (!budget.Takes(json.Length))
                break;
            found.Add(JsonSerializer.Deserialize<ProposalDocument>(json, StoreFormat.Json)!);
        }

        return found;
    }
}
