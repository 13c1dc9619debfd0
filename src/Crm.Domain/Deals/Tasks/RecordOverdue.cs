using Crm.Domain.Deals.Proposals;
using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Tasks;

/// <summary>The timer's command: records what has become overdue or expired, each once, at its own date.</summary>
public sealed record RecordOverdue : DealCommand
{
    /// <summary>When the deal next has something to record; null when there is nothing.</summary>
    public static DateTimeOffset? NextAt(Deal deal) =>
        deal.IsOpen
            ? deal
                .OpenTasks.Where(x => x.Timed && !x.Overdue)
                .Select(x => (DateTimeOffset?)x.DueAt)
                .Concat(deal.Proposals.Values.Where(IsOffered).Select(x => x.ExpiresAt))
                .Min()
            : null;

    protected override bool IsAlreadySatisfied(DecisionContext at) => !at.Deal.IsOpen;

    protected override Decision DecideCore(DecisionContext at) =>
        !at.Deal.IsOpen
            ? Decision.AlreadySatisfied
            : Decision.Accept([
                .. at
                    .Deal.OpenTasks.Where(x => x.Timed && !x.Overdue && x.DueAt <= at.Context.Now)
                    .Select(x => new StageTaskOverdue(x.Id, x.Code)
                    {
                        HappenedAt = Date(at, x.DueAt),
                        Cause = Cause.Timer("task.due"),
                    }),
                .. at
                    .Deal.Proposals.Values.Where(x => IsOffered(x) && x.ExpiresAt <= at.Context.Now)
                    .Select(x => new ProposalExpired(x.Id)
                    {
                        HappenedAt = Date(at, x.ExpiresAt!.Value),
                        Cause = Cause.Timer("proposal.expiry"),
                    }),
            ]);

    /// <summary>The date itself, but not before the last reopening: no event may lie before it.</summary>
    private static DateTimeOffset Date(DecisionContext at, DateTimeOffset date) =>
        Watermarks.Max(date, at.Deal.Marks.WallAt);

    private static bool IsOffered(Proposal x) =>
        x is { Status: ProposalStatus.Issued or ProposalStatus.Sent, Timed: true, ExpiryNoted: false };
}
