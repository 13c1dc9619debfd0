using System.Text.Json;
using Crm.Domain.BankStatements;
using Crm.Projections.BankStatements;
using Npgsql;

namespace Crm.Api.BankStatements;

/// <summary>GET /bank-statements, /bank-statements/{statementId} and its lines, /bank-statement-lines.</summary>
public static class ReadBankStatementsEndpoints
{
    private static readonly Param Status = new(
        "status",
        "string",
        "pending, matched, waiting, assigned, ignored, outgoing; several by commas.",
        "waiting"
    );
    private static readonly Param Reason = new(
        "reason",
        "string",
        "Codes of what lines wait for, by commas.",
        "statement_line.ambiguous"
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/bank-statements", List)
            .Operation(
                "listBankStatements",
                Permissions.DocumentsWrite,
                "Bank statements",
                "List bank statements",
                "Statements that the caller imported, or all for whoever reaches all deals; newest first.",
                query: [.. Param.Page, Param.Count],
                refuses: ["limit.invalid", "cursor.invalid"],
                seesItself: true
            )
            .Answers<Listed<BankStatementAnswer>>();
        routes
            .MapGet("/bank-statements/{statementId:guid}", Get)
            .Operation(
                "getBankStatement",
                Permissions.DocumentsWrite,
                "Bank statements",
                "Read a bank statement",
                "What came with it, and how many of its lines stand where.",
                refuses: ["bank_statement.not_found"]
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
                ) => Lines(http, statementId, [new("row", "l.file_row", "integer", false)], database, cursors, answers)
            )
            .Operation(
                "listLinesOfBankStatement",
                Permissions.DocumentsWrite,
                "Bank statements",
                "List lines of a bank statement",
                "The lines that it was the first to bring, in the order of the file.",
                query: [.. Param.Page, Param.Count, Status, Reason],
                refuses: ["bank_statement.not_found", "limit.invalid", "cursor.invalid"]
            )
            .Answers<Listed<StatementLineAnswer>>();
        routes
            .MapGet(
                "/bank-statement-lines",
                (HttpContext http, NpgsqlDataSource database, CursorSeal cursors, StatementAnswers answers) =>
                    Lines(http, null, [new("paidOn", "l.paid_on", "date", true)], database, cursors, answers)
            )
            .Operation(
                "listStatementLines",
                Permissions.DocumentsWrite,
                "Bank statements",
                "List statement lines",
                "Lines of all statements that the caller sees, latest first: status=waiting is what somebody has to decide.",
                query: [.. Param.Page, Param.Count, Status, Reason],
                refuses: ["limit.invalid", "cursor.invalid"],
                seesItself: true
            )
            .Answers<Listed<StatementLineAnswer>>();
        routes
            .MapGet("/bank-statement-lines/{statementLineId:guid}", GetLine)
            .Operation(
                "getStatementLine",
                Permissions.DocumentsWrite,
                "Bank statements",
                "Read a statement line",
                "A movement of money: who paid, for what, and which deal it went to or why it waits.",
                refuses: ["statement_line.not_found"]
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
        var page = new PageOf("crm.mt_doc_bank_statement s", "s.data", "s.id");
        Reach(http, page, "s");
        var (items, next, total) = await page.Read(
            http,
            database,
            cursors,
            [new("recordedAt", "s.recorded_at", "timestamptz", true)],
            PageOf.Scope(http),
            Document<BankStatementDocument>,
            http.RequestAborted
        );
        return Pages.Of(
            http,
            new Listed<BankStatementAnswer>(await answers.Of(items, http.RequestAborted), next) { Total = total }
        );
    }

    private static async Task<IResult> Get(
        Guid statementId,
        HttpContext http,
        NpgsqlDataSource database,
        StatementAnswers answers
    )
    {
        var found =
            await One<BankStatementDocument>(database, "crm.mt_doc_bank_statement", statementId, http.RequestAborted)
            ?? throw ProblemException.NotFound("bank_statement.not_found");
        var answer = (await answers.Of([found], http.RequestAborted))[0];
        return Reply.Ok(answer, ETags.OfBody(1, answer));
    }

    private static async Task<IResult> GetLine(
        Guid statementLineId,
        HttpContext http,
        NpgsqlDataSource database,
        StatementAnswers answers
    )
    {
        var found =
            await One<StatementLineDocument>(
                database,
                "crm.mt_doc_statement_line",
                statementLineId,
                http.RequestAborted
            ) ?? throw ProblemException.NotFound("statement_line.not_found");
        return Answer(await answers.Of(http.Viewer(), [found], http.RequestAborted));
    }

    internal static Reply Answer(IReadOnlyList<StatementLineAnswer> answers) =>
        Reply.Ok(answers[0], ETags.OfBody(answers[0].Version, answers[0]));

    private static async Task<IResult> Lines(
        HttpContext http,
        Guid? statement,
        SortKey[] sort,
        NpgsqlDataSource database,
        CursorSeal cursors,
        StatementAnswers answers
    )
    {
        var page = new PageOf("crm.mt_doc_statement_line l", "l.data", "l.id");
        if (statement is { } id)
        {
            if (
                await One<BankStatementDocument>(database, "crm.mt_doc_bank_statement", id, http.RequestAborted) is null
            )
                throw ProblemException.NotFound("bank_statement.not_found");
            page.Where($"l.statement_id = {page.Parameter(id)}");
        }
        else
            Reach(http, page, "l");
        if (Query.List(http, "status") is { } statuses)
            page.Where($"l.status = any({page.Parameter(Known(statuses))})");
        if (Query.List(http, "reason") is { } reasons)
            page.Where($"l.reason = any({page.Parameter(reasons)})");
        var (items, next, total) = await page.Read(
            http,
            database,
            cursors,
            sort,
            PageOf.Scope(http),
            Document<StatementLineDocument>,
            http.RequestAborted
        );
        return Pages.Of(
            http,
            new Listed<StatementLineAnswer>(await answers.Of(http.Viewer(), items, http.RequestAborted), next)
            {
                Total = total,
            }
        );
    }

    private static string[] Known(string[] statuses) =>
        statuses.FirstOrDefault(x =>
            !Enum.GetValues<StatementLineStatus>().Any(s => StatementLineDocument.Name(s) == x)
        )
            is { } odd
            ? throw Query.Invalid(
                "status",
                $"'{odd}' is none of {string.Join(", ", Enum.GetValues<StatementLineStatus>().Select(StatementLineDocument.Name))}"
            )
            : statuses;

    /// <summary>A statement belongs to whoever imported it: short of all, it is seen by those whose reach he is in.</summary>
    private static void Reach(HttpContext http, PageOf page, string alias)
    {
        if (Importer.From(Caller.Of(http)).ManagerIds is { } managers)
            page.Where($"{alias}.owner_id = any({page.Parameter(managers)})");
    }

    private static T Document<T>(NpgsqlDataReader row) =>
        JsonSerializer.Deserialize<T>(row.GetString(0), CrmStore.Json)!;

    private static async Task<T?> One<T>(NpgsqlDataSource database, string table, Guid id, CancellationToken ct)
        where T : class
    {
        await using var command = database.CreateCommand($"select data from {table} where id = $1");
        command.Parameters.AddWithValue(id);
        return await command.ExecuteScalarAsync(ct) is string json
            ? JsonSerializer.Deserialize<T>(json, CrmStore.Json)
            : null;
    }
}
