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
        : line.Direction == MoneyDirection.Out ? Rejection.Conflict("statement_line.outgoing")
        : Rejection.Conflict(
            "statement_line.settled",
            new Blocker(
                "statement_line.settled",
                $"statement-line:{line.Id}",
                "waiting",
                line.Status.ToString().ToLowerInvariant(),
                line.Deal is { } deal
                    ? new Fix.ReviewPayment(deal, new(line.Id.Value))
                    : new Fix.AssignStatementLine(line.Id)
            )
        );

    /// <summary>Whether the rules may still decide about the line.</summary>
    /// <param name="again">
    /// Include lines that the rules already left to a user, except those that may repeat another line: only a user can tell.
    /// </param>
    public static bool Due(StatementLine line, bool again) =>
        line.Status == StatementLineStatus.Pending
        || (again && line.Status == StatementLineStatus.Waiting && !line.MayRepeat);

    /// <summary>The event that the line waits; null when it already waits for the same reason.</summary>
    public static StatementLineLeft? Left(StatementLine line, LineVerdict verdict, string? refusal = null) =>
        line.Status == StatementLineStatus.Waiting
        && line.Reason == verdict.Reason
        && line.Refusal == (verdict.IsOutOfScope ? null : refusal)
        && line.IsOutOfScope == verdict.IsOutOfScope
        && line.Candidates.SequenceEqual(verdict.Candidates)
            ? null
            : new(
                line.Id,
                verdict.Reason!,
                verdict.Candidates,
                verdict.IsOutOfScope ? null : refusal,
                verdict.IsOutOfScope
            );
}
