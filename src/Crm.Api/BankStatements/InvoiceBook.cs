using System.Text.Json;
using Crm.Domain.BankStatements;
using Crm.Domain.Clients;
using Crm.Domain.Deals;
using Crm.Projections.Clients;
using Npgsql;

namespace Crm.Api.BankStatements;

/// <summary>
/// The invoices that some lines may pay, read at once: those that the lines name by the index of numbers, those of their payers by the index of words (tax ids stand in it).
/// What the lines themselves change is changed in the book too; what others change is seen under the deal's lock.
/// </summary>
internal sealed class InvoiceBook
{
    private readonly Dictionary<DealId, Deal> deals = [];
    private readonly Dictionary<ClientId, Client> clients = [];
    private readonly Dictionary<StatementLineId, IReadOnlySet<string>> named = [];

    /// <summary>A deal as it has become.</summary>
    public void Note(Deal deal) => deals[deal.Id] = deal;

    /// <summary>A deal that is out of reach by now.</summary>
    public void Forget(DealId deal) => deals.Remove(deal);

    public InvoiceCandidate[] For(StatementLine line) => [.. deals.Values.SelectMany(x => For(line, x))];

    public IEnumerable<InvoiceCandidate> For(StatementLine line, Deal deal) =>
        InvoiceCandidate.Of(line, deal, deal.Client is { } id ? clients.GetValueOrDefault(id) : null, named[line.Id]);

    public static async Task<InvoiceBook> Of(
        IReadOnlyCollection<StatementLine> lines,
        Importer by,
        NpgsqlDataSource database,
        CancellationToken ct
    )
    {
        var book = new InvoiceBook();
        foreach (var line in lines)
            book.named[line.Id] = InvoiceNumbers.In(line.Purpose?.Text);
        await book.Payers(lines, database, ct);
        await using var command = database.CreateCommand();
        var reach = by.ManagerIds is { } managers ? $" and d.manager_id = any({command.Place(managers)})" : "";
        command.CommandText =
            "select d.data, c.data from crm.mt_doc_deal d left join crm.mt_doc_client c on c.id = d.client_id where d.id in ("
            + $"select id from crm.mt_doc_deal where invoice_keys is not null and invoice_keys && {command.Place(book.named.Values.SelectMany(x => x).Distinct().ToArray())} "
            + $"union select id from crm.mt_doc_deal where client_id = any({command.Place(book.clients.Keys.Select(x => x.Value).ToArray())}) and invoice_keys is not null and status = 'open'){reach}";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var deal = JsonSerializer.Deserialize<DealDocument>(reader.GetString(0), CrmStore.Json)!.State;
            book.deals[deal.Id] = deal;
            if (!reader.IsDBNull(1) && deal.Client is { } client)
                book.clients[client] = JsonSerializer
                    .Deserialize<ClientDocument>(reader.GetString(1), CrmStore.Json)!
                    .State;
        }

        return book;
    }

    /// <summary>The clients whose tax ids the lines tell. The index finds a word; that it is the tax id is seen here.</summary>
    private async Task Payers(IEnumerable<StatementLine> lines, NpgsqlDataSource database, CancellationToken ct)
    {
        var ids = lines
            .Select(x => Domain.BankStatements.Payers.TaxId(x.Counterparty.TaxId?.Text))
            .OfType<string>()
            .Where(x => x.Length <= 50)
            .Distinct()
            .ToArray();
        if (ids.Length == 0)
            return;
        await using var command = database.CreateCommand(
            $"select data from crm.mt_doc_client where {SearchWords.Sql("words", "$1")}"
        );
        command.Parameters.AddWithValue(string.Join(" | ", ids.Select(x => x.ToLowerInvariant())));
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var client = JsonSerializer.Deserialize<ClientDocument>(reader.GetString(0), CrmStore.Json)!.State;
            if (Domain.BankStatements.Payers.TaxId(client.Legal?.TaxId?.Text) is { } id && ids.Contains(id))
                clients[client.Id] = client;
        }
    }
}
