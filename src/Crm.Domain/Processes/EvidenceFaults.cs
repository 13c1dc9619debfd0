namespace Crm.Domain.Processes;

/// <summary>
/// Finds tasks that no deal could ever complete. No event proves two checks of one task, so their needs add up; only
/// one proposal is accepted at a time; and a deal stores no more unused events of a sort than one check may require.
/// </summary>
internal static class EvidenceFaults
{
    public static IEnumerable<Fault> Of(IReadOnlyList<Check> checks, string pointer)
    {
        if (Need(checks, x => x is ProposalAcceptedCheck ? 1 : 0) > 1)
            yield return new(
                pointer,
                "check.never_holds",
                "proposal-accepted once: a deal has one accepted proposal at a time"
            );
        foreach (
            var (name, of) in new (string, Func<Check, int>)[]
            {
                (
                    "interaction-recorded",
                    x => x is InteractionRecordedCheck talk ? Math.Min(talk.Minimum, InteractionRecordedCheck.Most) : 0
                ),
                ("presentation-held", x => x is PresentationHeldCheck ? 1 : 0),
                ("proposal-issued", x => x is ProposalIssuedCheck ? 1 : 0),
                ("proposal-sent", x => x is ProposalSentCheck ? 1 : 0),
            }
        )
            if (Need(checks, of) > InteractionRecordedCheck.Most)
                yield return new(
                    pointer,
                    "check.never_holds",
                    $"{name}: at most {InteractionRecordedCheck.Most} in one task"
                );
    }

    /// <summary>
    /// The least number of events that the checks need together; of alternatives the smallest counts.
    /// </summary>
    private static long Need(IEnumerable<Check> checks, Func<Check, int> of) =>
        checks.Sum(x =>
            x switch
            {
                AllOfCheck all => Need(all.Checks, of),
                AnyOfCheck any => any.Checks.Min(part => Need([part], of)),
                _ => of(x),
            }
        );
}
