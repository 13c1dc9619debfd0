using Crm.Api.Deals;
using Crm.Api.Mail;
using Crm.Domain.Deals;
using Crm.Projections.Proposals;

namespace Crm.Api.Proposals;

/// <summary>A proposal: its content and where it stands.</summary>
/// <param name="Number">Given when it is issued; the same for all its revisions.</param>
/// <param name="ValidUntil">Good to the end of that day in the company's time zone.</param>
/// <param name="Expired">True when that day is over.</param>
/// <param name="Revises">The proposal that this one is a new revision of.</param>
/// <param name="Version">The n of the ETag: the deal's, and one more for every edit of the draft.</param>
public sealed record ProposalAnswer(
    Guid Id, Guid DealId, string? Number, int Revision, ProposalStatus Status, IReadOnlyList<LineAnswer> Lines, bool PriceIncludesVat, Money Amount, Money Vat,
    Money Total, DateOnly ValidUntil, bool Expired, ProposalTerms? Terms, Guid? Revises, DateTimeOffset HappenedAt, DateTimeOffset RecordedAt, int Version)
{
    /// <summary>The e-mails that it went out with.</summary>
    public IReadOnlyList<MailOfDocument> Mails { get; init; } = [];

    public static ProposalAnswer Of(ProposalDocument content, Deal deal, DateTimeOffset now, DateTimeOffset? recordedAt = null)
    {
        var proposal = deal.Proposals[new(content.Id)];
        var x = content.State.Content;
        return new ProposalAnswer(content.Id, deal.Id.Value, proposal.Number, proposal.Revision, proposal.Status, [.. x.Lines.Select(l => LineAnswer.Of(l, x.Currency))],
            x.PriceIncludesVat, new(x.Lines.Sum(l => l.Net), x.Currency), new(x.Lines.Sum(l => l.Vat), x.Currency), x.Total, x.ValidUntil,
            proposal.Status is ProposalStatus.Issued or ProposalStatus.Sent && proposal.ExpiredAt(now), x.Terms, proposal.Revises?.Value, proposal.LatestAt, recordedAt ?? content.UpdatedAt, VersionOf(content, deal))
        { Mails = MailOfDocument.Of(deal, content.Id) };
    }

    /// <summary>Edits of a draft are facts of its own stream: without them two edits of one draft would not see each other.</summary>
    public static int VersionOf(ProposalDocument content, Deal deal) => deal.Version + content.Revision - 1;

    public string Tag(HttpContext http) => ETags.Of(Version, [Language.Of(http), Expired ? "expired" : null, .. Mails.Select(x => $"{x.Id}{x.Status}")]);
}
