using Crm.Domain.BankStatements;
using Crm.Projections.ReadModels.BankStatements;

namespace Crm.Api.BankStatements;

/// <summary>Number of lines of a statement per processing state.</summary>
/// <param name="Pending">Lines not processed yet; processing continues while there are any.</param>
/// <param name="Matched">Lines that the rules matched to an invoice; their payments are recorded.</param>
/// <param name="Waiting">Lines for which the rules found no certain invoice; a user has to assign or ignore them.</param>
/// <param name="Assigned">Lines that a user assigned to a deal; their payments are recorded.</param>
/// <param name="Ignored">Lines that a user marked as not belonging to a deal.</param>
/// <param name="Outgoing">Outgoing transactions; they are kept and not processed.</param>
/// <param name="Repeated">Lines that an earlier statement already contained; they are not processed again.</param>
public sealed record StatementLineCounts(
    int Pending,
    int Matched,
    int Waiting,
    int Assigned,
    int Ignored,
    int Outgoing,
    int Repeated
);

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
            viewer,
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
    private async Task<Func<Guid, bool>> Seen(Viewer viewer, Guid[] deals, CancellationToken ct)
    {
        var found = await visible.Among(deals, viewer.Caller.Visibility, ct);
        foreach (var deal in found is null ? [] : deals)
            viewer.VisibleDeals[new(deal)] = found!.Contains(deal);
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
