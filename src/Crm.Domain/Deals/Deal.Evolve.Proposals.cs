using Crm.Domain.CustomFields;
using Crm.Domain.Deals.Proposals;
using Crm.Domain.Processes;

namespace Crm.Domain.Deals;

public sealed partial record Deal
{
    private Deal ProposalChanged(ProposalEvent domainEvent)
    {
        var deal = domainEvent switch
        {
            ProposalDrafted f => this with
            {
                Proposals = Proposals.SetItem(
                    f.Proposal,
                    new Proposal(f.Proposal, ProposalStatus.Draft, f.Currency, f.Revises)
                ),
            },
            ProposalIssued f => Changed(
                    f,
                    x =>
                        x with
                        {
                            Status = ProposalStatus.Issued,
                            Number = f.Number,
                            Revision = f.Revision,
                            Total = f.Total,
                            ExpiresAt = f.ExpiresAt,
                            Timed = f.Timed,
                            IsApprovalVoid = f.IsApprovalVoid,
                            LineFields = f
                                .Content.Lines.Select(l => l.CustomFields)
                                .OfType<FieldList>()
                                .ToImmutableArray()
                                is { IsEmpty: false } fields
                                ? fields
                                : null,
                        }
                )
                .Proof("proposal_issued", f.Proposal.Value, f),
            ProposalSent f => Changed(f, x => x with { Status = ProposalStatus.Sent })
                .Proof("proposal_sent", f.Proposal.Value, f),
            ProposalAccepted f => Changed(f, x => x with { Status = ProposalStatus.Accepted })
                .Proof("proposal_accepted", f.Proposal.Value, f),
            ProposalDeclined f => Changed(f, x => x with { Status = ProposalStatus.Declined }),
            ProposalWithdrawn f => Changed(f, x => x with { Status = ProposalStatus.Withdrawn }),
            ProposalSuperseded f => Changed(f, x => x with { Status = ProposalStatus.Superseded }),
            ProposalExpired f => Changed(f, x => x with { ExpiryNoted = true }),
            DiscountApprovalRequested f => Changed(
                f,
                x => x with { Approval = new(ApprovalStatus.Requested, f.Percent, f.ContentRevision, f.By) }
            ),
            DiscountApproved f => Changed(
                f,
                x => x with { Approval = new(ApprovalStatus.Approved, f.Percent, f.ContentRevision, x.Approval?.By) }
            ),
            DiscountRejected f => Changed(
                f,
                x => x with { Approval = new(ApprovalStatus.Rejected, f.Percent, f.ContentRevision, x.Approval?.By) }
            ),
            _ => throw new ArgumentOutOfRangeException(
                nameof(domainEvent),
                domainEvent.GetType().Name,
                "an event that proposals do not handle"
            ),
        };
        return domainEvent is ProposalExpired
            ? deal
            : deal.Changed(domainEvent, x => x with { LatestAt = Watermarks.Max(x.LatestAt, domainEvent.HappenedAt) });
    }

    private Deal Changed(ProposalEvent domainEvent, Func<Proposal, Proposal> change) =>
        Proposals.TryGetValue(domainEvent.Proposal, out var found)
            ? this with
            {
                Proposals = Proposals.SetItem(domainEvent.Proposal, change(found)),
            }
            : this;
}
