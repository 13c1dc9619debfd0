using Crm.Domain.BankStatements;
using Crm.Projections.ReadModels.BankStatements;

namespace Crm.Api.BankStatements;

/// <summary>A bank statement, and how far its lines are settled.</summary>
/// <param name="Hash">SHA-256 of the file, lower-case hex.</param>
/// <param name="Accounts">Our own accounts in it.</param>
/// <param name="Lines">How many of its lines stand where.</param>
/// <param name="Received">What its own incoming lines sum up to, per currency.</param>
/// <param name="Sent">The same of money that left.</param>
/// <param name="Repeated">Lines that an earlier statement had brought already: nothing was done about them.</param>
public sealed record BankStatementAnswer(
    Guid Id,
    string Hash,
    StatementFormat Format,
    IReadOnlyList<string> Accounts,
    DateOnly? From,
    DateOnly? To,
    StatementLineCounts Lines,
    IReadOnlyList<Money> Received,
    IReadOnlyList<Money> Sent,
    IReadOnlyList<RepeatedLineAnswer> Repeated,
    DateTimeOffset HappenedAt,
    DateTimeOffset RecordedAt
);

/// <summary>Lines of a statement by where they stand.</summary>
/// <param name="Pending">Not looked at yet; while there are any, the host is at work.</param>
/// <param name="Waiting">The rules found no invoice for certain.</param>
public sealed record StatementLineCounts(
    int Pending,
    int Matched,
    int Waiting,
    int Assigned,
    int Ignored,
    int Outgoing,
    int Repeated
);

/// <summary>A line of a file that was there already.</summary>
/// <param name="Row">Line of the file, from 1.</param>
public sealed record RepeatedLineAnswer(int Row, Guid LineId);

/// <summary>A movement of money, and what became of it.</summary>
/// <param name="Row">Line of the file that it begins in, from 1.</param>
/// <param name="Account">Our own account.</param>
/// <param name="Number">Number of the bank document.</param>
/// <param name="PaymentId">The payment on the deal; null while there is none.</param>
/// <param name="Allocated">What of it pays the invoice; the rest is an advance.</param>
/// <param name="MatchedBy">By what the rules found the invoice.</param>
/// <param name="Blockers">Why it waits, and which call helps.</param>
/// <param name="Candidates">Invoices that may be meant, among those that the caller sees.</param>
/// <param name="IgnoredFor">Why it pays no deal, where somebody said so.</param>
public sealed record StatementLineAnswer(
    Guid Id,
    Guid StatementId,
    int Row,
    MoneyDirection Direction,
    StatementLineStatus Status,
    string Account,
    string? Number,
    DateOnly Date,
    DateOnly PaidOn,
    Money Amount,
    CounterpartyAnswer Counterparty,
    string? Purpose,
    Guid? DealId,
    Guid? InvoiceId,
    Guid? PaymentId,
    Money? Allocated,
    MatchRule? MatchedBy,
    IReadOnlyList<ProblemBlocker> Blockers,
    IReadOnlyList<LineCandidateAnswer> Candidates,
    string? IgnoredFor,
    DateTimeOffset RecordedAt,
    DateTimeOffset UpdatedAt,
    int Version
);

/// <summary>Who paid us, or whom we paid.</summary>
public sealed record CounterpartyAnswer(string? Name, string? TaxId, string? Account);

/// <summary>An invoice that may be meant.</summary>
/// <param name="Open">What was left to pay on it when the line was looked at.</param>
public sealed record LineCandidateAnswer(Guid DealId, Guid InvoiceId, string Number, Money Open);

/// <summary>Statements and lines as the caller may see them: a deal that is not his is not named.</summary>
public sealed class StatementAnswers(StatementLines lines, VisibleDeals visible, ProblemRenderer problems)
{
    /// <summary>Counted in one look, however many statements.</summary>
    public async Task<IReadOnlyList<BankStatementAnswer>> Of(
        IReadOnlyCollection<BankStatementDocument> statements,
        CancellationToken ct
    )
    {
        var counts = await lines.Count([.. statements.Select(x => x.Id)], ct);
        return
        [
            .. statements.Select(x =>
                Of(x, status => counts.GetValueOrDefault((x.Id, StatementLineDocument.Name(status))))
            ),
        ];
    }

    /// <summary>As it is before any of its lines is looked at.</summary>
    public static BankStatementAnswer Unsettled(BankStatementDocument x) =>
        Of(
            x,
            status =>
                status switch
                {
                    StatementLineStatus.Pending => x.State.Incoming,
                    StatementLineStatus.Outgoing => x.State.Outgoing,
                    _ => 0,
                }
        );

    private static BankStatementAnswer Of(BankStatementDocument x, Func<StatementLineStatus, int> count) =>
        new(
            x.Id,
            x.State.Hash,
            x.State.Format,
            x.State.Accounts,
            x.State.From,
            x.State.To,
            new(
                count(StatementLineStatus.Pending),
                count(StatementLineStatus.Matched),
                count(StatementLineStatus.Waiting),
                count(StatementLineStatus.Assigned),
                count(StatementLineStatus.Ignored),
                count(StatementLineStatus.Outgoing),
                x.State.Repeated.Length
            ),
            x.State.Received,
            x.State.Sent,
            [.. x.State.Repeated.Select(r => new RepeatedLineAnswer(r.Row, r.Line.Value))],
            x.State.HappenedAt,
            x.RecordedAt
        );

    public async Task<IReadOnlyList<StatementLineAnswer>> Of(
        Viewer viewer,
        IReadOnlyCollection<StatementLineDocument> lines,
        CancellationToken ct
    )
    {
        var sees = await Seen(
            viewer.Caller,
            lines
                .SelectMany(x =>
                    x.State.Candidates.Select(c => c.Deal.Value).Concat(x.State.Deal is { } deal ? [deal.Value] : [])
                )
                .Distinct()
                .ToArray(),
            ct
        );
        return [.. lines.Select(line => Of(viewer.Language, line, sees))];
    }

    /// <summary>Which of these deals the caller sees.</summary>
    private async Task<Func<Guid, bool>> Seen(Caller caller, Guid[] deals, CancellationToken ct)
    {
        var found = await visible.Among(deals, caller.Visibility, ct);
        return deal => found is null || found.Contains(deal);
    }

    private StatementLineAnswer Of(string language, StatementLineDocument document, Func<Guid, bool> sees)
    {
        var x = document.State;
        var deal = x.Deal is { } paid && sees(paid.Value) ? paid : (DealId?)null;
        LineCandidate[] candidates = [.. x.Candidates.Where(c => sees(c.Deal.Value))];
        return new(
            document.Id,
            x.Statement.Value,
            x.Row,
            x.Direction,
            x.Status,
            x.Account,
            x.Number,
            x.Date,
            x.PaidOn,
            x.Amount,
            new(x.Counterparty.Name?.Text, x.Counterparty.TaxId?.Text, x.Counterparty.Account?.Text),
            x.Purpose?.Text,
            deal?.Value,
            deal is null ? null : x.Invoice?.Value,
            deal is null ? null : x.Payment.Value,
            x.Allocated,
            x.By,
            x.Status == StatementLineStatus.Waiting ? [Blocker(language, x, candidates)] : [],
            [.. candidates.Select(c => new LineCandidateAnswer(c.Deal.Value, c.Invoice.Value, c.Number, c.Open))],
            x.Ignored?.Text,
            document.RecordedAt,
            document.UpdatedAt,
            document.Version
        );
    }

    private ProblemBlocker Blocker(string language, StatementLine x, LineCandidate[] candidates)
    {
        Fix fix =
            x.Reason == "statement_line.deal_closed" && candidates is [var first, ..]
                ? new Fix.ReopenDeal(first.Deal)
                : new Fix.AssignStatementLine(x.Id);
        var expected =
            candidates.Length > 0
                ? string.Join(", ", candidates.Select(c => $"{c.Number}: {c.Open}"))
                : "the number of an invoice, or a payer with one open invoice of this amount";
        var payer = x.Counterparty.TaxId?.Text is { } id ? $"; tax id {id}" : "";
        return problems.Blocker(
            new(
                x.Reason!,
                $"statement-line:{x.Id}",
                expected,
                $"{x.Amount}{payer}{(x.Refusal is null ? "" : "; " + x.Refusal)}",
                fix
            ),
            language
        );
    }
}
