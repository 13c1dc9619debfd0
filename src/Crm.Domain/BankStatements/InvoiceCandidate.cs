using Crm.Domain.Clients;
using Crm.Domain.Deals;
using Crm.Domain.Deals.Settlement;

namespace Crm.Domain.BankStatements;

/// <summary>What an invoice can take.</summary>
public enum InvoiceStanding
{
    Open,
    Paid,
    Cancelled,
    OfClosedDeal,
}

/// <summary>Whether the payer of a line is the client of a deal. By the tax id; by the name only where one of both has none.</summary>
public enum PayerEvidence
{
    Unknown,
    Agrees,
    Differs,
}

/// <summary>An invoice beside a line: what speaks for it, and what against.</summary>
/// <param name="Named">Its number stands in the purpose of the payment.</param>
/// <param name="TaxId">The tax ids of both are known and equal.</param>
/// <param name="Open">What is left to pay on it.</param>
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
    /// <summary>The invoices of a deal that the line has anything to do with: named by it, or to be paid by its payer.</summary>
    /// <param name="client">The client of the deal; null when nobody knows him yet.</param>
    /// <param name="named">The numbers that the purpose of the line may mean.</param>
    public static IEnumerable<InvoiceCandidate> Of(
        StatementLine line,
        Deal deal,
        Client? client,
        IReadOnlySet<string> named
    )
    {
        var payer = Evidence(line.Counterparty, client);
        var byTaxId = payer == PayerEvidence.Agrees && SameTaxId(line.Counterparty, client) == true;
        var currency = deal.Ledger.Currency ?? line.Amount.Currency;
        foreach (var invoice in deal.Ledger.Invoices.Values)
        {
            var isNamed = named.Contains(InvoiceNumbers.Key(invoice.Number));
            if (isNamed || byTaxId)
                yield return new(
                    deal.Id,
                    invoice.Id,
                    invoice.Number,
                    new(OpenOf(invoice), currency),
                    StandingOf(deal, invoice),
                    payer,
                    byTaxId,
                    isNamed
                );
        }
    }

    public static decimal OpenOf(Invoice invoice) => Math.Max(0, invoice.Total - invoice.Allocated);

    public LineCandidate Plain => new(Deal, Invoice, Number, Open);

    /// <summary>Closing a deal as lost takes its invoices back: what helps is to reopen it, whatever became of the invoice.</summary>
    private static InvoiceStanding StandingOf(Deal deal, Invoice invoice) =>
        OpenOf(invoice) == 0 ? InvoiceStanding.Paid
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

    /// <summary>Equal names speak for it; unlike names prove nothing, for a company has many.</summary>
    private static bool? SameName(Counterparty payer, Client? client) =>
        Payers.Name(payer.Name?.Text) is { } a
        && client is not null
        && (a == Payers.Name(client.Legal?.RegisteredName?.Text) || a == Payers.Name(client.Name.Text))
            ? true
            : null;
}

/// <summary>Tax ids and names as they are compared.</summary>
public static class Payers
{
    private static readonly string[] Forms = ["ООО", "АО", "ПАО", "ЗАО", "ОАО", "ИП", "LLC", "LTD", "INC", "GMBH"];

    /// <summary>The digits of a tax id alone, without what stands behind a slash (the КПП); null when there is none.</summary>
    public static string? TaxId(string? text)
    {
        var id = string.Concat((text ?? "").Split('/')[0].Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        return id.Length == 0 || id.All(x => x == '0') ? null : id;
    }

    /// <summary>A name without quotes, legal form and case; null when nothing is left.</summary>
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
