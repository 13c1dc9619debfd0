namespace Crm.Domain.Processes;

/// <summary>
/// Needs an unused event of the deal: for the first raising of a task any event, later only events after the raising.
/// </summary>
public abstract record EvidenceCheck(string Code) : Check(Code)
{
    /// <summary>The required number of oldest matching events, or what is missing.</summary>
    protected CheckResult Find(
        CheckContext at,
        CheckedTask task,
        Func<UnusedEvidence, bool> fits,
        Blocker otherwise,
        int wanted = 1
    )
    {
        // The state keeps evidence oldest first.
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
                [wanted == 1 ? otherwise : otherwise with { Actual = $"{found.Length}" }],
                []
            )
            : new CheckResult(
                Code,
                otherwise.Expected,
                Phrase.Data(found.Select(x => $"{x.Evidence.Fact}:{x.Evidence.Id}")),
                [],
                [.. found.Select(x => x.Evidence)]
            );
    }

    protected static string Text(int n) => n.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Interactions that took place, with a description; notes are not evidence.</summary>
public sealed record InteractionRecordedCheck() : EvidenceCheck("interaction-recorded")
{
    public const int Most = 20;

    /// <summary>Only these kinds; empty: any.</summary>
    public ImmutableArray<InteractionKind> Kinds { get; init; } = [];

    /// <summary>Only this direction; null: any.</summary>
    public Direction? Direction { get; init; }

    /// <summary>Required number, 1 to 20.</summary>
    public int Minimum { get; init; } = 1;

    /// <summary>Only since the deal entered its current stage.</summary>
    public bool SinceStageEntry { get; init; }

    public override CheckResult Evaluate(CheckContext at, CheckedTask task) =>
        Find(
            at,
            task,
            x => Fits(at, x),
            new Blocker(
                "interaction.missing",
                at.DealRef,
                Expected,
                "0",
                new Fix.RecordInteraction(at.Deal.Id)
                {
                    Known = new()
                    {
                        Choices = [.. Counting.Select(Word)],
                        Direction = Direction is { } way ? Word(way) : null,
                    },
                }
            ),
            Minimum
        );

    public override IEnumerable<Fault> Faults(string pointer)
    {
        if (Minimum is < 1 or > Most)
            yield return new Fault($"{pointer}/minimum", "check.parameter_invalid", $"1 to {Most}");
        if (Kinds.Contains(InteractionKind.Note))
            yield return new Fault($"{pointer}/kinds", "check.parameter_invalid", "notes are no evidence");
    }

    private IEnumerable<InteractionKind> Counting =>
        Kinds.IsEmpty ? Enum.GetValues<InteractionKind>().Where(kind => kind != InteractionKind.Note) : Kinds;

    private static string Word<T>(T value)
        where T : struct, Enum => Phrase.NameOf(value);

    private Phrase Expected => SinceStageEntry ? $"{Wanted}, since stage entry" : Wanted;

    private Phrase Wanted
    {
        get
        {
            if (Sort.Length == 0)
                return $"{Minimum}";
            return $"{Minimum}, {Sort}";
        }
    }

    /// <summary>The kinds and the direction, as they are asked for; empty: any.</summary>
    private string Sort =>
        string.Join(
            ", ",
            new[]
            {
                Kinds.IsEmpty ? null : string.Join("|", Kinds).ToLowerInvariant(),
                Direction?.ToString().ToLowerInvariant(),
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

/// <summary>An issued proposal that is not superseded, declined or withdrawn, and has not expired.</summary>
public sealed record ProposalIssuedCheck() : EvidenceCheck("proposal-issued")
{
    public override CheckResult Evaluate(CheckContext at, CheckedTask task) =>
        Find(
            at,
            task,
            x => x.Evidence.Fact == "proposal_issued" && ProposalEvidence.IsInForce(at, x.Evidence.Id),
            ProposalEvidence.NotIssued(at)
        );
}

public sealed record ProposalSentCheck() : EvidenceCheck("proposal-sent")
{
    public override CheckResult Evaluate(CheckContext at, CheckedTask task) =>
        Find(
            at,
            task,
            x => x.Evidence.Fact == "proposal_sent" && ProposalEvidence.IsInForce(at, x.Evidence.Id),
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

/// <summary>Explains why no proposal proves a task, and names the call that comes closest to it.</summary>
internal static class ProposalEvidence
{
    public static bool IsInForce(CheckContext at, Guid id) =>
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
                $"expired {expired.ExpiresAt!.Value}",
                new Fix.ReviseProposal(expired.Id)
            );
        return new Blocker(
            "proposal.not_issued",
            at.DealRef,
            "issued",
            "none",
            new Fix.DraftProposal(at.Deal.Id) { Known = new() { FromInterest = at.Deal.InterestLines > 0 } }
        );
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

    private static Phrase Word(ProposalStatus status) => status == ProposalStatus.Sent ? "sent" : "issued";

    public static ICheckedProposal? Find(CheckContext at, Guid id) =>
        at.Deal.Proposals.FirstOrDefault(proposal => proposal.Id.Value == id);

    private static ICheckedProposal? Latest(CheckContext at, params ProposalStatus[] statuses) =>
        at.Deal.Proposals.Where(x => statuses.Contains(x.Status)).MaxBy(x => (x.LatestAt, x.Id.Value));
}
