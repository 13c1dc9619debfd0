using Crm.Domain.Deals;
using Crm.Domain.Deals.Settlement;

namespace Crm.Domain.BankStatements;

/// <summary>
/// Records a statement line as a payment. The deal's own rules apply, as to a payment recorded by a user.
/// </summary>
public static class PayFromLine
{
    /// <summary>When the payment exceeds the open amount of the invoice, the rest is an advance.</summary>
    /// <param name="reference">Number and purpose of the bank document, already sealed by the caller.</param>
    public static RecordPayment On(Deal deal, StatementLine line, InvoiceId? invoice, Personal? reference) =>
        On(deal, line, new PartPayment(0, deal.Id, invoice, line.Amount, ""), reference);

    /// <inheritdoc cref="On(Deal, StatementLine, InvoiceId?, Personal?)"/>
    public static RecordPayment On(Deal deal, StatementLine line, PartPayment part, Personal? reference) =>
        new(
            line.PaymentOf(part.Part),
            part.Amount,
            line.PaidOn,
            reference,
            part.Invoice is { } id ? Part(deal, part.Amount, id) : []
        )
        {
            PaysOne = true,
            IsAdvance = part.IsRest,
            Cause = Cause.Import(line.Id),
        };

    /// <summary>Whether a user may still decide about a line.</summary>
    public static Rejection? Refuse(StatementLine line) =>
        line.Status == StatementLineStatus.OwnTransfer ? Rejection.Conflict("statement_line.own_transfer")
        : line.Direction == MoneyDirection.Out ? Rejection.Conflict("statement_line.outgoing")
        : line.IsOpen ? null
        : Rejection.Conflict(
            "statement_line.settled",
            new Blocker(
                "statement_line.settled",
                $"statement-line:{line.Id}",
                "waiting",
                Phrase.Word(line.Status),
                line.IsSettled ? new Fix.UnassignStatementLine(line.Id) : null
            )
        );

    private static ImmutableArray<Allocation> Part(Deal deal, Money amount, InvoiceId id)
    {
        // The payment's own rules refuse an unknown or cancelled invoice.
        if (!deal.Ledger.Invoices.TryGetValue(id, out var invoice) || invoice.Cancelled)
            return [new(id, amount.Amount)];
        var part = Math.Min(amount.Amount, InvoiceCandidate.RoomFor(deal, id));
        return part > 0 ? [new(id, part)] : [];
    }
}

/// <summary>Marks a line as not related to any deal.</summary>
public sealed record IgnoreLine(Personal Reason)
{
    public Decision Decide(StatementLine line) =>
        line.Status == StatementLineStatus.Ignored && Reason.SameText(line.Ignored) ? Decision.AlreadySatisfied
        : PayFromLine.Refuse(line) is { } refused ? refused
        : Decision.Accept(new StatementLineIgnored(line.Id, Reason));
}

/// <summary>Releases a line whose payment does not belong where it is recorded.</summary>
public sealed record UnassignLine(Personal Reason)
{
    public Decision Decide(StatementLine line) =>
        line.IsSettled ? Decision.Accept(new StatementLineUnassigned(line.Id, Reason))
        : line is { Status: StatementLineStatus.Waiting, Attempt: > 0 } ? Decision.AlreadySatisfied
        : Rejection.Conflict(
            "statement_line.not_settled",
            new Blocker(
                "statement_line.not_settled",
                $"statement-line:{line.Id}",
                "matched, assigned",
                Phrase.Word(line.Status),
                line.Direction == MoneyDirection.In ? new Fix.AssignStatementLine(line.Id) : null
            )
        );
}
