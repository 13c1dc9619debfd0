using System.Text.Json.Serialization;
using Crm.Api.Clients;
using Crm.Api.Deals;
using Crm.Domain.Deals.Settlement;

namespace Crm.Api.Settlement;

/// <summary>
/// State of an invoice: <c>issued</c>, <c>paid</c> (nothing is open, and money or a write-off stands on it), <c>credited</c> (nothing is
/// open because goods were returned or cancelled) or <c>cancelled</c>.
/// </summary>
[JsonConverter(typeof(CamelCase<InvoiceStatus>))]
public enum InvoiceStatus
{
    Issued,
    Paid,
    Cancelled,
    Credited,
}

/// <summary>An invoice (счёт на оплату).</summary>
/// <param name="OrderId">Id of the invoiced order; null for an invoice without an order.</param>
/// <param name="Status">State of the invoice.</param>
/// <param name="Lines">Lines of the invoice in the order in which they were given; empty for a plain amount.</param>
/// <param name="Total">Total to pay, with VAT.</param>
/// <param name="Net">Total without VAT; null for a plain amount of an earlier version, which states no VAT.</param>
/// <param name="Vat">
/// VAT (НДС) included in the total; null for a plain amount of an earlier version, which states no VAT.
/// </param>
/// <param name="Paid">Money that stands on the invoice.</param>
/// <param name="Credited">What returned and cancelled goods take off the invoice.</param>
/// <param name="WrittenOff">Debt of the client on the invoice that was written off.</param>
/// <param name="Open">Still to be paid: total less credited, paid and written off.</param>
/// <param name="Allocations">Parts of payments that stand on the invoice at this time, by hand or by rule.</param>
/// <param name="DueOn">Business date by which the invoice is to be paid; null when none was set.</param>
/// <param name="Part">
/// Part of the payment schedule (график оплаты) that this invoice covers; null for invoices without a schedule.
/// </param>
/// <param name="Replaces">Id of the cancelled invoice that this one replaces; null when it replaces none.</param>
/// <param name="ReplacedBy">Id of the invoice that replaces this one; null when there is none.</param>
/// <param name="Client">The client at the time of issue; null when the deal had no client or the caller may not see it.</param>
public sealed record InvoiceAnswer(
    Guid Id,
    Guid DealId,
    string Number,
    Guid? OrderId,
    InvoiceStatus Status,
    IReadOnlyList<LineAnswer> Lines,
    Money Total,
    Money? Net,
    Money? Vat,
    Money Paid,
    Money Credited,
    Money WrittenOff,
    Money Open,
    IReadOnlyList<InvoiceAllocationAnswer> Allocations,
    DateOnly? DueOn,
    SchedulePart? Part,
    Guid? Replaces,
    Guid? ReplacedBy,
    DateTimeOffset HappenedAt,
    DateTimeOffset RecordedAt,
    DocumentClientAnswer? Client
)
{
    /// <summary><c>true</c> when the prices of the lines include VAT: as those of the order that the invoice is for.</summary>
    public bool PriceIncludesVat { get; init; }

    /// <summary>
    /// VAT rate (ставка НДС) in percent of a plain amount without an order; null when it is without VAT, and for other invoices.
    /// </summary>
    public decimal? VatRate { get; init; }

    /// <summary>Characters that the print shows as empty boxes; empty in answers of reads.</summary>
    public IReadOnlyList<Warning> Warnings { get; init; } = [];

    /// <summary>E-mails by which the invoice was sent.</summary>
    public IReadOnlyList<MailOfDocument> Mails { get; init; } = [];

    public static InvoiceAnswer Of(PartOf<InvoiceIssued> x)
    {
        var now = x.Deal.Ledger.Invoices[x.Fact.Invoice];
        var (money, currency) = (x.Deal.Ledger.Allocation.On(x.Fact.Invoice), x.Fact.Total.Currency);
        return new InvoiceAnswer(
            x.Fact.Invoice.Value,
            x.Deal.Id.Value,
            x.Fact.Number,
            x.Fact.Order?.Value,
            now.Cancelled ? InvoiceStatus.Cancelled
                : money.IsPaid ? InvoiceStatus.Paid
                : money.IsCredited ? InvoiceStatus.Credited
                : InvoiceStatus.Issued,
            [.. x.Fact.Lines.Select(l => LineAnswer.Of(l, currency))],
            x.Fact.Total,
            x.Fact.Net is { } net ? new Money(net, currency) : null,
            x.Fact.Vat is { } vat ? new Money(vat, currency) : null,
            new(money.Allocated, currency),
            new(money.Credited, currency),
            new(money.WrittenOff, currency),
            new(money.Open, currency),
            [
                .. money.Parts.Select(part => new InvoiceAllocationAnswer(
                    part.Payment.Value,
                    new(part.Amount, currency),
                    part.By
                )),
            ],
            x.Fact.DueOn,
            x.Fact.Part,
            x.Fact.Replaces?.Value,
            x.Deal.Ledger.Invoices.Values.FirstOrDefault(i => i.Replaces == x.Fact.Invoice)?.Id.Value,
            x.Fact.HappenedAt,
            x.RecordedAt,
            x.SeesClient ? DocumentClientAnswer.Of(x.Fact.Client) : null
        )
        {
            PriceIncludesVat = x.Deal.Ledger.PricesIncludeVat(x.Fact),
            VatRate = x.Fact.VatRate,
            Mails = MailOfDocument.Of(x.Deal, x.Fact.Invoice.Value),
            Warnings = x.Language is null ? [] : PrintWarnings.Of(x.Fact, x.Language),
        };
    }
}

/// <summary>The part of a payment that stands on this invoice.</summary>
/// <param name="PaymentId">Id of the payment.</param>
/// <param name="Amount">Amount of the part, with VAT.</param>
/// <param name="By">Why it stands there: <c>hand</c>, as the payment says, or <c>rule</c>, by the order of due dates.</param>
public sealed record InvoiceAllocationAnswer(Guid PaymentId, Money Amount, AllocatedBy By);
