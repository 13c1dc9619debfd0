namespace Crm.Domain.Settings;

/// <summary>
/// Closes the company's books until a day: payments, refunds, shipments, returns, write-offs and their reversals happen after it.
/// Moving the day back needs a right and a reason (docs/domain.md, Closed books).
/// </summary>
/// <param name="Until">The last closed day, in the company's time zone; today at the latest.</param>
public sealed record MoveBooks(DateOnly Until, Personal? Reason)
{
    public const string ReopenPermission = "books.reopen";

    public Decision Decide(CompanySettings before, CommandContext context)
    {
        if (Until > context.Today)
            return Rejection.Invalid("/closedUntil", "date.future", $"not after {context.Today}");
        if (Until == before.BooksClosedUntil)
            return Decision.AlreadySatisfied;
        if (Until < before.BooksClosedUntil)
        {
            if (!context.Rights.HasFlag(Rights.ReopenBooks))
                return Rejection.Forbidden("permission.missing", ReopenPermission);
            if (Reason is null)
                return Rejection.Invalid("/reason", "member.required");
        }

        return Decision.Accept(new BooksClosed(Until, Reason) { HappenedAt = context.Now });
    }
}
