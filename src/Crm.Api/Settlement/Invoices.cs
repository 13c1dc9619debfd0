using System.Text.Json.Serialization;
using Crm.Api.Catalog;
using Crm.Api.Clients;
using Crm.Api.Deals;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Settings;
using Wolverine;

namespace Crm.Api.Settlement;

/// <summary>
/// Issues an invoice (счёт на оплату). With orderId: for the given lines of the order, or for everything not invoiced yet when
/// neither lines nor amount is given. Without orderId: for free lines or for a plain amount.
/// </summary>
/// <param name="OrderId">Id of the order to invoice.</param>
/// <param name="Lines">Lines of the invoice. Give either lines or amount.</param>
/// <param name="Amount">A plain amount with VAT, such as an advance (аванс). Give either amount or lines.</param>
/// <param name="PriceIncludesVat"><c>true</c> when the prices of free lines include VAT; <c>false</c> when omitted.</param>
/// <param name="DueOn">Business date by which the invoice is to be paid; none when omitted.</param>
public sealed record IssueInvoiceBody(
    Guid? OrderId = null,
    IReadOnlyList<InvoiceLineBody>? Lines = null,
    Money? Amount = null,
    bool? PriceIncludesVat = null,
    DateOnly? DueOn = null,
    Guid? Id = null,
    DateTimeOffset? HappenedAt = null
);

/// <summary>A line of an invoice: lineId and quantity of an order line, or a free line without lineId.</summary>
/// <param name="Quantity">Quantity, above zero, up to 6 decimals.</param>
/// <param name="LineId">Id of the invoiced order line; only quantity may accompany it.</param>
/// <param name="ProductId">
/// Id of the product of a free line; name, unit, price and VAT rate are copied from it where omitted.
/// </param>
/// <param name="Name">Name of the product or service; required on a free line without a product.</param>
/// <param name="Unit">Unit of measure (единица измерения), such as <c>шт</c>.</param>
/// <param name="Price">Price per unit, up to 6 decimals, with or without VAT as priceIncludesVat says.</param>
/// <param name="DiscountPercent">Discount on the line in percent, 0 to 100; 0 when omitted.</param>
/// <param name="VatRate">
/// VAT rate (ставка НДС) in percent, one of the rates in the settings; when omitted, that of the product, otherwise exempt.
/// </param>
/// <param name="DiscountSum">
/// Discount on the whole line in money, deducted after discountPercent; with or without VAT like the price.
/// </param>
/// <param name="PriceList">Code of the price list from which the product's price is taken. Give either priceList or price.</param>
public sealed record InvoiceLineBody(
    decimal Quantity,
    Guid? LineId = null,
    Guid? ProductId = null,
    string? Name = null,
    string? Unit = null,
    Money? Price = null,
    decimal? DiscountPercent = null,
    decimal? VatRate = null,
    Money? DiscountSum = null,
    string? PriceList = null
);

/// <summary>/deals/{dealId}/invoices.</summary>
public static class InvoiceEndpoints
{
    private static readonly PartRoutes Routes = new("invoices", "Invoice", "invoiceId", "Settlement");

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/deals/{dealId:guid}/invoices", Post)
            .Operation(
                new("issueInvoice")
                {
                    Permission = Permissions.DocumentsWrite,
                    Tag = "Settlement",
                    Summary = "Issue an invoice",
                    Description =
                        "Issues an invoice (счёт на оплату) for an order or parts of it, for free lines, or "
                        + "for a plain amount.",
                    Refusals =
                    [
                        "validation.failed",
                        "deal.not_found",
                        "deal.closed",
                        "invoice.exceeds_order",
                        "currency.differs",
                        "happened_at.out_of_order",
                        "id.taken",
                    ],
                }
            )
            .Takes(new IssueInvoiceBody(Sample.Order, [new(3, Sample.OrderLine)], DueOn: Sample.Day(1, 31)))
            .Answers<InvoiceAnswer>(201)
            .Answers<InvoiceAnswer>()
            .Capability(Capabilities.OrdersAndInvoices);
        routes
            .MapPost("/deals/{dealId:guid}/invoices/{invoiceId:guid}/cancel", Cancel)
            .Operation(
                new("cancelInvoice")
                {
                    Permission = Permissions.DocumentsWrite,
                    Tag = "Settlement",
                    Summary = "Cancel an invoice",
                    Description = "Cancels an unpaid invoice. Invoices are never edited.",
                    Refusals =
                    [
                        "deal.not_found",
                        "invoice.not_found",
                        "invoice.has_payments",
                        "deal.closed",
                        "happened_at.out_of_order",
                    ],
                }
            )
            .Takes(new CancelInvoiceBody("Выставлен на другое юрлицо"), optional: true)
            .Answers<InvoiceAnswer>();
        routes
            .MapPost("/deals/{dealId:guid}/invoices/{invoiceId:guid}/reissue", Reissue)
            .Operation(
                new("reissueInvoice")
                {
                    Permission = Permissions.DocumentsWrite,
                    Tag = "Settlement",
                    Summary = "Reissue an invoice",
                    Description =
                        "Cancels an unpaid invoice and issues another one that refers to it, in one "
                        + "transaction. Omitted members stay as they were.",
                    Refusals =
                    [
                        "validation.failed",
                        "deal.not_found",
                        "invoice.not_found",
                        "invoice.cancelled",
                        "invoice.has_payments",
                        "invoice.exceeds_order",
                        "deal.closed",
                        "currency.differs",
                        "happened_at.out_of_order",
                        "id.taken",
                    ],
                }
            )
            .Takes(new ReissueInvoiceBody("Перенесли срок оплаты", DueOn: Sample.Day(2, 14)))
            .Answers<InvoiceAnswer>(201)
            .Answers<InvoiceAnswer>()
            .Capability(Capabilities.OrdersAndInvoices);
        Routes.Read<InvoiceIssued, InvoiceAnswer>(routes, x => x.Invoice.Value, "invoice.not_found", InvoiceAnswer.Of);
    }

    private static async Task<IResult> Post(Guid dealId, HttpContext http, IMessageBus bus, References references)
    {
        var body = await Body.Read<IssueInvoiceBody>(http);
        if (body.Lines is not null && body.Amount is not null)
            throw ProblemException.Member("/amount", "member.conflict", "lines or amount");
        if (body.OrderId is null && body.Lines is null && body.Amount is null)
            throw ProblemException.Member("/orderId", "member.required", "orderId, lines or amount");
        var id = body.Id ?? Guid.CreateVersion7();
        var wanted = await Wanted(http, body, id, references);
        return await bus.Answer(
            http,
            new ExecuteDealCommand(dealId, wanted, http.CommandRequest(body, body.HappenedAt, body.Id)) { PartId = id }
        );
    }

    /// <summary>The invoice that a body asks for; in the currency of what it names, else that of the deal.</summary>
    private static async Task<Func<DealContext, IssueInvoice>> Wanted(
        HttpContext http,
        IssueInvoiceBody body,
        Guid id,
        References references
    )
    {
        var given = body.Lines is null ? null : TextValidation.Some(body.Lines, "/lines", 1000);
        var ofOrder = body.OrderId is not null && given?.All(x => x.LineId is not null) != false;
        var parts =
            ofOrder && given is not null
                ? given.Select(x => new LineQuantity(new(x.LineId!.Value), x.Quantity)).ToImmutableArray()
                : (ImmutableArray<LineQuantity>?)null;
        var free = !ofOrder && body.Lines is not null ? await Free(http, body, references) : null;
        return deal => new IssueInvoice(
            new(id),
            body.OrderId is { } order ? new OrderId(order) : null,
            parts,
            free?.Priced(body.PriceIncludesVat ?? false),
            body.Amount,
            body.Amount?.Currency
                ?? free?.Currency
                ?? deal.State.Ledger.Currency
                ?? deal.State.Currency
                ?? references.BaseCurrency,
            body.PriceIncludesVat ?? false,
            body.DueOn
        );
    }

    /// <summary>What was issued never changes, so it may be read before the deal is locked.</summary>
    private static async Task<IResult> Reissue(
        Guid dealId,
        Guid invoiceId,
        HttpContext http,
        IMessageBus bus,
        DealReader deals,
        References references
    )
    {
        var body = await Body.Read<ReissueInvoiceBody>(http);
        if (body.Lines is not null && body.Amount is not null)
            throw ProblemException.Member("/amount", "member.conflict", "lines or amount");
        if (body.PriceIncludesVat is not null && body.Lines is null)
            throw ProblemException.Member("/priceIncludesVat", "member.not_applicable", "only with lines");
        var before =
            (await deals.Facts(dealId, null, null, http.RequestAborted))
                .Select(x => x.Data)
                .OfType<InvoiceIssued>()
                .FirstOrDefault(x => x.Invoice.Value == invoiceId)
            ?? throw ProblemException.NotFound("invoice.not_found");
        var id = body.Id ?? Guid.CreateVersion7();
        var anew =
            body.Lines is null && body.Amount is null
                ? null
                : await Wanted(
                    http,
                    new(
                        before.Order?.Value,
                        body.Lines,
                        body.Amount,
                        body.PriceIncludesVat ?? before.PriceIncludesVat,
                        HappenedAt: body.HappenedAt
                    ),
                    id,
                    references
                );
        var reason = TextValidation.Personal(body.Reason, "/reason");
        return await bus.Answer(
            http,
            new ExecuteDealCommand(
                dealId,
                deal => new ReissueInvoice(new(id), before, anew?.Invoke(deal), body.DueOn, reason),
                http.CommandRequest(body, body.HappenedAt, body.Id)
            )
            {
                PartId = id,
            }
        );
    }

    private static ValueTask<ReadLines> Free(HttpContext http, IssueInvoiceBody body, References references)
    {
        for (var i = 0; i < body.Lines!.Count; i++)
            if (body.Lines[i].LineId is not null)
                throw ProblemException.Member(
                    $"/lines/{i}/lineId",
                    "member.conflict",
                    "lines of an order, or free lines, not both"
                );
        return LineBody.Read(
            http,
            [
                .. body.Lines.Select(x => new LineBody(
                    x.Quantity,
                    x.ProductId,
                    x.Name,
                    x.Unit,
                    x.Price,
                    x.DiscountPercent,
                    x.VatRate,
                    DiscountSum: x.DiscountSum,
                    PriceList: x.PriceList
                )),
            ],
            references.Day(body.HappenedAt),
            "/lines",
            references
        );
    }

    private static async Task<IResult> Cancel(Guid dealId, Guid invoiceId, HttpContext http, IMessageBus bus)
    {
        var body = await Body.Read<CancelInvoiceBody>(http, optional: true);
        var command = new CancelInvoice(new(invoiceId), TextValidation.PersonalOrNull(body.Reason, "/reason"));
        return await bus.Answer(
            http,
            new ExecuteDealCommand(dealId, command, http.CommandRequest(body, body.HappenedAt)) { PartId = invoiceId }
        );
    }
}

/// <summary>Cancels an unpaid invoice; the body may be empty.</summary>
public sealed record CancelInvoiceBody(string? Reason = null, DateTimeOffset? HappenedAt = null);

/// <summary>Cancels an unpaid invoice and issues another in its place; omitted members stay as they were.</summary>
/// <param name="Lines">Lines of the same order, or free lines. Give either lines or amount.</param>
/// <param name="Amount">A plain amount with VAT. Give either amount or lines.</param>
/// <param name="PriceIncludesVat"><c>true</c> when the prices of free lines include VAT.</param>
/// <param name="DueOn">Business date by which the new invoice is to be paid.</param>
public sealed record ReissueInvoiceBody(
    string Reason,
    IReadOnlyList<InvoiceLineBody>? Lines = null,
    Money? Amount = null,
    bool? PriceIncludesVat = null,
    DateOnly? DueOn = null,
    Guid? Id = null,
    DateTimeOffset? HappenedAt = null
);

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
/// <param name="Net">Total without VAT; null for a plain amount.</param>
/// <param name="Vat">VAT (НДС) included in the total; null for a plain amount.</param>
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
            Mails = MailOfDocument.Of(x.Deal, x.Fact.Invoice.Value),
        };
    }
}
