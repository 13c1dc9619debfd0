using Crm.Domain.Deals;
using Crm.Domain.Settings;

namespace Crm.Domain.BankStatements;

/// <summary>When the payment of a bank line happens. The date is the bank's: it needs no permission.</summary>
/// <param name="HappenedAt">The business time; null: now.</param>
/// <param name="IsMoved">It is not the end of the line's day.</param>
/// <param name="IsClosed">It lies in a period for which the books are closed.</param>
public sealed record PaymentTime(DateTimeOffset? HappenedAt, bool IsMoved, bool IsClosed)
{
    /// <summary>
    /// The end of the line's day in the company's time zone, now if that day is today; the earliest allowed instant if the deal was opened
    /// or reopened later.
    /// </summary>
    public static PaymentTime Of(StatementLine line, Deal deal, CompanyCommandContext context)
    {
        if (line.PaidOn >= context.Today)
            return new(null, false, IsClosedAt(context.Now, context));
        var end = context.EndOf(line.PaidOn);
        var at = Watermarks.Max(end, Watermarks.Max(deal.Marks.OpenedAt, deal.Marks.WallAt));
        return new(at, at != end, IsClosedAt(at, context));
    }

    /// <summary>The first open instant, where the time lies in a closed period.</summary>
    public PaymentTime Opened(CompanyCommandContext context)
    {
        if (!IsClosed || context.BooksClosedUntil is not { } until)
            return this;
        var first = context.EndOf(until).AddSeconds(1);
        return first <= context.Now ? new(first, true, false) : new(null, true, true);
    }

    private static bool IsClosedAt(DateTimeOffset at, CompanyCommandContext context) =>
        context.BooksClosedUntil is { } until && context.DayOf(at) <= until;
}
