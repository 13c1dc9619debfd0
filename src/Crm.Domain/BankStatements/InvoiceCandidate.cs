using Crm.Domain.Clients;
using Crm.Domain.Deals;
using Crm.Domain.Deals.Settlement;

namespace Crm.Domain.BankStatements;

/// <summary>Whether an invoice can take a payment.</summary>
public enum InvoiceStanding
{
    Open,
    Paid,
    Cancelled,
    OfClosedDeal,
}

/// <summary>
/// Whether the payer of a line is the client of a deal: compared by tax id, and by name only where one of the two has
/// no tax id.
/// </summary>
public enum PayerEvidence
{
    Unknown,
    Agrees,
    Differs,
}

/// <summary>An invoice compared with a statement line.</summary>
/// <param name="Named">The purpose of the payment names its number.</param>
/// <param name="TaxId">Both tax ids are known and equal.</param>
/// <param name="Open">Amount still to be paid.</param>
public sealed record InvoiceCandidate(
    DealId Deal,
    InvoiceId Invoice,
    string Number,
    Money Open,
    InvoiceStanding Standing,
    PayerEvidence Payer,
    bool TaxId,
    bool Named
)
{
    /// <summary>The manager of the deal: users whose reach includes them may pay the invoice.</summary>
    public UserId? Manager { get; init; }

    /// <summary>The invoices of a deal that are related to the line: named by it, or owed by its payer.</summary>
    /// <param name="client">The client of the deal; null when unknown.</param>
    /// <param name="named">Possible invoice numbers in the purpose of the line.</param>
    /// <param name="isPayerClient">The tax id of the payer is that of a client of ours.</param>
    public static IEnumerable<InvoiceCandidate> Of(
        StatementLine line,
        Deal deal,
        Client? client,
        IReadOnlySet<string> named,
        bool isPayerClient = false
    )
    {
        var payer = Evidence(line.Counterparty, client);
        var byTaxId = payer == PayerEvidence.Agrees && SameTaxId(line.Counterparty, client) == true;
        var currency = deal.Ledger.Currency ?? line.Amount.Currency;
        foreach (var invoice in deal.Ledger.Invoices.Values)
        {
            var money = deal.Ledger.Allocation.On(invoice.Id);
            var isNamed = named.Contains(InvoiceNumbers.Key(invoice.Number));
            if (isNamed || byTaxId)
                yield return new(
                    deal.Id,
                    invoice.Id,
                    invoice.Number,
                    new(money.Open, currency),
                    StandingOf(deal, invoice),
                    payer,
                    byTaxId,
                    isNamed
                )
                {
                    Manager = deal.Manager,
                    Client = ClientOf(deal, client),
                    IsOfAnotherClient = isPayerClient && !byTaxId,
                    ByRule = money.ByRule,
                };
        }
    }

    /// <summary>Who owes the invoice: the tax id of its client, else the client; a deal without one stands for itself.</summary>
    public string Client { get; init; } = "";

    /// <summary>The payer is a client of ours, and not that of the deal: somebody else's money.</summary>
    public bool IsOfAnotherClient { get; init; }

    private static string ClientOf(Deal deal, Client? client) =>
        Payers.TaxId(client?.Legal?.TaxId?.Text) ?? deal.Client?.ToString() ?? deal.Id.ToString();

    /// <summary>What the rule put on the invoice: a payment that names the invoice takes its place.</summary>
    public decimal ByRule { get; init; }

    /// <summary>The line has the amount that is open, or that is open without what the rule put on the invoice.</summary>
    public bool IsExactly(Money amount) => Open == amount || Open with { Amount = Open.Amount + ByRule } == amount;

    /// <summary>What a payment that names the invoice can put on it.</summary>
    public static decimal RoomFor(Deal deal, InvoiceId invoice) =>
        deal.Ledger.Allocation.On(invoice) is var money ? money.Open + money.ByRule : 0;

    public LineCandidate Plain => new(Deal, Invoice, Number, Open);

    /// <summary>
    /// Closing a deal as lost cancels its invoices, so the fix is to reopen the deal, whatever the invoice's own
    /// status.
    /// </summary>
    private static InvoiceStanding StandingOf(Deal deal, Invoice invoice) =>
        !invoice.Cancelled && RoomFor(deal, invoice.Id) == 0 ? InvoiceStanding.Paid
        : !deal.IsOpen ? InvoiceStanding.OfClosedDeal
        : invoice.Cancelled ? InvoiceStanding.Cancelled
        : InvoiceStanding.Open;

    private static PayerEvidence Evidence(Counterparty payer, Client? client) =>
        (SameTaxId(payer, client) ?? SameName(payer, client)) switch
        {
            true => PayerEvidence.Agrees,
            false => PayerEvidence.Differs,
            null => PayerEvidence.Unknown,
        };

    private static bool? SameTaxId(Counterparty payer, Client? client) =>
        Payers.TaxId(payer.TaxId?.Text) is { } a && Payers.TaxId(client?.Legal?.TaxId?.Text) is { } b ? a == b : null;

    /// <summary>
    /// Equal names are evidence; different names prove nothing, because one company is known under several.
    /// </summary>
    private static bool? SameName(Counterparty payer, Client? client) =>
        Payers.Name(payer.Name?.Text) is { } a
        && client is not null
        && (a == Payers.Name(client.Legal?.RegisteredName?.Text) || a == Payers.Name(client.Name.Text))
            ? true
            : null;
}

/// <summary>Normalizes tax ids and names for comparison.</summary>
public static class Payers
{
    private static readonly string[] Forms = ["ООО", "АО", "ПАО", "ЗАО", "ОАО", "ИП", "LLC", "LTD", "INC", "GMBH"];

    /// <summary>The tax id alone, without a KPP after a slash; null when there is none.</summary>
    public static string? TaxId(string? text) => TaxIds.Key(text);

    /// <summary>A name without quotes, legal form and case; null when nothing remains.</summary>
    public static string? Name(string? text)
    {
        var words = string.Concat((text ?? "").Select(x => char.IsLetterOrDigit(x) ? char.ToUpperInvariant(x) : ' '))
            .Replace('Ё', 'Е')
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(x => !Forms.Contains(x))
            .ToArray();
        return words.Length == 0 ? null : string.Join(' ', words);
    }
}
