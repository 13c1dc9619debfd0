using Crm.Domain.Deals.Proposals;
using Crm.Domain.Settings;

namespace Crm.Domain.Deals.Settlement;

/// <summary>
/// No document is issued by a nameless seller: a proposal names the company, an invoice also its tax id, its address and an account
/// to pay to.
/// </summary>
internal static class SellerDetails
{
    private const string Permission = "settings.manage";

    public static Rejection? Refuse(DecisionContext at, IEnumerable<DomainEvent> events)
    {
        if (at.Context.Seller is not { } seller)
            return null;
        var missing = events
            .SelectMany(domainEvent =>
                domainEvent switch
                {
                    ProposalIssued f => OfEvery(at, seller, $"proposal:{f.Proposal}"),
                    InvoiceIssued f => OfInvoice(at, seller, f),
                    _ => [],
                }
            )
            .ToArray();
        return missing.Length > 0 ? Rejection.Conflict("seller.incomplete", missing) : null;
    }

    private static IEnumerable<Blocker> OfEvery(DecisionContext at, SellerStanding seller, string document)
    {
        if (!seller.HasName)
            yield return Missing(at, "seller.name_missing", document, "the company's name", "none");
    }

    private static IEnumerable<Blocker> OfInvoice(DecisionContext at, SellerStanding seller, InvoiceIssued invoice)
    {
        var (document, currency) = ($"invoice:{invoice.Invoice}", invoice.Total.Currency);
        foreach (var missing in OfEvery(at, seller, document))
            yield return missing;
        if (!seller.HasTaxId)
            yield return Missing(at, "seller.tax_id_missing", document, "the company's tax id", "none");
        if (!seller.HasAddress)
            yield return Missing(at, "seller.address_missing", document, "the company's address", "none");
        if (!seller.HasAccountFor(currency))
            yield return Missing(
                at,
                "seller.account_missing",
                document,
                $"a bank account in {currency}",
                seller.Currencies.ToArray() is { Length: > 0 } there ? Phrase.Data(there) : "none"
            );
    }

    /// <summary>Who may not change the settings asks a user who may.</summary>
    private static Blocker Missing(DecisionContext at, string code, string document, Phrase expected, Phrase actual) =>
        new(
            code,
            document,
            expected,
            actual,
            at.Context.Rights.HasFlag(Rights.ManageSettings)
                ? new Fix.UpdateSettings()
                : new Fix.AskUserWith(Permission)
        );
}
