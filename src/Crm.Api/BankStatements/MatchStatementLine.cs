using Crm.Domain.BankStatements;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.BankStatements;
using Npgsql;
using Wolverine;

namespace Crm.Api.BankStatements;

/// <summary>POST /bank-statement-lines/{statementLineId}/match: matches a waiting line again.</summary>
public static class MatchStatementLineEndpoint
{
    private const int Attempts = 3;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/bank-statement-lines/{statementLineId:guid}/match", Post)
            .Operation(
                new("matchStatementLine")
                {
                    Permission = Permissions.DocumentsWrite,
                    Tag = "Bank statements",
                    Summary = "Match a statement line again",
                    Description =
                        "Applies the matching rules again to a waiting line, because its invoice may have "
                        + "been issued or its deal reopened since. Returns the line: matched, or waiting with "
                        + "its present reason. Lines that are matched, that a user assigned or ignored, or that may "
                        + "repeat another line, do not change.",
                    Refusals =
                    [
                        "statement_line.not_found",
                        "statement_line.settled",
                        "statement_line.outgoing",
                        "statement_line.own_transfer",
                        "version.stale",
                    ],
                }
            )
            .Takes(new NoBody(), optional: true)
            .Answers<StatementLineAnswer>()
            .Capability(Capabilities.OrdersAndInvoices);

    private static async Task<IResult> Post(
        Guid statementLineId,
        HttpContext http,
        IMessageBus bus,
        StatementLines lines,
        StatementScopes scopes,
        NpgsqlDataSource database
    )
    {
        var body = await Body.Read<NoBody>(http, optional: true);
        var by = Importer.From(Caller.Of(http));
        var line = (await Find(lines, statementLineId, http.RequestAborted)).State;
        var invoiceCandidates = await InvoiceCandidates.Of([line], database, http.RequestAborted);
        var scope = await scopes.Find(by, line.ImportedBy, http.RequestAborted);
        var match = new Matching(statementLineId, bus, lines, invoiceCandidates, scope, http.CommandRequest(body));
        return await CommandAnswers.Answer(http, await match.Run(line, http.RequestAborted));
    }

    private static async Task<StatementLineDocument> Find(StatementLines lines, Guid id, CancellationToken ct) =>
        await lines.Find(id, ct) ?? throw ProblemException.NotFound("statement_line.not_found");

    /// <summary>One line put to the rules once more.</summary>
    private sealed class Matching(
        Guid id,
        IMessageBus bus,
        StatementLines lines,
        InvoiceCandidates invoiceCandidates,
        StatementScope scope,
        CommandRequest request
    )
    {
        public async Task<CommandOutcome> Run(StatementLine line, CancellationToken ct)
        {
            for (var attempt = 0; attempt < Attempts && Match(line) is { } match; attempt++)
            {
                var outcome = await Pay(match, ct);
                if (outcome is CommandOutcome.Refused { Rejection: var why })
                    return await Settle((match, why), ct);
                if (outcome is not CommandOutcome.Outdated)
                    return outcome;
                line = (await Find(lines, id, ct)).State;
            }

            return await Settle(null, ct);
        }

        private InvoiceCandidate? Match(StatementLine line) =>
            MatchAgain.Due(line, again: true) ? scope.Decide(line, invoiceCandidates).Match : null;

        private Task<CommandOutcome> Pay(InvoiceCandidate match, CancellationToken ct) =>
            bus.InvokeAsync<CommandOutcome>(
                new ExecuteLineCommand(
                    id,
                    match.Deal.Value,
                    (now, deal, context) =>
                        MatchAgain.Due(now, again: true)
                            ? SettleStatement.Judge(now, deal!, context, invoiceCandidates, scope)
                            : null,
                    request
                ),
                ct
            );

        /// <summary>The line alone: matched already, settled by a person, or left waiting for what it waits for now.</summary>
        private Task<CommandOutcome> Settle((InvoiceCandidate Match, Rejection Why)? refusal, CancellationToken ct) =>
            bus.InvokeAsync<CommandOutcome>(
                new ExecuteLineCommand(id, null, (now, _, _) => Judge(now, refusal), request),
                ct
            );

        private LineJudgement Judge(StatementLine now, (InvoiceCandidate Match, Rejection Why)? refusal)
        {
            if (now.Status == StatementLineStatus.Matched || now.MayRepeat)
                return new();
            if (MatchAgain.Refuse(now) is { } settled)
                return new(Refused: settled);
            if (refusal is { } found)
                return SettleStatement.Refused(now, found.Match, found.Why, invoiceCandidates, scope);
            // Still a match after all attempts: others pay the same invoices at this very moment.
            var verdict = scope.Decide(now, invoiceCandidates) is { Match: null } waits
                ? waits
                : SettleStatement.Contested(now, invoiceCandidates, scope);
            return scope.Leave(now, verdict, invoiceCandidates);
        }
    }
}
