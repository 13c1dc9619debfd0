namespace Crm.Domain.Deals.Settlement;

/// <summary>
/// A document that is made from another inherits whether prices include VAT (docs/domain.md, Documents and money): the same price
/// would mean another amount otherwise.
/// </summary>
public static class InheritedVat
{
    private const string Code = "price_includes_vat.differs";

    /// <summary>What an invoice inherits: from its order, or from the lines of the invoice that it replaces; null: from neither.</summary>
    public static bool? Of(Order? order, InvoiceIssued? replaced) =>
        order?.PriceIncludesVat ?? (replaced is { Lines.IsEmpty: false } ? replaced.PriceIncludesVat : null);

    /// <summary>Refuses a stated value that contradicts the inherited one.</summary>
    /// <param name="subject">The document that the value is inherited from, such as <c>order:018f…</c>.</param>
    /// <param name="fix">The same call, without the value.</param>
    internal static Rejection? Refuse(bool? stated, bool? inherited, string subject, Fix fix) =>
        stated is { } given && inherited is { } expected && given != expected
            ? Rejection.Conflict(
                Code,
                new Blocker(Code, subject, Phrase.Data(Text(expected)), Phrase.Data(Text(given)), fix)
            )
            : null;

    private static string Text(bool value) => value ? "true" : "false";
}
