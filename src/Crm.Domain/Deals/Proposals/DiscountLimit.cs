using System.Globalization;
using Crm.Domain.Deals.Settlement;

namespace Crm.Domain.Deals.Proposals;

/// <summary>
/// The largest discount that a user may give without approval: the largest limit of their roles, null for unlimited
/// (ADR 54).
/// </summary>
internal static class DiscountLimit
{
    /// <summary>Names everything above the limit, each with the call that helps; null when nothing is.</summary>
    /// <param name="subject">The document.</param>
    public static Rejection? Refuse(
        DecisionContext at,
        string subject,
        ImmutableArray<PricedLine> lines,
        Currency currency,
        DocumentDiscount? discount,
        Fix fix
    )
    {
        if (
            at.Context.DiscountLimit is not { } limit
            || DiscountFound.In(lines, currency, discount) is var found && found.Largest <= limit
        )
            return null;
        return Rejection.Conflict(
            "discount.approval_required",
            found
                .Lines.Select(x => (Subject: $"line:{x.Line}", x.Percent))
                .Prepend((Subject: subject, Percent: found.Whole))
                .Where(x => x.Percent > limit)
                .Select(x => new Blocker(
                    "discount.approval_required",
                    x.Subject,
                    $"<= {Text(limit)}",
                    Text(x.Percent),
                    fix
                ))
        );
    }

    public static string Text(decimal percent) => percent.ToString("0.##", CultureInfo.InvariantCulture) + " %";
}
