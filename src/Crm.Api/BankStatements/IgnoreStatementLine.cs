using Crm.Domain.BankStatements;
using Wolverine;

namespace Crm.Api.BankStatements;

/// <summary>POST /bank-statement-lines/{statementLineId}/ignore.</summary>
public static class IgnoreStatementLineEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/bank-statement-lines/{statementLineId:guid}/ignore", Post)
            .Operation(
                new("ignoreStatementLine")
                {
                    Permission = Permissions.DocumentsWrite,
                    Tag = "Bank statements",
                    Summary = "Ignore a statement line",
                    Description =
                        "Marks a line as not belonging to any deal, with the reason. It can still be assigned "
                        + "later.",
                    Refusals =
                    [
                        "validation.failed",
                        "statement_line.not_found",
                        "statement_line.settled",
                        "statement_line.outgoing",
                        "statement_line.own_transfer",
                    ],
                }
            )
            .Takes(new IgnoreStatementLineBody("Возврат займа"))
            .Answers<StatementLineAnswer>();

    private static async Task<IResult> Post(Guid statementLineId, HttpContext http, IMessageBus bus)
    {
        var body = await Body.Read<IgnoreStatementLineBody>(http);
        var reason = TextValidation.Personal(body.Reason, "/reason", TextValidation.Title);
        return await bus.Answer(
            http,
            new ExecuteLineCommand(
                statementLineId,
                null,
                (line, _, _) => Judge(line, reason),
                http.CommandRequest(body)
            )
        );
    }

    private static LineJudgement Judge(StatementLine line, Personal reason)
    {
        var decision = new IgnoreLine(reason).Decide(line);
        return new(Event: decision.Events.FirstOrDefault(), Refused: decision.Refused);
    }
}

/// <summary>Marks a statement line as not belonging to any deal.</summary>
public sealed record IgnoreStatementLineBody([SeveralLines] string Reason);
