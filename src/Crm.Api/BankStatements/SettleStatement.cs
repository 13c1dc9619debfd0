using Crm.Domain.BankStatements;
using Crm.Domain.Deals;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.BankStatements;
using Npgsql;
using Wolverine;

namespace Crm.Api.BankStatements;

/// <summary>
/// Settles the lines of a statement that are not settled yet, in the order of the file. Every line is a commit of its own and is
/// judged again under its lock: aborted anywhere it goes on where it stopped, and two at once do each line once. A deal that is
/// locked by others does not stop the lines of other deals.
/// </summary>
public sealed class SettleStatement(
    IServiceScopeFactory scopes,
    NpgsqlDataSource database,
    StatementLines lines,
    StatementScopes statementScopes,
    StoredDocuments documents,
    Kinds kinds,
    Company company
)
{
    private const int Attempts = 3;

    /// <summary>Fails at the end when lines were passed over because others held their deals: they are pending still.</summary>
    /// <param name="again">Asks the rules once more of lines that wait, too.</param>
    /// <param name="progress">Told how many of how many lines are done.</param>
    public async Task Run(Guid statement, Importer by, bool again, Func<int, int, Task>? progress, CancellationToken ct)
    {
        await company.Refresh(ct);
        await kinds.Refresh(ct);
        await using var scope = scopes.CreateAsyncScope();
        var owner = (await documents.Find<BankStatementDocument>(statement, ct))?.State.ImportedBy;
        var run = new Settling(
            scope.ServiceProvider.GetRequiredService<IMessageBus>(),
            await statementScopes.Find(by, owner, ct),
            again,
            ct
        );
        var (done, all) = (0, 0);
        for (
            var page = await lines.Due(statement, -1, again, ct);
            page.Count > 0;
            page = await lines.Due(statement, page[^1].Row, again, ct)
        )
        {
            if (all == 0)
                all = await lines.CountDue(statement, again, ct);
            await run.Settle(page, await InvoiceCandidates.Of(page, database, ct));
            if (progress is not null)
                await progress(done += page.Count, all);
        }

        run.ThrowIfBusy();
    }

    /// <summary>
    /// What the invoice candidates say of a deal may be outdated: judged again with the deal as it is under its lock;
    /// null if they are right.
    /// </summary>
    internal static LineJudgement? Judge(
        StatementLine line,
        Deal deal,
        CompanyCommandContext context,
        InvoiceCandidates candidates,
        StatementScope scope
    )
    {
        candidates.Note(deal);
        var verdict = scope.Decide(line, candidates);
        if (verdict.Match is not { } found || found.Deal != deal.Id)
            return null;
        var time = PaymentTime.Of(line, deal, context);
        if (time.IsClosed)
            return scope.Leave(
                line,
                scope.Within(LineVerdict.Waits("period.closed", found), line, candidates),
                candidates
            );
        var payment = PayFromLine.On(deal, line, found.Invoice, StatementReference.Of(line));
        var allocated = line.Amount.With(payment.Allocations.Sum(part => part.Amount));
        return new(
            payment,
            new StatementLineMatched(line.Id, deal.Id, found.Invoice, verdict.By!.Value, allocated)
            {
                MovedTo = time.IsMoved ? time.HappenedAt : null,
            },
            At: time.HappenedAt
        );
    }

    /// <summary>The rules found the invoice, and the deal's own rules took no such payment.</summary>
    internal static LineJudgement Refused(
        StatementLine line,
        InvoiceCandidate match,
        Rejection refused,
        InvoiceCandidates candidates,
        StatementScope scope
    ) =>
        scope.Leave(
            line,
            scope.Within(LineVerdict.Waits("statement_line.refused", match), line, candidates),
            candidates,
            refused.Faults.IsEmpty ? refused.Code : refused.Faults[0].Code
        );

    /// <summary>Others pay the same invoices at this very moment: a user has to decide.</summary>
    internal static LineVerdict Contested(StatementLine line, InvoiceCandidates candidates, StatementScope scope) =>
        scope.Within(LineVerdict.Waits("statement_line.ambiguous", candidates.For(line)), line, candidates);

    /// <summary>One run over the lines of a statement.</summary>
    private sealed class Settling(IMessageBus bus, StatementScope scope, bool again, CancellationToken ct)
    {
        private readonly HashSet<DealId> locked = [];
        private bool isBusy;

        public void ThrowIfBusy()
        {
            if (isBusy)
                throw new CommandBusyException();
        }

        public async Task Settle(IReadOnlyList<StatementLine> page, InvoiceCandidates candidates)
        {
            List<(Guid, LineVerdict)> left = [];
            foreach (var line in page.Where(line => MatchAgain.DueAmongOthers(line, again)))
                if (await Settle(line, candidates) is { } verdict)
                    left.Add((line.Id.Value, verdict));
            if (left.Count == 0)
                return;
            var leave = new LeaveLines(
                left,
                again,
                (line, verdict) => scope.Leave(line, verdict, candidates),
                scope.By.Request()
            );
            isBusy |= await Invoke(leave) is CommandOutcome.Busy;
        }

        /// <summary>Null when the line is settled, or stays pending because others hold its deal; else why it waits.</summary>
        private async Task<LineVerdict?> Settle(StatementLine line, InvoiceCandidates candidates)
        {
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                var verdict = scope.Decide(line, candidates);
                if (verdict.Match is not { } match)
                    return verdict;
                // A deal that was waited for once is not waited for again with every line.
                if (locked.Contains(match.Deal) || await Pay(line, match, candidates))
                    return null;
            }

            return Contested(line, candidates, scope);
        }

        /// <summary>False when the deal, under its lock, is not as the candidates had it: the candidates is right now.</summary>
        private async Task<bool> Pay(StatementLine line, InvoiceCandidate match, InvoiceCandidates candidates)
        {
            var outcome = await Invoke(
                new ExecuteLineCommand(
                    line.Id.Value,
                    match.Deal.Value,
                    (now, deal, context) =>
                        MatchAgain.DueAmongOthers(now, again) ? Judge(now, deal!, context, candidates, scope) : new(),
                    scope.By.Request()
                )
            );
            switch (outcome)
            {
                case CommandOutcome.Outdated:
                    return false;
                case CommandOutcome.Busy:
                    locked.Add(match.Deal);
                    isBusy = true;
                    return true;
                case CommandOutcome.Accepted { Result: LineResult { Deals: [var paid] } }:
                    candidates.Note(paid.State);
                    return true;
                case CommandOutcome.Refused refused:
                    await Leave(line, match, refused.Rejection, candidates);
                    return true;
                default:
                    return true;
            }
        }

        private async Task Leave(
            StatementLine line,
            InvoiceCandidate match,
            Rejection refused,
            InvoiceCandidates candidates
        )
        {
            var outcome = await Invoke(
                new ExecuteLineCommand(
                    line.Id.Value,
                    null,
                    (now, _, _) =>
                        MatchAgain.DueAmongOthers(now, again) ? Refused(now, match, refused, candidates, scope) : new(),
                    scope.By.Request()
                )
            );
            isBusy |= outcome is CommandOutcome.Busy;
        }

        private Task<CommandOutcome> Invoke(object command) => bus.InvokeAsync<CommandOutcome>(command, ct);
    }
}

/// <summary>How a payment refers to the bank's document.</summary>
internal static class StatementReference
{
    public static Personal? Of(StatementLine line)
    {
        var number = line.Number is null
            ? null
            : $"№ {line.Number} от {line.Date.ToString("dd.MM.yyyy", System.Globalization.CultureInfo.InvariantCulture)}";
        var text = string.Join(". ", new[] { number, line.Purpose?.Text }.OfType<string>());
        return text.Length == 0 ? null : TextValidation.Seal(Cut(text));
    }

    private static string Cut(string text) =>
        text.Length <= TextValidation.Title ? text
        : char.IsHighSurrogate(text[TextValidation.Title - 1]) ? text[..(TextValidation.Title - 1)]
        : text[..TextValidation.Title];
}
