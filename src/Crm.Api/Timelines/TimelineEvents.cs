using System.Collections.Frozen;
using Crm.Domain.Deals.Activities;
using Crm.Domain.Deals.Lifecycle;
using Crm.Domain.Deals.Proposals;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Deals.Tasks;

namespace Crm.Api.Timelines;

/// <summary>The events that timelines show, by group.</summary>
public static class TimelineEvents
{
    private static readonly FrozenDictionary<string, TimelineKind> Kinds = new (TimelineKind Kind, Type[] Events)[]
    {
        (TimelineKind.Presentation, [typeof(PresentationHeld)]),
        (
            TimelineKind.Document,
            [
                typeof(ProposalIssued),
                typeof(ProposalSent),
                typeof(ProposalAccepted),
                typeof(ProposalDeclined),
                typeof(ProposalWithdrawn),
                typeof(ProposalExpired),
                typeof(OrderPlaced),
                typeof(OrderLinesCancelled),
                typeof(InvoiceIssued),
                typeof(InvoiceCancelled),
                typeof(InvoicePaid),
                typeof(PaymentReceived),
                typeof(PaymentReversed),
                typeof(RefundMade),
                typeof(RefundReversed),
                typeof(ShipmentMade),
                typeof(ShipmentReversed),
                typeof(ReturnAccepted),
                typeof(ReturnReversed),
                typeof(DebtWrittenOff),
                typeof(WriteOffReversed),
            ]
        ),
        (
            TimelineKind.Task,
            [
                typeof(StageTaskRaised),
                typeof(StageTaskCompleted),
                typeof(StageTaskSkipped),
                typeof(StageTaskWithdrawn),
                typeof(StageTaskReassigned),
                typeof(StageTaskPostponed),
                typeof(StageTaskOverdue),
            ]
        ),
        (TimelineKind.Comment, [typeof(CommentAdded)]),
        (TimelineKind.Stage, [typeof(DealOpened), typeof(StageEntered), typeof(DealClosed), typeof(DealReopened)]),
        (TimelineKind.File, [typeof(AttachmentAdded), typeof(AttachmentRemoved)]),
        (TimelineKind.Mail, [typeof(DocumentMailed), typeof(MailFailed)]),
    }
        .SelectMany(group => group.Events.Select(one => (EventCatalogue.Of(one).Name, group.Kind)))
        .ToFrozenDictionary(one => one.Name, one => one.Kind, StringComparer.Ordinal);

    public static TimelineKind KindOf(string type) => Kinds[type];

    /// <summary>Stored names of the events of some groups.</summary>
    public static string[] TypesOf(IReadOnlyCollection<TimelineKind> kinds) =>
        [.. Kinds.Where(one => kinds.Contains(one.Value)).Select(one => one.Key).Order(StringComparer.Ordinal)];

    public static string? NumberOf(DomainEvent domainEvent) =>
        domainEvent switch
        {
            ProposalIssued f => f.Number,
            OrderPlaced f => f.Number,
            InvoiceIssued f => f.Number,
            ShipmentMade f => f.Number,
            DebtWrittenOff f => f.Number,
            DocumentMailed f => f.Number,
            _ => null,
        };

    public static Money? AmountOf(DomainEvent domainEvent) =>
        domainEvent switch
        {
            ProposalIssued f => f.Total,
            InvoiceIssued f => f.Total,
            PaymentReceived f => f.Amount,
            PaymentReversed f => f.Amount,
            RefundMade f => f.Amount,
            RefundReversed f => f.Amount,
            DebtWrittenOff f => f.Amount,
            WriteOffReversed f => f.Amount,
            DealClosed f => f.Amount,
            _ => null,
        };

    /// <summary>Comment, reason or name.</summary>
    public static string? TextOf(DomainEvent domainEvent) =>
        domainEvent switch
        {
            PresentationHeld f => f.Outcome.Text,
            AttachmentAdded f => f.Name.Text,
            DealOpened f => f.Title,
            _ => Crm.Api.Deals.EventComments.Of(domainEvent),
        };
}
