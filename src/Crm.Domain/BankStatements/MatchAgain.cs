namespace Crm.Domain.BankStatements;

/// <summary>
/// The rules are asked once more of a line that waits: its invoice may have come since, its deal may be open again. What somebody
/// has decided about a line is his, and the rules do not turn it round.
/// </summary>
public static class MatchAgain
{
    /// <summary>Why the rules are not asked; null when they are.</summary>
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

    /// <summary>The rules may still say what becomes of it.</summary>
    /// <param name="again">Also of what they have left to somebody.</param>
    public static bool Due(StatementLine line, bool again) =>
        line.Status == StatementLineStatus.Pending || (again && line.Status == StatementLineStatus.Waiting);

    /// <summary>The event that it waits; null when it waits for just this already.</summary>
    public static StatementLineLeft? Left(StatementLine line, LineVerdict verdict, string? refusal = null) =>
        line.Status == StatementLineStatus.Waiting
        && line.Reason == verdict.Reason
        && line.Refusal == refusal
        && line.Candidates.SequenceEqual(verdict.Candidates)
            ? null
            : new(line.Id, verdict.Reason!, verdict.Candidates, refusal);
}
