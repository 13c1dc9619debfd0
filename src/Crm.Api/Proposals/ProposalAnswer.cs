using Crm.Api.Clients;
using Crm.Api.Deals;
using Crm.Domain.Clients;
using Crm.Domain.Deals;
using Crm.Domain.Deals.Proposals;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Processes;
using Crm.Projections.ReadModels.Proposals;

namespace Crm.Api.Proposals;

/// <summary>A proposal: its content and where it stands.</summary>
/// <param name="Number">Given when it is issued; the same for all its revisions.</param>
/// <param name="Amount">Without VAT, without alternatives; so are Vat and Total.</param>
/// <param name="ValidUntil">Good to the end of that day in the company's time zone.</param>
/// <param name="Expired">True when that day is over.</param>
/// <param name="Revises">The proposal that this one is a new revision of.</param>
/// <param name="Version">The n of the ETag: the deal's, and one more for every edit of the draft.</param>
/// <param name="Discount">Taken off the whole proposal beside the discounts of its lines.</param>
/// <param name="LeadTimeDays">Days from the order to the delivery; a line may say otherwise.</param>
/// <param name="DiscountPercent">
/// The largest discount given by hand, of a line or of the whole, in percent of the catalogue's price: what limits are compared
/// with.
/// </param>
/// <param name="DiscountApproval">The last word about a discount above somebody's limit; null: nobody asked.</param>
/// <param name="Client">The client as he stood when it was issued; null: a draft, no client, or not the caller's to see.</param>
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
    /// <summary>The e-mails that it went out with.</summary>
    public IReadOnlyList<MailOfDocument> Mails { get; init; } = [];

    /// <summary>Orders that were placed from it.</summary>
    public IReadOnlyList<DocumentRef> Orders { get; init; } = [];

    /// <param name="seen">The client that it names, as far as the caller may know him.</param>
    public static ProposalAnswer Of(
        ProposalDocument content,
        Deal deal,
        DateTimeOffset now,
        ClientRequisites? seen,
        DateTimeOffset? recordedAt = null
    )
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
            recordedAt ?? content.UpdatedAt,
            ProposalVersion.Of(content, deal),
            DiscountAnswer.Of(x.Discount, x.Lines, x.Currency),
            x.LeadTimeDays,
            DiscountFound.In(x.Lines, x.Currency, x.Discount).Largest,
            DiscountApprovalAnswer.Of(proposal.Approval, content),
            DocumentClientAnswer.Of(seen)
        )
        {
            Mails = MailOfDocument.Of(deal, content.Id),
            Orders = DocumentRef.Of(
                deal.Ledger.Orders.Values.Where(o => o.Proposal == proposal.Id),
                o => o.Id.Value,
                o => o.Number
            ),
        };
    }

    public string Tag(Viewer viewer) =>
        ETags.Of(
            Version,
            [
                viewer.Language,
                Expired ? "expired" : null,
                Client is null ? null : "client",
                .. Mails.Select(x => $"{x.Id}{x.Status}{x.StatusAt:O}"),
            ]
        );
}

/// <summary>Where the approval of a discount stands.</summary>
/// <param name="Percent">The discount that was asked for.</param>
/// <param name="RequestedBy">The user who asked; null: a key without a user.</param>
/// <param name="Valid">It is about the content as it stands: no edit came after it.</param>
public sealed record DiscountApprovalAnswer(ApprovalStatus Status, decimal Percent, Guid? RequestedBy, bool Valid)
{
    public static DiscountApprovalAnswer? Of(DiscountApproval? x, ProposalDocument content) =>
        x is null ? null : new(x.Status, x.Percent, x.By?.Value, x.ContentRevision == content.ContentRevision);
}
