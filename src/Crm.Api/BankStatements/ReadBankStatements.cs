using Crm.Api.Operations;
using Crm.Api.Paging;
using Crm.Domain.BankStatements;
using Crm.Projections.ReadModels.BankStatements;
using Crm.Projections.ReadModels.Operations;
using Npgsql;

namespace Crm.Api.BankStatements;

/// <summary>GET /bank-statements, /bank-statements/{statementId} and its lines, /bank-statement-lines.</summary>
public static class ReadBankStatementsEndpoints
{
    private static readonly Param Status = Param.Several(
        "status",
        ValueSet.Of<StatementLineStatus>(),
        "Processing states; any of several.",
        "waiting"
    );
    private static readonly Param Reason = new Param(
        "reason",
        "string",
        "Codes of the reasons why lines wait, separated by commas.",
        "statement_line.ambiguous"
    ).Checked(http => Query.List(http, "reason"));

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/bank-statements", List)
            .Operation(
                new("listBankStatements")
                {
                    Permission = Permissions.DocumentsWrite,
                    Tag = "Bank statements",
                    Summary = "List bank statements",
                    Description =
                        "Statements that the caller imported, or all statements for callers who may see all "
                        + "deals; newest first.",
                    Query = [.. Param.Page, Param.Count],
                    SeesItself = true,
                    Refusals = ["limit.invalid", "cursor.invalid"],
                }
            )
            .AnswersList<BankStatementAnswer>();
        routes
            .MapGet("/bank-statements/{statementId:guid}", Get)
            .Operation(
                new("getBankStatement")
                {
                    Permission = Permissions.DocumentsWrite,
                    Tag = "Bank statements",
                    Summary = "Read a bank statement",
                    Description = "A statement with the number of its lines per processing state.",
                    Refusals = ["bank_statement.not_found"],
                }
            )
            .Answers<BankStatementAnswer>();
        routes
            .MapGet(
                "/bank-statements/{statementId:guid}/lines",
                (
                    Guid statementId,
                    HttpContext http,
                    NpgsqlDataSource database,
                    CursorSeal cursors,
                    StatementAnswers answers
                ) => Lines(http, statementId, [StatementLineList.InOrderOfFile], database, cursors, answers)
            )
            .Operation(
                new("listLinesOfBankStatement")
                {
                    Permission = Permissions.DocumentsWrite,
                    Tag = "Bank statements",
                    Summary = "List lines of a bank statement",
                    Description = "Lines that this statement was the first to contain, in the order of the file.",
                    Query = [.. Param.Page, Param.Count, Status, Reason],
                    Refusals = ["bank_statement.not_found", "limit.invalid", "cursor.invalid"],
                }
            )
            .AnswersList<StatementLineAnswer>();
        routes
            .MapGet(
                "/bank-statement-lines",
                (HttpContext http, NpgsqlDataSource database, CursorSeal cursors, StatementAnswers answers) =>
                    Lines(http, null, [StatementLineList.NewestFirst], database, cursors, answers)
            )
            .Operation(
                new("listStatementLines")
                {
                    Permission = Permissions.DocumentsWrite,
                    Tag = "Bank statements",
                    Summary = "List statement lines",
                    Description =
                        "Lines of all statements that the caller may see, and lines that wait for an invoice of a deal "
                        + "whose documents the caller may write and their importer may not; latest first. "
                        + "`status=waiting` selects the lines that a user has to decide on.",
                    Query = [.. Param.Page, Param.Count, Status, Reason],
                    SeesItself = true,
                    Refusals = ["limit.invalid", "cursor.invalid"],
                }
            )
            .AnswersList<StatementLineAnswer>();
        routes
            .MapGet("/bank-statement-lines/{statementLineId:guid}", GetLine)
            .Operation(
                new("getStatementLine")
                {
                    Permission = Permissions.DocumentsWrite,
                    Tag = "Bank statements",
                    Summary = "Read a statement line",
                    Description =
                        "A bank transaction: payer, purpose, and the deal that it pays or the reason why it "
                        + "waits.",
                    Refusals = ["statement_line.not_found"],
                }
            )
            .Answers<StatementLineAnswer>();
    }

    private static async Task<IResult> List(
        HttpContext http,
        NpgsqlDataSource database,
        CursorSeal cursors,
        StatementAnswers answers
    )
    {
        var list = new BankStatementList();
        if (Importer.From(Caller.Of(http)).ManagerIds is { } importers)
            list.ImportedBy(importers);
        return await new PageOf(list).Answer(
            http,
            database,
            cursors,
            [BankStatementList.NewestFirst],
            BankStatementList.Read,
            async rows => await answers.Of(http.Viewer(), rows, http.RequestAborted)
        );
    }

    private static async Task<IResult> Get(
        Guid statementId,
        HttpContext http,
        StoredDocuments documents,
        StatementAnswers answers,
        RequestStore store
    )
    {
        var ct = http.RequestAborted;
        var found =
            await documents.Find<BankStatementDocument>(statementId, ct)
            ?? throw ProblemException.NotFound("bank_statement.not_found");
        var answer = (await answers.Of(http.Viewer(), [found], ct))[0];
        await using var session = store.Read();
        var work = await LongWorkLock.FindUnfinished(session, $"{statementId}", ct);
        return Reply.Ok(answer with { Operation = work is null ? null : OperationLink.To(work) }, 1);
    }

    private static async Task<IResult> GetLine(
        Guid statementLineId,
        HttpContext http,
        StoredDocuments documents,
        StatementAnswers answers
    )
    {
        var found =
            await documents.Find<StatementLineDocument>(statementLineId, http.RequestAborted)
            ?? throw ProblemException.NotFound("statement_line.not_found");
        return Answer(await answers.Of(http.Viewer(), [found], http.RequestAborted));
    }

    internal static Reply Answer(IReadOnlyList<StatementLineAnswer> answers) =>
        Reply.Ok(answers[0], answers[0].Version);

    private static async Task<IResult> Lines(
        HttpContext http,
        Guid? statement,
        SortColumn[] sort,
        NpgsqlDataSource database,
        CursorSeal cursors,
        StatementAnswers answers
    )
    {
        var list = new StatementLineList();
        if (statement is { } id)
        {
            var documents = http.RequestServices.GetRequiredService<StoredDocuments>();
            if (await documents.Find<BankStatementDocument>(id, http.RequestAborted) is null)
                throw ProblemException.NotFound("bank_statement.not_found");
            list.OfStatement(id);
        }

        // Short of all, a caller sees the lines that users in their scope imported, and those that may pay their deals.
        if (Importer.From(Caller.Of(http)).ManagerIds is { } managers)
            list.SeenBy(managers, Caller.Of(http).User?.Value);
        if (Query.List(http, "status") is { } statuses)
            list.InStatus(statuses);
        if (Query.List(http, "reason") is { } reasons)
            list.WaitingFor(reasons);
        return await new PageOf(list).Answer(
            http,
            database,
            cursors,
            sort,
            StatementLineList.Read,
            async rows => await answers.Of(http.Viewer(), rows, http.RequestAborted)
        );
    }
}
