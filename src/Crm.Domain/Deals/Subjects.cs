using Crm.Domain.Deals.Activities;
using Crm.Domain.Deals.Proposals;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Deals.Tasks;

namespace Crm.Domain.Deals;

/// <summary>
/// The documents that an event is about: its own and those it refers to. Used to give each document a history of its
/// own.
/// </summary>
public static class Subjects
{
    public static IEnumerable<Guid> Of(DomainEvent domainEvent) =>
        domainEvent switch
        {
            ProposalDrafted f => Ids(f.Proposal.Value, f.Revises?.Value),
            ProposalSuperseded f => Ids(f.Proposal.Value, f.By.Value),
            ProposalEvent f => Ids(f.Proposal.Value),
            OrderPlaced f => Ids(f.Order.Value, f.Proposal?.Value),
            OrderLinesCancelled f => Ids(f.Order.Value),
            InvoiceIssued f => Ids(f.Invoice.Value, f.Order?.Value, f.Replaces?.Value),
            InvoiceCancelled f => Ids(f.Invoice.Value),
            InvoicePaid f => Ids(f.Invoice.Value),
            InvoiceUnpaid f => Ids(f.Invoice.Value),
            PaymentReceived f => [f.Payment.Value, .. f.Allocations.Select(x => x.Invoice.Value)],
            PaymentAllocated f => [f.Payment.Value, .. (f.Allocations ?? []).Select(x => x.Invoice.Value)],
            PaymentReversed f => Ids(f.Payment.Value),
            RefundReversed f => Ids(f.Refund.Value),
            ShipmentReversed f => Ids(f.Shipment.Value, f.Order.Value),
            ReturnReversed f => Ids(f.Return.Value, f.Shipment.Value, f.Order.Value),
            WriteOffReversed f => Ids(f.WriteOff.Value),
            RefundMade f => Ids(f.Refund.Value, f.Invoice?.Value),
            ShipmentMade f => Ids(f.Shipment.Value, f.Order.Value),
            ReturnAccepted f => Ids(f.Return.Value, f.Shipment.Value, f.Order.Value),
            DebtWrittenOff f => Ids(f.WriteOff.Value),
            DocumentMailed f => Ids(f.Mail.Value, f.DocumentId),
            MailEvent f => Ids(f.Mail.Value),
            InteractionRecorded f => Ids(f.Interaction.Value),
            InteractionRevised f => Ids(f.Interaction.Value),
            InteractionDetached f => Ids(f.Interaction.Value),
            PresentationHeld f => Ids(f.Presentation.Value),
            StageTaskCompleted f => [f.Task.Value, .. f.Evidence.Select(x => x.Id)],
            StageTaskRaised f => Ids(f.Task.Value),
            StageTaskReassigned f => Ids(f.Task.Value),
            StageTaskAccepted f => Ids(f.Task.Value),
            StageTaskPostponed f => Ids(f.Task.Value),
            StageTaskCompletionRefused f => Ids(f.Task.Value),
            StageTaskSkipped f => Ids(f.Task.Value),
            StageTaskWithdrawn f => Ids(f.Task.Value),
            StageTaskOverdue f => Ids(f.Task.Value),
            CommentAdded f => Ids(f.Comment.Value),
            AttachmentAdded f => Ids(f.Attachment.Value),
            AttachmentRemoved f => Ids(f.Attachment.Value),
            _ => [],
        };

    private static IEnumerable<Guid> Ids(params Guid?[] ids) => ids.OfType<Guid>();
}
