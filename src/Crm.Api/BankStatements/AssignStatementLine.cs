using Crm.Domain.BankStatements;
using Crm.Domain.Settings;
using Wolverine;

namespace Crm.Api.BankStatements;

/// <summary>Assigns a line of a bank statement to the deals that it pays: give either dealId or parts.</summary>
/// <param name="DealId">Id of the deal on which the payment is recorded.</param>
/// <param name="InvoiceId">
/// Id of the invoice to pay, up to its unpaid amount; when omitted, the payment is an advance (аванс).
/// </param>
/// <param name="Parts">
/// How the line is split over invoices and deals, 1 to 20, together at most its amount; the rest is an advance on the deal of the last
/// part. Each part is a payment.
/// </param>
/// <param name="HappenedAt">
/// Business time of the payments. When omitted: the end of the line's day in the company's time zone, or the first allowed instant.
/// </param>
public sealed record AssignStatementLineBody(
    Guid? DealId = null,
    Guid? InvoiceId = null,
    IReadOnlyList<StatementPartBody>? Parts = null,
    DateTimeOffset? HappenedAt = null
);

/// <summary>A part of a statement line.</summary>
/// <param name="DealId">Id of the deal on which the payment is recorded.</param>
/// <param name="Amount">Amount of the part, above zero, in the currency of the line.</param>
/// <param name="InvoiceId">Id of the invoice to pay, up to its unpaid amount; when omitted, the payment is an advance (аванс).</param>
public sealed record StatementPartBody(Guid DealId, Money Amount, Guid? InvoiceId = null);

/// <summary>POST /bank-statement-lines/{statementLineId}/assign.</summary>
public static class AssignStatementLineEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/bank-statement-lines/{statementLineId:guid}/assign", Post)
            .Operation(
                new("assignStatementLine")
                {
                    Permission = Permissions.DocumentsWrite,
                    Tag = "Bank statements",
                    Summary = "Assign a statement line",
                    Description =
                        "Assigns a waiting line to a deal, and optionally an invoice, that it pays, or splits it over several. A "
                        + "payment is recorded with the date of the bank: it happens at the end of that day in the company's time "
                        + "zone, or at the first instant that the deal and the closed books allow, with the warning "
                        + "`happened_at.moved`. Another `happenedAt` in the past needs `backdate.money`.",
                    Refusals =
                    [
                        "validation.failed",
                        "statement_line.not_found",
                        "statement_line.settled",
                        "statement_line.outgoing",
                        "statement_line.own_transfer",
                        "deal.not_found",
                        "deal.closed",
                        "currency.differs",
                        "invoice.not_found",
                        "period.closed",
                        "happened_at.future",
                        "happened_at.out_of_order",
                        "backdate.not_permitted",
                        "version.stale",
                    ],
                }
            )
            .Takes(new AssignStatementLineBody(Parts: [new(Sample.Deal, Sample.Rub(36000), Sample.Invoice)]))
            .Answers<StatementLineAnswer>()
            .Capability(Capabilities.OrdersAndInvoices);

    private static async Task<IResult> Post(Guid statementLineId, HttpContext http, IMessageBus bus)
    {
        var body = await Body.Read<AssignStatementLineBody>(http);
        return await bus.Answer(
            http,
            new AssignLineCommand(statementLineId, Wanted(body), http.CommandRequest(body, body.HappenedAt))
        );
    }

    private static AssignLine Wanted(AssignStatementLineBody body)
    {
        if (body.DealId is null == body.Parts is null)
            throw body.DealId is null
                ? ProblemException.Member("/dealId", "member.required", "dealId, or parts")
                : ProblemException.Member("/parts", "member.conflict", "dealId or parts");
        if (body.DealId is { } deal)
            return new([new(new(deal), Invoice(body.InvoiceId), null)]);
        if (body.InvoiceId is not null)
            throw ProblemException.Member("/invoiceId", "member.conflict", "an invoice in each part");
        if (body.Parts!.Count == 0)
            throw ProblemException.Member("/parts", "member.required", Phrase.None);
        return new([
            .. TextValidation
                .Most(body.Parts, "/parts", AssignLine.MostParts)
                .Select(part => new WantedPart(new(part.DealId), Invoice(part.InvoiceId), part.Amount)),
        ]);
    }

    private static InvoiceId? Invoice(Guid? id) => id is { } given ? new InvoiceId(given) : null;
}
