namespace Crm.Domain.BankStatements;

/// <summary>Result of the matching rules: the invoice that a line pays, or why it must wait.</summary>
public sealed record LineVerdict(
    InvoiceCandidate? Match,
    MatchRule? By,
    string? Reason,
    ImmutableArray<LineCandidate> Candidates
)
{
    /// <summary>What the line waits for is known only to those who write documents of a candidate's deal.</summary>
    public bool IsOutOfScope { get; private init; }

    private const string NoInvoice = "statement_line.no_invoice";

    private ImmutableArray<InvoiceCandidate> About { get; init; } = [];

    internal static LineVerdict Pays(InvoiceCandidate found, MatchRule by) => new(found, by, null, []);

    /// <param name="about">Candidates shown to the user; only the first 20, to keep the list readable.</param>
    public static LineVerdict Waits(string reason, params IEnumerable<InvoiceCandidate> about) =>
        new(null, null, reason, [.. about.Take(20).Select(x => x.Plain)]) { About = [.. about.Take(20)] };

    /// <summary>
    /// The verdict as it may be carried out and told. The rules judge over all invoices, so that money never goes to a second best deal
    /// because its user does not see the best one. Whatever an invoice out of their scope is, the importer is told what is true without
    /// it (docs/adr/0076-lines-out-of-scope.md).
    /// </summary>
    /// <param name="mayPay">Whether the one who settles the line writes documents of a manager's deals.</param>
    /// <param name="importerReaches">Whether the importer does.</param>
    /// <param name="own">The verdict of the rules over the invoices in the importer's scope; null: there are none.</param>
    public LineVerdict Within(Func<UserId?, bool> mayPay, Func<UserId?, bool> importerReaches, LineVerdict? own = null)
    {
        if (Match is { } match && mayPay(match.Manager))
            return this;
        InvoiceCandidate[] about = Match is { } best ? [best] : [.. About];
        InvoiceCandidate[] hidden = [.. about.Where(one => !importerReaches(one.Manager))];
        if (hidden.Length == 0)
            return Match is null ? this : Waits(NoInvoice, about);
        // Where the importer's own invoice would be paid the line waits, too; it is told without candidates.
        var told = own is { Reason: not null } ? own : Waits(NoInvoice);
        return told with { Candidates = [.. told.Candidates, .. hidden.Select(one => one.Plain)], IsOutOfScope = true };
    }
}

/// <summary>
/// Decides which invoice a payment pays. A match is certain only when two of three criteria agree: number and payer,
/// number and exact amount, or payer and the exact amount of a single open invoice. Everything else waits for a user
/// with its reason, because money on the wrong deal is worse than money that waits. A payer who is another client of ours, or a purpose
/// that names invoices of two clients, speaks against a match.
/// </summary>
public static class MatchLine
{
    /// <param name="candidates">All invoices that the line names, and all invoices of its payer.</param>
    public static LineVerdict Decide(StatementLine line, IReadOnlyCollection<InvoiceCandidate> candidates) =>
        candidates.Where(x => x.Named).OrderBy(x => x.Invoice).ToArray() is { Length: > 0 } named
            ? ByNumber(line, named)
            : ByPayer(line, [.. candidates.Where(x => x.TaxId).OrderBy(x => x.Invoice)]);

    private static LineVerdict ByNumber(StatementLine line, InvoiceCandidate[] named)
    {
        // Whatever the state of the invoices is: the money may be meant for either client.
        if (named.Select(one => one.Client).Distinct().Count() > 1)
            return LineVerdict.Waits("statement_line.ambiguous", named);
        if (named.Where(x => x.Standing == InvoiceStanding.Open).ToArray() is not { Length: > 0 } open)
            return Dead(named);
        if (open.Length > 1)
            return LineVerdict.Waits("statement_line.ambiguous", open);
        var one = open[0];
        if (one.Open.Currency != line.Amount.Currency)
            return LineVerdict.Waits("statement_line.currency_differs", one);
        if (one.IsOfAnotherClient)
            return LineVerdict.Waits("statement_line.payer_differs", one);
        if (one.Payer == PayerEvidence.Agrees)
            return LineVerdict.Pays(one, MatchRule.NumberAndPayer);
        if (one.IsExactly(line.Amount))
            return LineVerdict.Pays(one, MatchRule.NumberAndAmount);
        return LineVerdict.Waits(
            one.Payer == PayerEvidence.Differs ? "statement_line.payer_differs" : "statement_line.amount_differs",
            one
        );
    }

    /// <summary>
    /// The purpose names no invoice: only an amount that equals exactly one open invoice of this payer identifies it. One that the rule
    /// has paid in full is not open: only a payment that names it takes the place of that money.
    /// </summary>
    private static LineVerdict ByPayer(StatementLine line, InvoiceCandidate[] ofPayer)
    {
        var open = ofPayer.Where(x => IsOwed(x) && x.Open.Currency == line.Amount.Currency).ToArray();
        var exact = open.Where(x => x.IsExactly(line.Amount)).ToArray();
        if (exact.Length == 1)
            return LineVerdict.Pays(exact[0], MatchRule.PayerAndAmount);
        if (exact.Length > 1)
            return LineVerdict.Waits("statement_line.ambiguous", exact);
        if (open.Length > 0)
            return LineVerdict.Waits("statement_line.amount_differs", open);
        var foreign = ofPayer.Where(IsOwed).ToArray();
        return foreign.Length > 0
            ? LineVerdict.Waits("statement_line.currency_differs", foreign)
            : LineVerdict.Waits("statement_line.no_invoice");
    }

    private static bool IsOwed(InvoiceCandidate one) => one is { Standing: InvoiceStanding.Open, Open.Amount: > 0 };

    /// <summary>Named invoices of which none can be paid.</summary>
    private static LineVerdict Dead(InvoiceCandidate[] named)
    {
        foreach (
            var (standing, reason) in ((InvoiceStanding, string)[])
                [
                    (InvoiceStanding.OfClosedDeal, "statement_line.deal_closed"),
                    (InvoiceStanding.Paid, "statement_line.invoice_paid"),
                    (InvoiceStanding.Cancelled, "statement_line.invoice_cancelled"),
                ]
        )
            if (named.Where(x => x.Standing == standing).ToArray() is { Length: > 0 } found)
                return LineVerdict.Waits(reason, found);
        return LineVerdict.Waits("statement_line.no_invoice");
    }
}
