using Crm.Domain.Settings;

namespace Crm.Domain.Deals.Settlement;

/// <summary>
/// Money and goods happen after the period for which the company closed its books. Orders, invoices and allocations are free.
/// </summary>
internal static class ClosedBooks
{
    public static Rejection? Refuse(DecisionContext at, IEnumerable<DomainEvent> events) =>
        at.Context.BooksClosedUntil is { } until
        && at.Context.DayOf(at.HappenedAt) is var day
        && day <= until
        && events.Any(IsBound)
            ? Rejection.Conflict(
                "period.closed",
                new Blocker("period.closed", at.DealRef, $"> {until}", $"{day}", Reopening(at))
            )
            : null;

    private static Fix Reopening(DecisionContext at) =>
        at.Context.Rights.HasFlag(Rights.ReopenBooks)
            ? new Fix.MoveBooks()
            : new Fix.AskUserWith(MoveBooks.ReopenPermission);

    private static bool IsBound(DomainEvent domainEvent) =>
        domainEvent
            is PaymentReceived
                or PaymentReversed
                or RefundMade
                or RefundReversed
                or ShipmentMade
                or ShipmentReversed
                or ReturnAccepted
                or ReturnReversed
                or DebtWrittenOff
                or WriteOffReversed;
}
