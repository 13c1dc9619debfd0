using Crm.Domain.BankStatements;
using Crm.Projections.BankStatements;

namespace Crm.Api.BankStatements;

/// <summary>POST /bank-statement-lines/{statementLineId}/ignore.</summary>
public static class IgnoreStatementLineEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/bank-statement-lines/{statementLineId:guid}/ignore", Post)
            .Operation(
                "ignoreStatementLine",
                Permissions.DocumentsWrite,
                "Bank statements",
                "Ignore a statement line",
                "Says that a line pays no deal, and why. It may still be assigned later.",
                refuses:
                [
                    "validation.failed",
                    "statement_line.not_found",
                    "statement_line.settled",
                    "statement_line.outgoing",
                ]
            )
            .Takes(new IgnoreStatementLineBody("Возврат займа"))
            .Answers<StatementLineAnswer>();

    private static async Task<IResult> Post(
        Guid statementLineId,
        HttpContext http,
        StreamPath path,
        StatementAnswers answers
    )
    {
        var body = await Body.Read<IgnoreStatementLineBody>(http);
        var command = new IgnoreLine(Texts.Personal(body.Reason, "/reason", Texts.Title));
        return await path.Run<StatementLineDocument>(
            http,
            statementLineId,
            body,
            "statement_line.not_found",
            (x, intent) => command.Decide(x.State, intent),
            (x, fact, at) => StatementLineDocument.After(x, statementLineId, fact, at)!,
            x => x.Version,
            // An ignored line names no deal: nothing has to be looked up.
            x => ReadBankStatementsEndpoints.Answer(answers.Of(http, [x]).GetAwaiter().GetResult())
        );
    }
}

/// <summary>Why a line pays no deal.</summary>
public sealed record IgnoreStatementLineBody(string Reason);
