using Crm.Api.Clients;
using Crm.Api.Deals;
using Crm.Domain.Clients;
using Crm.Domain.Deals;
using Crm.Domain.Deals.Proposals;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Processes;
using Crm.Projections.ReadModels.Proposals;

namespace Crm.Api.Proposals;

/// <summary>A commercial proposal (коммерческое предложение).</summary>
/// <param name="Number">
/// Number of the proposal, assigned when it is issued and shared by its revisions; null for a draft without one.
/// </param>
/// <param name="Revision">Number of the revision, from 1.</param>
/// <param name="Status">State of the proposal.</param>
/// <param name="Lines">Lines of the proposal in the order in which they were given.</param>
/// <param name="PriceIncludesVat"><c>true</c> when the prices of the lines include VAT (цена включает НДС).</param>
/// <param name="Amount">Total without VAT, alternatives excluded.</param>
/// <param name="Vat">VAT (НДС), alternatives excluded.</param>
/// <param name="Total">Total with VAT, alternatives excluded.</param>
/// <param name="ValidUntil">
/// Business date until which the proposal is valid, to the end of that day in the company's time zone.
/// </param>
/// <param name="Expired"><c>true</c> after validUntil has passed.</param>
/// <param name="Terms">Delivery, payment and other terms; null when there are none.</param>
/// <param name="Revises">Id of the proposal that this revision follows; null for the first revision.</param>
/// <param name="Version">Version: that of the deal, increased by each edit of the draft; the <c>n</c> of the ETag.</param>
/// <param name="Discount">Discount on the whole proposal, in addition to the discounts of its lines; null without one.</param>
/// <param name="LeadTimeDays">
/// Lead time (срок поставки): days from order to delivery; a line may state its own. Null when none is stated.
/// </param>
/// <param name="DiscountPercent">
/// Largest manual discount of a line or of the whole, in percent of the catalogue's price; compared with discount limits. A line
/// whose base price is in another currency counts here without a discount by price; a request converts it at the day's rate.
/// </param>
/// <param name="DiscountApproval">
/// Last request for approval of a discount above the seller's limit and its result; null when none was made.
/// </param>
/// <param name="Client">
/// The client at the time of issue; null for a draft, when the deal had no client, or when the caller may not see it.
/// </param>
public sealed record ProposalAnswer(
    Guid Id,
    Guid DealId,
    string? Number,
    int Revision,
    ProposalStatus Status,
    IReadOnlyList<LineAnswer> Lines,
    bool PriceIncludesVat,
    Money Amount,
    Money Vat,
    Money Total,
    DateOnly ValidUntil,
    bool Expired,
    ProposalTerms? Terms,
    Guid? Revises,
    DateTimeOffset HappenedAt,
    DateTimeOffset RecordedAt,
    int Version,
    DiscountAnswer? Discount,
    int? LeadTimeDays,
    decimal DiscountPercent,
    DiscountApprovalAnswer? DiscountApproval,
    DocumentClientAnswer? Client
)
{
    /// <summary>Version of the content: increased by each edit of the draft. approve-discount names it.</summary>
    public int ContentVersion { get; init; }

    /// <summary>Characters that the print shows as empty boxes; empty in answers of reads.</summary>
    public IReadOnlyList<Warning> Warnings { get; init; } = [];

    /// <summary>E-mails by which the proposal was sent.</summary>
    public IReadOnlyList<MailOfDocument> Mails { get; init; } = [];

    /// <summary>Orders placed from the proposal.</summary>
    public IReadOnlyList<DocumentRef> Orders { get; init; } = [];

    /// <param name="seen">The client that it names, as far as the caller may know him.</param>
    public static ProposalAnswer Of(ProposalDocument content, Deal deal, DateTimeOffset now, ClientRequisites? seen)
    {
        var proposal = deal.Proposals[new(content.Id)];
        var x = content.State.Content;
        return new ProposalAnswer(
            content.Id,
            deal.Id.Value,
            proposal.Number,
            proposal.Revision,
            proposal.Status,
            [.. x.Lines.Select(l => LineAnswer.Of(l, x.Currency))],
            x.PriceIncludesVat,
            new(x.Main.Sum(l => l.Net), x.Currency),
            new(x.Main.Sum(l => l.Vat), x.Currency),
            x.Total,
            x.ValidUntil,
            proposal.Status is ProposalStatus.Issued or ProposalStatus.Sent && proposal.ExpiredAt(now),
            x.Terms,
            proposal.Revises?.Value,
            proposal.LatestAt,
            content.UpdatedAt,
            ProposalVersion.Of(content, deal),
            DiscountAnswer.Of(x.Discount, x.Lines, x.Currency),
            x.LeadTimeDays,
            DiscountFound.In(x.Lines, x.Currency, x.Discount).Largest,
            DiscountApprovalAnswer.Of(proposal.Approval, content),
            DocumentClientAnswer.Of(seen)
        )
        {
            ContentVersion = content.ContentRevision,
            Mails = MailOfDocument.Of(deal, content.Id),
            Orders = DocumentRef.Of(
                deal.Ledger.Orders.Values.Where(o => o.Proposal == proposal.Id),
                o => o.Id.Value,
                o => o.Number
            ),
        };
    }
}

/// <summary>State of the approval (согласование) of a discount above the seller's limit.</summary>
/// <param name="Status">State of the approval.</param>
/// <param name="Percent">The requested discount in percent, with base prices converted at the rate of the request's day.</param>
/// <param name="RequestedBy">Id of the user who requested the approval; null for an API key without a user.</param>
/// <param name="Valid">
/// <c>true</c> while the approval applies to the present content; an edit of the draft makes it <c>false</c>.
/// </param>
public sealed record DiscountApprovalAnswer(ApprovalStatus Status, decimal Percent, Guid? RequestedBy, bool Valid)
{
    public static DiscountApprovalAnswer? Of(DiscountApproval? x, ProposalDocument content) =>
        x is null ? null : new(x.Status, x.Percent, x.By?.Value, x.ContentRevision == content.ContentRevision);
}
