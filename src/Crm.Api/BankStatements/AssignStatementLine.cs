using Crm.Api.Settings;
using Crm.Domain.BankStatements;
using Crm.Domain.Deals;
using Crm.Domain.Settings;
using Crm.Projections.BankStatements;
using Npgsql;

namespace Crm.Api.BankStatements;

/// <summary>The deal that a line pays.</summary>
/// <param name="InvoiceId">The invoice that it pays, up to what is left on it; absent: an advance.</param>
public sealed record AssignStatementLineBody(Guid DealId, Guid? InvoiceId = null);

/// <summary>POST /bank-statement-lines/{statementLineId}/assign.</summary>
public static class AssignStatementLineEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/bank-statement-lines/{statementLineId:guid}/assign", Post)
            .Operation(
                "assignStatementLine",
                Permissions.DocumentsWrite,
                "Bank statements",
                "Assign a statement line",
                "Says which deal, and which invoice, a waiting line pays: the payment is recorded like any other, with the bank's date.",
                refuses:
                [
                    "validation.failed",
                    "statement_line.not_found",
                    "statement_line.settled",
                    "statement_line.outgoing",
                    "deal.not_found",
                    "deal.closed",
                    "currency.differs",
                    "invoice.not_found",
                    "version.stale",
                ]
            )
            .Takes(new AssignStatementLineBody(Sample.Deal, Sample.Invoice))
            .Answers<StatementLineAnswer>()
            .Capability(Capabilities.OrdersAndInvoices);

    private static async Task<IResult> Post(
        Guid statementLineId,
        HttpContext http,
        LinePath path,
        StatementAnswers answers,
        Problems problems,
        StaleVersion stale,
        NpgsqlDataSource database
    )
    {
        var ct = http.RequestAborted;
        var body = await Body.Read<AssignStatementLineBody>(http);
        var keys = Keys.Of(http, body);
        await using var session = path.Open();
        Rejection? refused = null;
        var request = new LineRequest(
            keys,
            async (line, deal) =>
            {
                Guard.Demand(
                    Caller.Of(http),
                    Permissions.DocumentsWrite,
                    deal?.State ?? throw ProblemException.NotFound("deal.not_found")
                );
                await stale.Check(http, session, line.Id, line.Version, ct);
            },
            async line =>
            {
                if (refused is not null)
                    return null;
                var reply = ReadBankStatementsEndpoints.Answer(await answers.Of(http, [line], session));
                return StoredReply.Of(http, 200, reply.Body!, null, reply.ETag);
            }
        );
        try
        {
            var turn = await path.Settle(session, Importer.Of(http), statementLineId, body.DealId, Judge, request, ct);
            if ((refused ?? turn.Refused) is { } why)
                return problems.Answer(http, why);
        }
        catch (Exception e) when (keys is not null && ProblemBoundary.LockedOut(e))
        {
            throw await keys.Late(database, ct);
        }

        return request.Answer!.Replayed
            ? request.Answer
            : request.Answer with
            {
                Position = await Positions.Of(session, statementLineId, null, ct),
            };

        (RecordPayment?, Fact?) Judge(StatementLine line, Deal deal)
        {
            if (Holds(line, body))
                return default;
            if ((refused = PayFromLine.Refuse(line)) is not null)
                return default;
            var invoice = body.InvoiceId is { } id ? new InvoiceId(id) : (InvoiceId?)null;
            var payment = PayFromLine.On(deal, line, invoice, StatementReference.Of(line));
            return (
                payment,
                new StatementLineAssigned(
                    line.Id,
                    deal.Id,
                    invoice,
                    line.Amount.With(payment.Allocations.Sum(x => x.Amount))
                )
            );
        }
    }

    /// <summary>It pays just this already: repeating is no conflict.</summary>
    private static bool Holds(StatementLine line, AssignStatementLineBody body) =>
        line.Status is StatementLineStatus.Assigned or StatementLineStatus.Matched
        && line.Deal?.Value == body.DealId
        && line.Invoice?.Value == body.InvoiceId;
}
