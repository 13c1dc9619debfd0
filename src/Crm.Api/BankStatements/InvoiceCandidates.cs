using Crm.Domain.BankStatements;
using Crm.Domain.Clients;
using Crm.Domain.Deals;
using Crm.Projections.ReadModels.BankStatements;
using Npgsql;

namespace Crm.Api.BankStatements;

/// <summary>
/// The invoices that some lines may pay, read at once: those that the lines name by the index of numbers, those of their payers by
/// the index of words (tax ids stand in it). What the lines themselves change is changed in the book too; what others change is
/// seen under the deal's lock.
/// </summary>
internal sealed class InvoiceCandidates
{
    private readonly Dictionary<DealId, Deal> deals = [];
    private readonly Dictionary<ClientId, Client> clients = [];
    private readonly Dictionary<StatementLineId, IReadOnlySet<string>> named = [];

    /// <summary>Tax ids of payers who are clients.</summary>
    private readonly HashSet<string> taxIds = new(StringComparer.Ordinal);

    /// <summary>A deal as it has become.</summary>
    public void Note(Deal deal) => deals[deal.Id] = deal;

    public InvoiceCandidate[] For(StatementLine line) => [.. deals.Values.SelectMany(x => For(line, x))];

    public IEnumerable<InvoiceCandidate> For(StatementLine line, Deal deal) =>
        InvoiceCandidate.Of(
            line,
            deal,
            deal.Client is { } id ? clients.GetValueOrDefault(id) : null,
            named[line.Id],
            Domain.BankStatements.Payers.TaxId(line.Counterparty.TaxId?.Text) is { } taxId && taxIds.Contains(taxId)
        );

    /// <summary>Whether a user writes documents of a deal; no, where it is unknown.</summary>
    public bool IsReached(DealId deal, Importer by) =>
        deals.TryGetValue(deal, out var found) && by.Reaches(found.Manager);

    public static async Task<InvoiceCandidates> Of(
        IReadOnlyCollection<StatementLine> lines,
        NpgsqlDataSource database,
        CancellationToken ct
    )
    {
        var book = new InvoiceCandidates();
        foreach (var line in lines)
            book.named[line.Id] = InvoiceNumbers.In(line.Purpose?.Text);
        var invoices = new InvoiceDeals(database);
        await book.Payers(lines, invoices, ct);
        var found = await invoices.Load(
            [.. book.named.Values.SelectMany(numbers => numbers).Distinct()],
            [.. book.clients.Keys.Select(client => client.Value)],
            [.. lines.SelectMany(line => line.Candidates).Select(candidate => candidate.Deal.Value).Distinct()],
            ct
        );
        foreach (var (deal, client) in found)
        {
            book.deals[deal.Id] = deal;
            if (client is not null)
                book.clients[client.Id] = client;
        }

        return book;
    }

    /// <summary>The clients whose tax ids the lines tell. The index finds a word; that it is the tax id is seen here.</summary>
    private async Task Payers(IEnumerable<StatementLine> lines, InvoiceDeals invoices, CancellationToken ct)
    {
        var ids = lines
            .Select(x => Domain.BankStatements.Payers.TaxId(x.Counterparty.TaxId?.Text))
            .OfType<string>()
            .Where(x => x.Length <= 50)
            .Distinct()
            .ToArray();
        if (ids.Length == 0)
            return;
        foreach (var client in await invoices.ClientsWithTaxIds(ids, ct))
            if (Domain.BankStatements.Payers.TaxId(client.Legal?.TaxId?.Text) is { } id && ids.Contains(id))
                (clients[client.Id], _) = (client, taxIds.Add(id));
    }
}
