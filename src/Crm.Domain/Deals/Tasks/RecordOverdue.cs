using Crm.Domain.Deals.Activities;
using Crm.Domain.Deals.Proposals;
using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Tasks;

/// <summary>
/// The timer's command: records what has become overdue or expired, each once, at its own date. Mails are given up on closed deals too.
/// </summary>
public sealed record RecordOverdue : DealCommand
{
    protected override bool OnClosedDeals => true;

    /// <summary>When the deal next has something to record; null when there is nothing.</summary>
    public static DateTimeOffset? NextAt(Deal deal) =>
        Tasks(deal)
            .Select(x => (DateTimeOffset?)x.DueAt)
            .Concat(Offers(deal).Select(x => x.ExpiresAt))
            .Concat(deal.Mails.Values.Select(x => x.DeliverBy))
            .Min();

    protected override Decision DecideCore(DecisionContext at) =>
        Decision.Accept([
            .. Tasks(at.Deal)
                .Where(x => x.DueAt <= at.Context.Now)
                .Select(x => new StageTaskOverdue(x.Id, x.Code)
                {
                    HappenedAt = Date(at, x.DueAt),
                    Cause = Cause.Timer("task.due"),
                }),
            .. Offers(at.Deal)
                .Where(x => x.ExpiresAt <= at.Context.Now)
                .Select(x => new ProposalExpired(x.Id)
                {
                    HappenedAt = Date(at, x.ExpiresAt!.Value),
                    Cause = Cause.Timer("proposal.expiry"),
                }),
            .. at
                .Deal.Mails.Values.Where(x => x.DeliverBy <= at.Context.Now)
                .Select(x => new MailFailed(x.Id, x.Attempts, "mail.no_result", Answer: null)
                {
                    HappenedAt = Date(at, x.DeliverBy!.Value),
                    Cause = Cause.Timer("mail.deliver_by"),
                }),
        ]);

    private static IEnumerable<StageTask> Tasks(Deal deal) =>
        deal.IsOpen ? deal.OpenTasks.Where(x => x.Timed && !x.Overdue) : [];

    private static IEnumerable<Proposal> Offers(Deal deal) => deal.IsOpen ? deal.Proposals.Values.Where(IsOffered) : [];

    /// <summary>The date itself, but not before the last reopening: no event may lie before it.</summary>
    private static DateTimeOffset Date(DecisionContext at, DateTimeOffset date) =>
        Watermarks.Max(date, at.Deal.Marks.WallAt);

    private static bool IsOffered(Proposal x) =>
        x is { Status: ProposalStatus.Issued or ProposalStatus.Sent, Timed: true, ExpiryNoted: false };
}
