using System.Text.Json.Serialization;
using Crm.Api.Clients;
using Crm.Api.Deals;
using Crm.Domain.Deals.Settlement;

namespace Crm.Api.Settlement;

/// <summary>State of an invoice: <c>issued</c>, <c>paid</c> or <c>cancelled</c>.</summary>
[JsonConverter(typeof(CamelCase<InvoiceStatus>))]
public enum InvoiceStatus
{
    Issued,
    Paid,
    Cancelled,
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
/// <param name="Paid">Payments allocated to the invoice, less refunds.</param>
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

    /// <summary>E-mails by which the invoice was sent.</summary>
    public IReadOnlyList<MailOfDocument> Mails { get; init; } = [];

    public static InvoiceAnswer Of(PartOf<InvoiceIssued> x)
    {
        var now = x.Deal.Ledger.Invoices[x.Fact.Invoice];
        var currency = x.Fact.Total.Currency;
        return new InvoiceAnswer(
            x.Fact.Invoice.Value,
            x.Deal.Id.Value,
            x.Fact.Number,
            x.Fact.Order?.Value,
            now.Cancelled ? InvoiceStatus.Cancelled
                : now.Paid ? InvoiceStatus.Paid
                : InvoiceStatus.Issued,
            [.. x.Fact.Lines.Select(l => LineAnswer.Of(l, currency))],
            x.Fact.Total,
            x.Fact.Net is { } net ? new Money(net, currency) : null,
            x.Fact.Vat is { } vat ? new Money(vat, currency) : null,
            new(now.Allocated, currency),
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
        };
    }
}
