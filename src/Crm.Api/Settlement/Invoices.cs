using System.Text.Json.Serialization;
using Crm.Api.Catalog;
using Crm.Api.Deals;
using Crm.Domain.Catalog;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Settings;
using Wolverine;

namespace Crm.Api.Settlement;

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
                        + "for a plain amount. Prices of free lines that the caller may not agree require a "
                        + "proposal, its approval and an order.",
                    Refusals =
                    [
                        "validation.failed",
                        "permission.missing",
                        "discount.approval_required",
                        "deal.not_found",
                        "deal.closed",
                        "invoice.exceeds_order",
                        "price_includes_vat.differs",
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
                        "permission.missing",
                        "discount.approval_required",
                        "deal.not_found",
                        "invoice.not_found",
                        "invoice.cancelled",
                        "invoice.has_payments",
                        "invoice.exceeds_order",
                        "price_includes_vat.differs",
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
        Routes.Read<InvoiceIssued, InvoiceAnswer>(
            routes,
            x => x.Invoice.Value,
            "invoice.not_found",
            InvoiceAnswer.Of,
            x => x.Number
        );
    }

    private static async Task<IResult> Post(Guid dealId, HttpContext http, IMessageBus bus, References references)
    {
        var body = await Body.Read<IssueInvoiceBody>(http);
        if (body.Lines is not null && body.Amount is not null)
            throw ProblemException.Member("/amount", "member.conflict", "lines or amount");
        if (body.OrderId is null && body.Lines is null && body.Amount is null)
            throw ProblemException.Member("/orderId", "member.required", "orderId, lines or amount");
        ValidateVatRate(body.VatRate, body.Amount is not null && body.OrderId is null, references);
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
        References references,
        InvoiceIssued? replaced = null
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
            free?.Priced(IncludesVat(deal.State.Ledger, body, replaced)),
            body.Amount,
            body.Amount?.Currency
                ?? free?.Currency
                ?? deal.State.Ledger.Currency
                ?? deal.State.Currency
                ?? references.BaseCurrency,
            body.PriceIncludesVat,
            body.DueOn
        )
        {
            VatRate = body.VatRate,
        };
    }

    /// <summary>How free lines are priced. A stated value that contradicts the inherited one is refused by the decision.</summary>
    private static bool IncludesVat(Ledger ledger, IssueInvoiceBody body, InvoiceIssued? replaced) =>
        body.PriceIncludesVat
        ?? InheritedVat.Of(body.OrderId is { } id ? ledger.Orders.GetValueOrDefault(new(id)) : null, replaced)
        ?? false;

    private static void ValidateVatRate(decimal? rate, bool isPlain, References references)
    {
        if (rate is null)
            return;
        if (!isPlain)
            throw ProblemException.Member("/vatRate", "member.not_applicable", "only with an amount without an order");
        if (!references.VatRates.Contains(rate.Value))
            throw ProblemException.Member(
                "/vatRate",
                "vat_rate.unknown",
                Phrase.Data(VatRates.Text(references.VatRates))
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
        var ct = http.RequestAborted;
        var issued = await deals.Find<InvoiceIssued>(await deals.Now(dealId, ct), x => x.Invoice.Value, invoiceId, ct);
        var before = (InvoiceIssued?)issued?.Data ?? throw ProblemException.NotFound("invoice.not_found");
        // A new rate alone leaves the amount as it was.
        var amount = body.Amount ?? (body.VatRate is not null && before.Lines.IsEmpty ? before.Total : (Money?)null);
        ValidateVatRate(body.VatRate, amount is not null && before.Order is null, references);
        var id = body.Id ?? Guid.CreateVersion7();
        var anew =
            body.Lines is null && amount is null
                ? null
                : await Wanted(
                    http,
                    new(
                        before.Order?.Value,
                        body.Lines,
                        amount,
                        body.PriceIncludesVat,
                        HappenedAt: body.HappenedAt,
                        VatRate: body.VatRate
                    ),
                    id,
                    references,
                    before
                );
        var reason = TextValidation.Personal(body.Reason, "/reason");
        return await bus.Answer(
            http,
            new ExecuteDealCommand(
                dealId,
                deal => new ReissueInvoice(new(id), before, anew?.Invoke(deal), body.DueOn, reason)
                {
                    PriceIncludesVat = body.PriceIncludesVat,
                },
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
