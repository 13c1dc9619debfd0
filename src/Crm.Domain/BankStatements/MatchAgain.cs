namespace Crm.Domain.BankStatements;

/// <summary>
/// Runs the matching rules again for a waiting line: its invoice may have been issued since, or its deal reopened. The
/// rules never override what a user decided about a line.
/// </summary>
public static class MatchAgain
{
    /// <summary>Why the rules do not run; null when they do.</summary>
    public static Rejection? Refuse(StatementLine line) =>
        Due(line, again: true) ? null
        : line.Status == StatementLineStatus.OwnTransfer ? Rejection.Conflict("statement_line.own_transfer")
        : line.Direction == MoneyDirection.Out ? Rejection.Conflict("statement_line.outgoing")
        : Rejection.Conflict(
            "statement_line.settled",
            new Blocker(
                "statement_line.settled",
                $"statement-line:{line.Id}",
                "waiting",
                Phrase.Word(line.Status),
                line.Deal is { } deal ? new Fix.ReviewPayment(deal, line.Payment) : new Fix.AssignStatementLine(line.Id)
            )
        );

    /// <summary>Whether the rules may still decide about the line.</summary>
    /// <param name="again">
    /// Include lines that the rules already left to a user, except those that may repeat another line: only a user can tell.
    /// </param>
    public static bool Due(StatementLine line, bool again) =>
        line.Status == StatementLineStatus.Pending
        || (again && line.Status == StatementLineStatus.Waiting && !line.MayRepeat);

    /// <summary>
    /// Whether the rules may decide about the line together with others. A line that a user released is matched again only where it is
    /// asked for by itself: otherwise the rules would book it where the user took it from.
    /// </summary>
    public static bool DueAmongOthers(StatementLine line, bool again) => Due(line, again) && !line.IsReleased;

    /// <summary>
    /// The event that the line waits; null when its importer sees that it already waits for the same. A change of invoices that the
    /// importer does not see is no event, because its version and time would tell of it: see <see cref="Refresh"/>.
    /// </summary>
    /// <param name="isSeen">Whether the importer sees the candidates of a deal; null: of every deal.</param>
    public static StatementLineLeft? Left(
        StatementLine line,
        LineVerdict verdict,
        string? refusal = null,
        Func<DealId, bool>? isSeen = null
    ) =>
        line.Status == StatementLineStatus.Waiting
        && line.Reason == verdict.Reason
        && line.Refusal == (verdict.IsOutOfScope ? null : refusal)
        && Seen(line.Candidates, isSeen).SequenceEqual(Seen(verdict.Candidates, isSeen))
            ? null
            : new(
                line.Id,
                verdict.Reason!,
                verdict.Candidates,
                verdict.IsOutOfScope ? null : refusal,
                verdict.IsOutOfScope
            );

    /// <summary>
    /// The waiting line with its present candidates, for those who write documents of their deals; null when they are the same. The
    /// candidates are a judgement of the moment, which the rules can always make again: no event is needed to keep them.
    /// </summary>
    public static StatementLine? Refresh(StatementLine line, LineVerdict verdict) =>
        line.IsOutOfScope == verdict.IsOutOfScope && line.Candidates.SequenceEqual(verdict.Candidates)
            ? null
            : line with
            {
                Candidates = verdict.Candidates,
                IsOutOfScope = verdict.IsOutOfScope,
            };

    private static IEnumerable<LineCandidate> Seen(
        ImmutableArray<LineCandidate> candidates,
        Func<DealId, bool>? isSeen
    ) => candidates.Where(candidate => isSeen?.Invoke(candidate.Deal) ?? true);
}
