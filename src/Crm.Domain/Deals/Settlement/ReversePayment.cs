using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Settlement;

/// <summary>
/// A payment was entered by mistake, or is transferred to another deal. Refused while more would be refunded or left to us than
/// remains paid.
/// </summary>
public sealed record ReversePayment(PaymentId Payment, Personal Reason) : ReversalCommand
{
    /// <summary>The payment that takes its place on another deal; null: none.</summary>
    public PaymentOnDeal? MovedTo { get; init; }

    protected override bool IsAlreadySatisfied(DecisionContext at) =>
        at.Deal.Ledger.Payments.FirstOrDefault(one => one.Id == Payment) is { Reversal: { } earlier }
        && (MovedTo is null || earlier.MovedTo?.Deal == MovedTo.Deal);

    protected override Decision DecideCore(DecisionContext at)
    {
        var ledger = at.Deal.Ledger;
        if (ledger.Payments.FirstOrDefault(one => one.Id == Payment) is not { } payment)
            return Rejection.NotFound("payment.not_found");
        if (payment.Reversal is not null)
            return IsAlreadySatisfied(at) ? Decision.AlreadySatisfied : AlreadyReversed(at, payment);
        if (TakenMoney.Beyond(at, ledger.MoneyLeft - payment.Amount) is { Length: > 0 } taken)
            return Rejection.Conflict(TakenMoney.Code, taken);
        return Clocks.Referring(at, payment.LatestAt, ledger.MoneyAt, ledger.WrittenOffAt) is { } early
            ? early
            : Decision.Accept(
                new PaymentReversed(
                    Payment,
                    new Money(payment.Amount, ledger.Currency!.Value),
                    payment.HappenedAt,
                    Reason
                )
                {
                    MovedTo = MovedTo,
                }
            );
    }

    internal static Rejection AlreadyReversed(DecisionContext at, Payment payment) =>
        Rejection.Conflict(
            "payment.reversed",
            new Blocker(
                "payment.reversed",
                $"payment:{payment.Id}",
                "a payment in force",
                "reversed",
                payment.Reversal?.MovedTo is { } moved
                    ? new Fix.ReviewPayment(moved.Deal, moved.Payment)
                    : new Fix.RecordPayment(at.Deal.Id)
            )
        );
}

/// <summary>
/// A document was entered by mistake. A reversal moves no stage, completes no task and is refused on a closed deal, unless it repeats one.
/// </summary>
public abstract record ReversalCommand : DealCommand
{
    protected override bool BringsEvidence => false;

    protected override bool MovesMoneyOrGoods => true;
}

/// <summary>
/// What keeps money from being reversed: refunds, and what the client left to us, that would have nothing to be taken from.
/// </summary>
internal static class TakenMoney
{
    public const string Code = "money.taken";

    /// <param name="left">What would be left of the money of the deal.</param>
    public static Blocker[] Beyond(DecisionContext at, decimal left)
    {
        if (left >= 0)
            return [];
        var ledger = at.Deal.Ledger;
        return
        [
            .. ledger
                .Refunds.Where(refund => refund.Reversal is null)
                .Select(refund => new Blocker(
                    Code,
                    $"refund:{refund.Id}",
                    Unmet.Sum(at.Deal, 0),
                    Unmet.Sum(at.Deal, Math.Min(refund.Amount, -left)),
                    new Fix.ReverseRefund(at.Deal.Id, refund.Id)
                )),
            .. ledger
                .WriteOffs.Where(writeOff => writeOff is { Reversal: null, Amount: < 0 })
                .Select(writeOff => new Blocker(
                    Code,
                    $"write-off:{writeOff.Id}",
                    Unmet.Sum(at.Deal, 0),
                    Unmet.Sum(at.Deal, Math.Min(-writeOff.Amount, -left)),
                    new Fix.ReverseWriteOff(at.Deal.Id, writeOff.Id)
                )),
        ];
    }
}
