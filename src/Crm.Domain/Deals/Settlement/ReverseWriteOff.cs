namespace Crm.Domain.Deals.Settlement;

/// <summary>
/// A write-off was entered by mistake: the debt is open again. Refused while more would be refunded or left to us than remains paid.
/// </summary>
public sealed record ReverseWriteOff(WriteOffId WriteOff, Personal Reason) : ReversalCommand
{
    protected override bool IsAlreadySatisfied(DecisionContext at) =>
        at.Deal.Ledger.WriteOffs.FirstOrDefault(one => one.Id == WriteOff)?.Reversal is not null;

    protected override Decision DecideCore(DecisionContext at)
    {
        var ledger = at.Deal.Ledger;
        if (ledger.WriteOffs.FirstOrDefault(one => one.Id == WriteOff) is not { } writeOff)
            return Rejection.NotFound("write_off.not_found");
        if (IsAlreadySatisfied(at))
            return Decision.AlreadySatisfied;
        var left = ledger.Paid - ledger.Refunded - Math.Max(0, -(ledger.WrittenOff - writeOff.Amount));
        if (TakenMoney.Beyond(at, left) is { Length: > 0 } taken)
            return Rejection.Conflict(TakenMoney.Code, taken);
        return Clocks.Referring(at, writeOff.HappenedAt, ledger.MoneyAt, ledger.WrittenOffAt) is { } early
            ? early
            : Decision.Accept(
                new WriteOffReversed(
                    WriteOff,
                    new Money(Math.Abs(writeOff.Amount), ledger.Currency!.Value),
                    writeOff.Amount > 0 ? DebtSide.Client : DebtSide.Us,
                    writeOff.HappenedAt,
                    Reason
                )
            );
    }
}
