namespace Crm.Domain.Deals.Settlement;

/// <summary>
/// What events of money change in a ledger. Documents are sorted by business time, then by recording, so that folding in either order
/// gives the same ledger.
/// </summary>
internal static class MoneyChanges
{
    public static Ledger With(this Ledger ledger, PaymentReceived f) =>
        f.Allocations.Aggregate(
            ledger.MoneyMoved(f) with
            {
                Currency = f.Amount.Currency,
                Paid = ledger.Paid + f.Amount.Amount,
                Payments = Inserted(
                    ledger.Payments,
                    new Payment(f.Payment, f.Amount.Amount, f.HappenedAt, f.HappenedAt)
                    {
                        Number = f.Number,
                        Says = f.Says,
                    },
                    payment => payment.HappenedAt
                ),
            },
            (after, said) => after.InvoiceChanged(said.Invoice, f, x => x)
        );

    public static Ledger With(this Ledger ledger, PaymentAllocated f) =>
        (f.Allocations ?? []).Aggregate(
            ledger with
            {
                Payments = ledger.Payments.PaymentChanged(f.Payment, f, x => x with { Says = f.Allocations }),
            },
            (after, said) => after.InvoiceChanged(said.Invoice, f, x => x)
        );

    public static Ledger With(this Ledger ledger, PaymentReversed f) =>
        ledger.Payments.Any(payment => payment.Id == f.Payment)
            ? ledger.MoneyMoved(f) with
            {
                Paid = ledger.Paid - f.Amount.Amount,
                Payments = ledger.Payments.PaymentChanged(
                    f.Payment,
                    f,
                    x => x with { Reversal = new(f.HappenedAt, f.Reason) { MovedTo = f.MovedTo } }
                ),
            }
            : ledger;

    public static Ledger With(this Ledger ledger, RefundMade f)
    {
        var after = ledger.MoneyMoved(f) with
        {
            Refunded = ledger.Refunded + f.Amount.Amount,
            Refunds = Inserted(
                ledger.Refunds,
                new Refund(f.Refund, f.Amount.Amount, f.Invoice, f.HappenedAt),
                refund => refund.HappenedAt
            ),
        };
        return f.Invoice is { } invoice ? after.InvoiceChanged(invoice, f, x => x) : after;
    }

    public static Ledger With(this Ledger ledger, RefundReversed f) =>
        ledger.Refunds.FirstOrDefault(refund => refund.Id == f.Refund) is { } reversed
            ? ledger.MoneyMoved(f) with
            {
                Refunded = ledger.Refunded - f.Amount.Amount,
                Refunds = ledger.Refunds.Replace(reversed, reversed with { Reversal = new(f.HappenedAt, f.Reason) }),
            }
            : ledger;

    public static Ledger With(this Ledger ledger, DebtWrittenOff f)
    {
        var amount = Signed(f.Amount, f.Side);
        return ledger with
        {
            Currency = f.Amount.Currency,
            WrittenOff = ledger.WrittenOff + amount,
            WrittenOffAt = Watermarks.Max(ledger.WrittenOffAt, f.HappenedAt),
            WriteOffs = Inserted(
                ledger.WriteOffs,
                new WriteOff(f.WriteOff, amount, f.HappenedAt),
                writeOff => writeOff.HappenedAt
            ),
        };
    }

    public static Ledger With(this Ledger ledger, WriteOffReversed f) =>
        ledger.WriteOffs.FirstOrDefault(writeOff => writeOff.Id == f.WriteOff) is { } reversed
            ? ledger with
            {
                WrittenOff = ledger.WrittenOff - Signed(f.Amount, f.Side),
                WrittenOffAt = Watermarks.Max(ledger.WrittenOffAt, f.HappenedAt),
                WriteOffs = ledger.WriteOffs.Replace(
                    reversed,
                    reversed with
                    {
                        Reversal = new(f.HappenedAt, f.Reason),
                    }
                ),
            }
            : ledger;

    private static decimal Signed(Money amount, DebtSide side) =>
        side == DebtSide.Client ? amount.Amount : -amount.Amount;

    private static Ledger MoneyMoved(this Ledger ledger, DomainEvent domainEvent) =>
        ledger with
        {
            MoneyAt = Watermarks.Max(ledger.MoneyAt, domainEvent.HappenedAt),
        };

    private static ImmutableArray<Payment> PaymentChanged(
        this ImmutableArray<Payment> payments,
        PaymentId id,
        DomainEvent domainEvent,
        Func<Payment, Payment> change
    ) =>
        payments.FirstOrDefault(payment => payment.Id == id) is { } found
            ? payments.Replace(
                found,
                change(found) with
                {
                    LatestAt = Watermarks.Max(found.LatestAt, domainEvent.HappenedAt),
                }
            )
            : payments;

    /// <summary>After everything that happened at the same time or before.</summary>
    private static ImmutableArray<T> Inserted<T>(ImmutableArray<T> all, T added, Func<T, DateTimeOffset> timeOf)
    {
        var at = all.Length;
        while (at > 0 && timeOf(all[at - 1]) > timeOf(added))
            at--;
        return all.Insert(at, added);
    }
}
