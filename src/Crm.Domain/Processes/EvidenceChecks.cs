namespace Crm.Domain.Processes;

/// <summary>An unused event of the deal: on the first raising of a task any one, later only those after the raising.</summary>
public abstract record EvidenceCheck(string Code) : Check(Code)
{
    /// <summary>The oldest fitting events, as many as are wanted, or what is missing.</summary>
    protected CheckResult Find(
        CheckContext at,
        CheckedTask task,
        Func<UnusedEvidence, bool> fits,
        Blocker otherwise,
        int wanted = 1
    )
    {
        // Oldest first: the state keeps them so.
        var found = at
            .Deal.Unused.Where(x =>
                fits(x) && !task.Used.Contains(x.Evidence) && (!task.Again || x.HappenedAt > task.RaisedAt)
            )
            .Take(wanted)
            .ToArray();
        return found.Length < wanted
            ? new CheckResult(
                Code,
                otherwise.Expected,
                otherwise.Actual,
                [wanted == 1 ? otherwise : otherwise with { Actual = Text(found.Length) }],
                []
            )
            : new CheckResult(
                Code,
                otherwise.Expected,
                string.Join(", ", found.Select(x => $"{x.Evidence.Fact}:{x.Evidence.Id}")),
                [],
                [.. found.Select(x => x.Evidence)]
            );
    }

    protected static string Text(int n) => n.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Held contacts with a description; notes are not evidence.</summary>
public sealed record InteractionRecordedCheck() : EvidenceCheck("interaction-recorded")
{
    public const int Most = 20;

    /// <summary>Only of these kinds; empty: of any.</summary>
    public ImmutableArray<InteractionKind> Kinds { get; init; } = [];

    /// <summary>Only in this direction; null: in any.</summary>
    public Direction? Direction { get; init; }

    /// <summary>How many, 1 to 20.</summary>
    public int Minimum { get; init; } = 1;

    /// <summary>Only since the deal came into its present stage.</summary>
    public bool SinceStageEntry { get; init; }

    public override CheckResult Evaluate(CheckContext at, CheckedTask task) =>
        Find(
            at,
            task,
            x => Fits(at, x),
            new Blocker("interaction.missing", at.DealRef, Expected, "0", new Fix.RecordInteraction(at.Deal.Id)),
            Minimum
        );

    public override IEnumerable<Fault> Faults(string pointer)
    {
        if (Minimum is < 1 or > Most)
            yield return new Fault($"{pointer}/minimum", "check.parameter_invalid", $"1 to {Most}");
        if (Kinds.Contains(InteractionKind.Note))
            yield return new Fault($"{pointer}/kinds", "check.parameter_invalid", "notes are no evidence");
    }

    private string Expected =>
        string.Join(
            ", ",
            new[]
            {
                Text(Minimum),
                Kinds.IsEmpty ? null : string.Join("|", Kinds).ToLowerInvariant(),
                Direction?.ToString().ToLowerInvariant(),
                SinceStageEntry ? "since stage entry" : null,
            }.OfType<string>()
        );

    private bool Fits(CheckContext at, UnusedEvidence x) =>
        x.Evidence.Fact == "interaction_recorded"
        && x.Interaction is { } kind
        && kind != InteractionKind.Note
        && (Kinds.IsEmpty || Kinds.Contains(kind))
        && (Direction is null || x.Direction == Direction)
        && (!SinceStageEntry || at.Deal.StageEnteredAt is not { } entered || x.HappenedAt >= entered);
}

public sealed record PresentationHeldCheck() : EvidenceCheck("presentation-held")
{
    public override CheckResult Evaluate(CheckContext at, CheckedTask task) =>
        Find(
            at,
            task,
            x => x.Evidence.Fact == "presentation_held",
            new Blocker("presentation.missing", at.DealRef, "1", "0", new Fix.RecordPresentation(at.Deal.Id))
        );
}

/// <summary>An issued proposal that still stands and has not expired.</summary>
public sealed record ProposalIssuedCheck() : EvidenceCheck("proposal-issued")
{
    public override CheckResult Evaluate(CheckContext at, CheckedTask task) =>
        Find(
            at,
            task,
            x => x.Evidence.Fact == "proposal_issued" && ProposalEvidence.Stands(at, x.Evidence.Id),
            ProposalEvidence.NotIssued(at)
        );
}

public sealed record ProposalSentCheck() : EvidenceCheck("proposal-sent")
{
    public override CheckResult Evaluate(CheckContext at, CheckedTask task) =>
        Find(
            at,
            task,
            x => x.Evidence.Fact == "proposal_sent" && ProposalEvidence.Stands(at, x.Evidence.Id),
            ProposalEvidence.NotSent(at)
        );
}

public sealed record ProposalAcceptedCheck() : EvidenceCheck("proposal-accepted")
{
    public override CheckResult Evaluate(CheckContext at, CheckedTask task) =>
        Find(
            at,
            task,
            x =>
                x.Evidence.Fact == "proposal_accepted"
                && ProposalEvidence.Find(at, x.Evidence.Id)?.Status == ProposalStatus.Accepted,
            ProposalEvidence.NotAccepted(at)
        );
}

/// <summary>Why no proposal proves a task, and the call that brings the deal nearest to it.</summary>
internal static class ProposalEvidence
{
    public static bool Stands(CheckContext at, Guid id) =>
        Find(at, id) is { Status: ProposalStatus.Issued or ProposalStatus.Sent or ProposalStatus.Accepted } found
        && (found.Status == ProposalStatus.Accepted || !found.ExpiredAt(at.HappenedAt));

    public static Blocker NotIssued(CheckContext at)
    {
        if (Latest(at, ProposalStatus.Draft) is { } draft)
            return new Blocker(
                "proposal.not_issued",
                $"proposal:{draft.Id}",
                "issued",
                "draft",
                new Fix.IssueProposal(draft.Id)
            );
        if (Latest(at, ProposalStatus.Issued, ProposalStatus.Sent) is { } expired && expired.ExpiredAt(at.HappenedAt))
            return new Blocker(
                "proposal.expired",
                $"proposal:{expired.Id}",
                "not expired",
                $"expired {ValueText.Of(expired.ExpiresAt!.Value)}",
                new Fix.ReviseProposal(expired.Id)
            );
        return new Blocker("proposal.not_issued", at.DealRef, "issued", "none", new Fix.DraftProposal(at.Deal.Id));
    }

    public static Blocker NotSent(CheckContext at) =>
        Latest(at, ProposalStatus.Issued) is { } issued && !issued.ExpiredAt(at.HappenedAt)
            ? new Blocker(
                "proposal.not_sent",
                $"proposal:{issued.Id}",
                "sent",
                "issued",
                new Fix.SendProposal(issued.Id)
            )
            : NotIssued(at) with
            {
                Code = "proposal.not_sent",
                Expected = "sent",
            };

    public static Blocker NotAccepted(CheckContext at) =>
        Latest(at, ProposalStatus.Issued, ProposalStatus.Sent) is { } offered && !offered.ExpiredAt(at.HappenedAt)
            ? new Blocker(
                "proposal.not_accepted",
                $"proposal:{offered.Id}",
                "accepted",
                Word(offered.Status),
                new Fix.AcceptProposal(offered.Id)
            )
            : NotIssued(at) with
            {
                Code = "proposal.not_accepted",
                Expected = "accepted",
            };

    private static string Word(ProposalStatus status) => status == ProposalStatus.Sent ? "sent" : "issued";

    public static ICheckedProposal? Find(CheckContext at, Guid id) =>
        at.Deal.Proposals.FirstOrDefault(proposal => proposal.Id.Value == id);

    private static ICheckedProposal? Latest(CheckContext at, params ProposalStatus[] statuses) =>
        at.Deal.Proposals.Where(x => statuses.Contains(x.Status)).MaxBy(x => (x.LatestAt, x.Id.Value));
}
