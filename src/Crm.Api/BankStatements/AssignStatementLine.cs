using Crm.Domain.BankStatements;
using Crm.Domain.Deals;
using Crm.Domain.Settings;
using Wolverine;

namespace Crm.Api.BankStatements;

/// <summary>Assigns a line of a bank statement to the deal that it pays.</summary>
/// <param name="DealId">Id of the deal on which the payment is recorded.</param>
/// <param name="InvoiceId">
/// Id of the invoice to pay, up to its unpaid amount; when omitted, the payment is an advance (аванс).
/// </param>
public sealed record AssignStatementLineBody(Guid DealId, Guid? InvoiceId = null);

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
                        "Assigns a waiting line to a deal, and optionally an invoice, that it pays. A "
                        + "payment is recorded with the date of the bank.",
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
                        "version.stale",
                    ],
                }
            )
            .Takes(new AssignStatementLineBody(Sample.Deal, Sample.Invoice))
            .Answers<StatementLineAnswer>()
            .Capability(Capabilities.OrdersAndInvoices);

    private static async Task<IResult> Post(Guid statementLineId, HttpContext http, IMessageBus bus)
    {
        var body = await Body.Read<AssignStatementLineBody>(http);
        return await bus.Answer(
            http,
            new ExecuteLineCommand(
                statementLineId,
                body.DealId,
                (line, deal) => Judge(line, deal!, body),
                http.CommandRequest(body)
            )
        );
    }

    private static LineJudgement Judge(StatementLine line, Deal deal, AssignStatementLineBody body)
    {
        if (AlreadyHolds(line, body))
            return new();
        if (PayFromLine.Refuse(line) is { } refused)
            return new(Refused: refused);
        var invoice = body.InvoiceId is { } id ? new InvoiceId(id) : (InvoiceId?)null;
        var payment = PayFromLine.On(deal, line, invoice, StatementReference.Of(line));
        var allocated = line.Amount.With(payment.Allocations.Sum(part => part.Amount));
        return new(payment, new StatementLineAssigned(line.Id, deal.Id, invoice, allocated));
    }

    /// <summary>The line pays just this already: repeating is no conflict.</summary>
    private static bool AlreadyHolds(StatementLine line, AssignStatementLineBody body) =>
        line.Status is StatementLineStatus.Assigned or StatementLineStatus.Matched
        && line.Deal?.Value == body.DealId
        && line.Invoice?.Value == body.InvoiceId;
}
