using Crm.Domain.Deals;
using Crm.Domain.Deals.Settlement;

namespace Crm.Domain.BankStatements;

/// <summary>A line as a payment on a deal: the deal's own rules judge it like one that a person records.</summary>
public static class PayFromLine
{
    /// <summary>Of a payment that is more than is left on the invoice, the rest is an advance.</summary>
    /// <param name="reference">Number and purpose of the bank document, sealed at the edge.</param>
    public static RecordPayment On(Deal deal, StatementLine line, InvoiceId? invoice, Personal? reference) =>
        new(line.Payment, line.Amount, line.PaidOn, reference, invoice is { } id ? Part(deal, line, id) : [])
        {
            PaysOne = true,
            Cause = Cause.Import(line.Id),
        };

    /// <summary>Whether somebody may still say what becomes of a line.</summary>
    public static Rejection? Refuse(StatementLine line) =>
        line.Direction == MoneyDirection.Out ? Rejection.Conflict("statement_line.outgoing")
        : line.IsOpen ? null
        : Rejection.Conflict(
            "statement_line.settled",
            new Blocker(
                "statement_line.settled",
                $"statement-line:{line.Id}",
                "waiting",
                line.Status.ToString().ToLowerInvariant(),
                line.Deal is { } deal ? new Fix.ReviewPayment(deal, new(line.Id.Value)) : null
            )
        );

    private static ImmutableArray<Allocation> Part(Deal deal, StatementLine line, InvoiceId id)
    {
        // What is not there, or taken back, is refused by the payment's own rules.
        if (!deal.Ledger.Invoices.TryGetValue(id, out var invoice) || invoice.Cancelled)
            return [new(id, line.Amount.Amount)];
        var part = Math.Min(line.Amount.Amount, InvoiceCandidate.OpenOf(invoice));
        return part > 0 ? [new(id, part)] : [];
    }
}

/// <summary>Says that a line pays no deal.</summary>
public sealed record IgnoreLine(Personal Reason)
{
    public Decision Decide(StatementLine line) =>
        line.Status == StatementLineStatus.Ignored && Reason.SameText(line.Ignored) ? Decision.AlreadySatisfied
        : PayFromLine.Refuse(line) is { } refused ? refused
        : Decision.Accept(new StatementLineIgnored(line.Id, Reason));
}
