using Crm.Domain.Deals;
using Crm.Domain.Deals.Activities;
using Crm.Domain.Deals.Lifecycle;
using Crm.Domain.Deals.Proposals;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Deals.Tasks;

namespace Crm.Api.Deals;

/// <summary>The comment or reason that was given with the command of an event.</summary>
public static class EventComments
{
    /// <summary>Null: none was given, or it was erased.</summary>
    public static string? Of(DomainEvent domainEvent) =>
        domainEvent switch
        {
            StageTaskCompleted f => f.Comment?.Text,
            StageTaskSkipped f => f.Reason.Text,
            StageTaskPostponed f => f.Reason.Text,
            StageEntered f => f.Reason?.Text,
            ProposalAccepted f => f.Comment?.Text,
            ProposalDeclined f => f.Reason.Text,
            ProposalWithdrawn f => f.Reason?.Text,
            DiscountApprovalRequested f => f.Comment?.Text,
            DiscountApproved f => f.Comment?.Text,
            DiscountRejected f => f.Reason.Text,
            OrderLinesCancelled f => f.Reason.Text,
            InvoiceCancelled f => f.Reason?.Text,
            RefundMade f => f.Reason.Text,
            ReturnAccepted f => f.Reason.Text,
            PaymentReversed f => f.Reason.Text,
            RefundReversed f => f.Reason.Text,
            ShipmentReversed f => f.Reason.Text,
            ReturnReversed f => f.Reason.Text,
            WriteOffReversed f => f.Reason.Text,
            DebtWrittenOff f => f.Reason.Text,
            DealClosed f => f.Comment?.Text ?? f.Waiver?.Text,
            DealReopened f => f.Reason.Text,
            CommentAdded f => f.Text.Text,
            AttachmentAdded f => f.Comment?.Text,
            DocumentMailed f => f.Subject.Text,
            MailDeferred f => f.Answer?.Text,
            MailFailed f => f.Answer?.Text,
            AttachmentRemoved f => f.Reason?.Text,
            _ => null,
        };
}
