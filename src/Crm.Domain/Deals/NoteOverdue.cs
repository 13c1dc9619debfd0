using Crm.Domain.Deals.Process;

namespace Crm.Domain.Deals;

/// <summary>The timer's command: notes what became overdue or expired by now, each once, at its own date.</summary>
public sealed record NoteOverdue : DealCommand
{
    /// <summary>When the deal next has something to note; null while there is nothing.</summary>
    public static DateTimeOffset? NextAt(Deal deal) =>
        deal.IsOpen
            ? deal
                .OpenTasks.Where(x => x.Timed && !x.Overdue)
                .Select(x => (DateTimeOffset?)x.DueAt)
                .Concat(deal.Proposals.Values.Where(IsOffered).Select(x => x.ExpiresAt))
                .Min()
            : null;

    protected override bool AlreadyHolds(Situation at) => !at.Deal.IsOpen;

    protected override Decision Judge(Situation at) =>
        !at.Deal.IsOpen
            ? Decision.AlreadyHolds
            : Decision.Accept([
                .. at
                    .Deal.OpenTasks.Where(x => x.Timed && !x.Overdue && x.DueAt <= at.Intent.Now)
                    .Select(x => new StageTaskOverdue(x.Id, x.Code)
                    {
                        HappenedAt = Date(at, x.DueAt),
                        Cause = Cause.Timer("task.due"),
                    }),
                .. at
                    .Deal.Proposals.Values.Where(x => IsOffered(x) && x.ExpiresAt <= at.Intent.Now)
                    .Select(x => new ProposalExpired(x.Id)
                    {
                        HappenedAt = Date(at, x.ExpiresAt!.Value),
                        Cause = Cause.Timer("proposal.expiry"),
                    }),
            ]);

    /// <summary>The date itself, but never behind a reopening: no fact may lie before it.</summary>
    private static DateTimeOffset Date(Situation at, DateTimeOffset date) => Marks.Max(date, at.Deal.Marks.WallAt);

    private static bool IsOffered(Proposal x) =>
        x is { Status: ProposalStatus.Issued or ProposalStatus.Sent, Timed: true, ExpiryNoted: false };
}
