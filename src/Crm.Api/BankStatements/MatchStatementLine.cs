using System.Text.Json;
using Crm.Api.Settings;
using Crm.Domain.BankStatements;
using Crm.Domain.Settings;
using Crm.Projections.BankStatements;
using Marten;
using Npgsql;

namespace Crm.Api.BankStatements;

/// <summary>POST /bank-statement-lines/{statementLineId}/match: the rules are asked once more.</summary>
public static class MatchStatementLineEndpoint
{
    private const int Attempts = 3;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/bank-statement-lines/{statementLineId:guid}/match", Post)
            .Operation(
                "matchStatementLine",
                Permissions.DocumentsWrite,
                "Bank statements",
                "Match a statement line once more",
                "Asks the rules once more of a line that waits: its invoice may have come since, or its deal be open again. Answers with the line: matched, or waiting for what it waits for now. What is matched stays as it is; what somebody has assigned or ignored the rules do not turn round.",
                refuses:
                [
                    "statement_line.not_found",
                    "statement_line.settled",
                    "statement_line.outgoing",
                    "version.stale",
                ]
            )
            .Takes(new NoBody(), optional: true)
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
        var (ct, body, by) = (http.RequestAborted, await Body.Read<NoBody>(http, optional: true), Importer.Of(http));
        var keys = Keys.Of(http, body);
        try
        {
            return await Match(statementLineId, http, path, answers, problems, stale, database, keys, by, ct);
        }
        catch (Exception e) when (keys is not null && ProblemBoundary.LockedOut(e))
        {
            throw await keys.Late(database, ct);
        }
    }

    private static async Task<IResult> Match(
        Guid id,
        HttpContext http,
        LinePath path,
        StatementAnswers answers,
        Problems problems,
        StaleVersion stale,
        NpgsqlDataSource database,
        Keys? keys,
        Importer by,
        CancellationToken ct
    )
    {
        await using var alone = path.Open();
        var decided = false;
        var line = (await Find(database, id, ct)).State;
        var book = await InvoiceBook.Of([line], by, database, ct);
        (InvoiceCandidate Match, Rejection Why)? refusal = null;
        for (
            var attempt = 0;
            attempt < Attempts
                && MatchAgain.Due(line, again: true)
                && MatchLine.Decide(line, book.For(line)).Match is { } match;
            attempt++
        )
        {
            await using var session = path.Open();
            var asked = Request(session);
            var turn = await path.Settle(
                session,
                by,
                id,
                match.Deal.Value,
                (now, deal) =>
                {
                    var judged = MatchAgain.Due(now, again: true)
                        ? SettleStatement.Judged(now, deal, book, by)
                        : default;
                    decided = judged.Item2 is not null;
                    return judged;
                },
                asked,
                ct
            );
            if (asked.Answer is { } paid)
                return await Placed(session, paid);
            if (turn.Refused is { } why)
                refusal = (match, why);
            if (refusal is not null)
                break;
            line = turn.Line.State;
        }

        var request = Request(alone);
        var refused = await path.Alone(
            alone,
            by,
            id,
            now =>
            {
                decided = true;
                if (now.Status == StatementLineStatus.Matched)
                    return default;
                if (MatchAgain.Refuse(now) is { } settled)
                    return (settled, null);
                if (refusal is { } found)
                    return (null, SettleStatement.Refused(now, found.Match, found.Why));
                var candidates = book.For(now);
                // Still a match after all attempts: others pay the same invoices at this very moment.
                return (
                    null,
                    MatchAgain.Left(
                        now,
                        MatchLine.Decide(now, candidates) is { Match: null } verdict
                            ? verdict
                            : LineVerdict.Waits("statement_line.ambiguous", candidates)
                    )
                );
            },
            request,
            ct
        );
        return refused is not null ? problems.Answer(http, refused) : await Placed(alone, request.Answer!);

        LineRequest Request(IDocumentSession session) =>
            new(
                keys,
                (x, _) => stale.Check(http, session, x.Id, x.Version, ct),
                async x =>
                {
                    if (!decided)
                        return null;
                    var reply = ReadBankStatementsEndpoints.Answer(await answers.Of(http, [x], session));
                    return StoredReply.Of(http, 200, reply.Body!, null, reply.ETag);
                }
            );

        async Task<IResult> Placed(IDocumentSession session, StoredReply answer) =>
            answer.Replayed ? answer : answer with { Position = await Positions.Of(session, id, null, ct) };
    }

    private static async Task<StatementLineDocument> Find(NpgsqlDataSource database, Guid id, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select data from crm.mt_doc_statement_line where id = $1");
        command.Parameters.AddWithValue(id);
        return await command.ExecuteScalarAsync(ct) is string json
            ? JsonSerializer.Deserialize<StatementLineDocument>(json, CrmStore.Json)!
            : throw ProblemException.NotFound("statement_line.not_found");
    }
}
