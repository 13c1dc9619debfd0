using Crm.Domain.Catalog;
using Crm.Domain.Deals.Proposals;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Deals.Tasks;
using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Lifecycle;

/// <summary>
/// Closes a deal as won through the closing gate, or as lost with a reason (docs/domain.md, Closing gate).
/// </summary>
/// <param name="Reason">The lost reason from the catalogue; null when none was given.</param>
/// <param name="Waiver">Why a debt is left open; needs a permission.</param>
public sealed record CloseDeal(
    Outcome Outcome,
    LostReason? Reason,
    Personal? Comment,
    Personal? Competitor,
    Personal? Waiver
) : DealCommand
{
    protected override bool IsAlreadySatisfied(DecisionContext at) => at.Deal.Closing?.Outcome == Outcome;

    protected override Decision DecideCore(DecisionContext at)
    {
        if (!at.Deal.IsOpen)
            return Decision.AlreadySatisfied;
        if (Clocks.Closing(at) is { } early)
            return early;
        return Outcome == Outcome.Won ? AsWon(at) : AsLost(at);
    }

    internal static DealClosed Won(DecisionContext at) =>
        new(Outcome.Won, at.Deal.Stage?.Stage, at.Deal.ExpectedAmount, at.Deal.Probability, null, null, null, null)
        {
            NotChecked = ClosingGate.NotChecked(at.Gated) is { IsEmpty: false } left ? left : null,
        };

    private Decision AsWon(DecisionContext at)
    {
        var last = at.Deal.OpenTasks.Where(x => x.Code == at.Process.Last?.Code).ToArray();
        if (Gate(ClosingGate.Won(at.Deal, at.Gated, last.FirstOrDefault()?.Id)) is { } refused)
            return refused;
        var completed = last.Select(x => new StageTaskCompleted(x.Id, x.Code, [], null, null, null)
        {
            Cause = Cause.Rule("deal.closed"),
        });
        // Tasks that are still open here are optional: the gate refuses open mandatory ones.
        var left = StageFlow.Withdraw(at.Deal.OpenTasks.Except(last), Cause.Rule("deal.closed"));
        return Decision.Accept([.. completed, .. left, Won(at) with { Comment = Comment }]);
    }

    private Decision AsLost(DecisionContext at)
    {
        if (Waiver is not null && !at.Context.Rights.HasFlag(Rights.WaiveDebt))
            return Rejection.Forbidden("permission.missing", "debt.waive");
        if (Reason is { Retired: true })
            return LostReason.RetiredAt("/lostReason");
        if (Gate([.. Unexplained(at), .. ClosingGate.Lost(at.Deal, Waiver is not null)]) is { } refused)
            return refused;
        var closed = new DealClosed(
            Outcome.Lost,
            at.Deal.Stage?.Stage,
            at.Deal.ExpectedAmount,
            at.Deal.Probability,
            Reason!.Code,
            Comment,
            Competitor,
            Waiver
        );
        return Decision.Accept([closed, .. Undone(at.Deal)]);
    }

    private IEnumerable<Blocker> Unexplained(DecisionContext at)
    {
        if (Reason is null)
            yield return new Blocker("lost_reason.missing", at.DealRef, "lostReason", "none", Lost(at, "lostReason"));
        else if (Reason.Requires == LostReasonRequires.Comment && Comment is null)
            yield return new Blocker(
                "lost_reason.comment_required",
                $"lost_reason:{Reason.Code}",
                "comment",
                "none",
                Lost(at, "comment")
            );
        else if (Reason.Requires == LostReasonRequires.Competitor && Competitor is null)
            yield return new Blocker(
                "lost_reason.competitor_required",
                $"lost_reason:{Reason.Code}",
                "competitor",
                "none",
                Lost(at, "competitor")
            );
    }

    /// <summary>The same loss with what it lacks.</summary>
    private Fix.CloseDeal Lost(DecisionContext at, string missing) =>
        new(at.Deal.Id)
        {
            Known = new()
            {
                Choices = ["lost"],
                LostReason = Reason?.Code,
                Members = [missing],
            },
        };

    /// <summary>
    /// A loss withdraws open tasks and proposals and cancels undelivered quantities and unpaid invoices, with itself as
    /// the reason.
    /// </summary>
    private static IEnumerable<DomainEvent> Undone(Deal deal)
    {
        var cause = Cause.Rule("deal.lost");
        var why = Personal.Seal("deal.lost", "");
        foreach (var domainEvent in StageFlow.Withdraw(deal, cause))
            yield return domainEvent;
        foreach (
            var proposal in deal.Proposals.Values.Where(x =>
                x.Status is ProposalStatus.Draft or ProposalStatus.Issued or ProposalStatus.Sent
            )
        )
            yield return new ProposalWithdrawn(proposal.Id, why) { Cause = cause };
        // Invoices before orders: no credit of a cancelled line may mark one as paid.
        foreach (var invoice in deal.Ledger.Invoices.Values.Where(invoice => IsUnpaid(deal, invoice)))
            yield return new InvoiceCancelled(invoice.Id, why) { Cause = cause };
        foreach (var order in deal.Ledger.Orders.Values)
            if (
                order
                    .LinesAsGiven.Where(x => x.Rest > 0)
                    .Select(x => new LineQuantity(x.Id, x.Rest))
                    .ToImmutableArray() is
                { Length: > 0 } rest
            )
                yield return new OrderLinesCancelled(order.Id, rest, why) { Cause = cause };
    }

    /// <summary>Something is open, and neither money nor a write-off stands on it.</summary>
    private static bool IsUnpaid(Deal deal, Invoice invoice) =>
        !invoice.Cancelled
        && deal.Ledger.Allocation.On(invoice.Id) is { Open: > 0, Parts.IsEmpty: true, WrittenOff: 0 };

    private static Rejection? Gate(IEnumerable<Blocker> unmet) =>
        unmet.ToArray() is { Length: > 0 } blockers ? Rejection.Conflict("deal.gate_unmet", blockers) : null;
}
