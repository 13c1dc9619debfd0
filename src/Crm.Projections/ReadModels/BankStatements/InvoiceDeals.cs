using System.Text.Json;
using Crm.Domain.Clients;
using Crm.Domain.Deals;
using Crm.Projections.ReadModels.Clients;
using Crm.Projections.ReadModels.Deals;
using Npgsql;

namespace Crm.Projections.ReadModels.BankStatements;

/// <summary>Finds the deals whose invoices the lines of a bank statement may pay.</summary>
public sealed class InvoiceDeals(NpgsqlDataSource database)
{
    /// <summary>
    /// Clients with a search word that starts with one of these; the caller must compare the tax id exactly.
    /// </summary>
    public async Task<List<Client>> ClientsWithTaxIds(IReadOnlyCollection<string> taxIds, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select data from {StoreTables.Clients} where {SearchWords.Sql("words", "$1")}"
        );
        command.Parameters.AddWithValue(string.Join(" | ", taxIds.Select(taxId => taxId.ToLowerInvariant())));
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<Client> found = [];
        while (await reader.ReadAsync(ct))
            found.Add(Client(reader.GetString(0)));
        return found;
    }

    /// <summary>
    /// Deals with an invoice of one of these numbers, open deals of these clients that have an invoice, and the deals themselves.
    /// </summary>
    /// <param name="invoiceKeys">Numbers in the form of the index.</param>
    /// <param name="deals">Deals of which the lines have candidates already.</param>
    public async Task<List<(Deal Deal, Client? Client)>> Load(
        string[] invoiceKeys,
        Guid[] clients,
        Guid[] deals,
        CancellationToken ct
    )
    {
        await using var command = database.CreateCommand();
        command.CommandText =
            $"select d.data, c.data from {StoreTables.Deals} d left join {StoreTables.Clients} c on c.id = d.client_id "
            + $"where d.id in (select id from {StoreTables.Deals} "
            + $"where invoice_keys is not null and invoice_keys && {command.Place(invoiceKeys)} "
            + $"union select id from {StoreTables.Deals} where client_id = any({command.Place(clients)}) "
            + $"and invoice_keys is not null and status = 'open' union select unnest({command.Place(deals)}))";
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<(Deal, Client?)> found = [];
        while (await reader.ReadAsync(ct))
            found.Add(
                (
                    JsonSerializer.Deserialize<DealDocument>(reader.GetString(0), StoreFormat.Json)!.State,
                    reader.IsDBNull(1) ? null : Client(reader.GetString(1))
                )
            );
        return found;
    }

    private static Client Client(string json) =>
        JsonSerializer.Deserialize<ClientDocument>(json, StoreFormat.Json)!.State;
}
