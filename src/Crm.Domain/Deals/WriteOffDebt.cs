using Crm.Domain.Deals.Process;

namespace Crm.Domain.Deals;

/// <summary>
/// Lets a small debt go, that of the client or ours: at most the debt as it stands, and all write-offs of the deal together
/// within the company's limit, so that many small ones do not make a large one.
/// </summary>
/// <param name="Side">Whose debt it closes.</param>
public sealed record WriteOffDebt(WriteOffId Id, Money Amount, DebtSide Side, Personal Reason) : DealCommand
{
    protected override Decision Judge(Situation at)
    {
        var ledger = at.Deal.Ledger;
        if (ledger.WriteOffs.ContainsKey(Id)) return Rejection.Conflict("id.taken");
        if (Rule.Positive(Amount, "/amount/amount") is { } fault) return fault;
        if (Rule.SameCurrency(at, Amount.Currency, at.Deal.Currency) is { } differs) return differs;
        if (((Blocker?[])[BeyondDebt(at), BeyondLimit(at)]).OfType<Blocker>().ToArray() is { Length: > 0 } beyond) return Rejection.Conflict(beyond[0].Code, beyond);
        return Clocks.Referring(at, ledger.DebtAt) is { } early ? early : Decision.Accept(new DebtWrittenOff(Id, "", Amount, Side, Reason));
    }

    private Blocker? BeyondDebt(Situation at)
    {
        var balance = at.Deal.Ledger.Balance;
        var debt = Side == DebtSide.Client ? balance.ClientOwes : balance.WeOwe;
        return Amount.Amount > debt
            ? new Blocker("write_off.exceeds_debt", at.DealRef, $"<= {Unmet.Sum(at.Deal, debt)}", Amount.ToString(), Fix.To("getBalance", ("dealId", at.Deal.Id)))
            : null;
    }

    /// <summary>A limit says nothing of another currency than its own: there nothing is written off. What takes an earlier write-off back is always within it.</summary>
    private Blocker? BeyondLimit(Situation at)
    {
        var (limit, before) = (at.Intent.WriteOffLimit, at.Deal.Ledger.WrittenOff);
        var after = Amount.With(Math.Abs(before + (Side == DebtSide.Client ? Amount.Amount : -Amount.Amount)));
        if (after.Amount < Math.Abs(before)) return null;
        return limit.Currency != Amount.Currency || after.Amount > limit.Amount
            ? new Blocker("write_off.exceeds_limit", at.DealRef, $"<= {limit}", after.ToString(), Fix.To(Side == DebtSide.Client ? "recordPayment" : "recordRefund", ("dealId", at.Deal.Id)))
            : null;
    }
}
