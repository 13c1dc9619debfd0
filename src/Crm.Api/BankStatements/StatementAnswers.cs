using System.Globalization;
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
/// <param name="OwnTransfer">Lines between the company's own accounts; they belong to no deal.</param>
public sealed record StatementLineCounts(
    int Pending,
    int Matched,
    int Waiting,
    int Assigned,
    int Ignored,
    int Outgoing,
    int Repeated,
    int OwnTransfer
);

/// <summary>Statements and lines as the caller may see them: a deal that is not his is not named.</summary>
public sealed class StatementAnswers(StatementLines lines, VisibleDeals visible, ProblemRenderer problems)
{
    /// <summary>Counted in one query, however many statements.</summary>
    public async Task<IReadOnlyList<BankStatementAnswer>> Of(
        Viewer viewer,
        IReadOnlyCollection<BankStatementDocument> statements,
        CancellationToken ct
    )
    {
        var counts = await lines.Count([.. statements.Select(x => x.Id)], ct);
        var seen = await Visible(viewer, statements, ct);
        return
        [
            .. statements.Select(x =>
                Of(
                    x,
                    seen,
                    status => counts.GetValueOrDefault((x.Id, StatementLineDocument.Name(status))),
                    viewer.Language
                )
            ),
        ];
    }

    /// <summary>As it is before any of its lines is judged.</summary>
    public async Task<BankStatementAnswer> Unsettled(
        Viewer viewer,
        BankStatementDocument x,
        IReadOnlyList<ImportedLine> fresh,
        CancellationToken ct
    ) =>
        Of(
            x,
            await Visible(viewer, [x], ct),
            status =>
                status switch
                {
                    StatementLineStatus.Pending => x.State.Incoming - fresh.Count(line => line.MayRepeat),
                    StatementLineStatus.Waiting => fresh.Count(line => line.MayRepeat),
                    StatementLineStatus.Outgoing => x.State.Outgoing,
                    StatementLineStatus.OwnTransfer => fresh.Count(line => line.IsOwnTransfer),
                    _ => 0,
                },
            viewer.Language
        );

    /// <summary>Which of the lines that the statements repeat the reader sees.</summary>
    private Task<IReadOnlySet<Guid>> Visible(
        Viewer viewer,
        IReadOnlyCollection<BankStatementDocument> statements,
        CancellationToken ct
    ) => Visible(viewer, [.. statements.SelectMany(x => x.State.Repeated).Select(x => x.Line.Value)], ct);

    private Task<IReadOnlySet<Guid>> Visible(Viewer viewer, Guid[] ids, CancellationToken ct) =>
        lines.Visible(ids, Importer.From(viewer.Caller).ManagerIds, viewer.Caller.User?.Value, ct);

    private static BankStatementAnswer Of(
        BankStatementDocument x,
        IReadOnlySet<Guid> seen,
        Func<StatementLineStatus, int> count,
        string language
    ) =>
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
                x.State.Repeated.Length,
                count(StatementLineStatus.OwnTransfer)
            ),
            x.State.Received,
            x.State.Sent,
            [
                .. x.State.Repeated.Select(r => new RepeatedLineAnswer(
                    r.Row,
                    seen.Contains(r.Line.Value) ? r.Line.Value : null
                )),
            ],
            x.State.HappenedAt,
            x.RecordedAt
        )
        {
            Warnings = Warnings.In(
                [
                    .. (x.State.Warnings ?? []).Select(one => new Warning(
                        one.Code,
                        one.Row is { } row ? string.Create(CultureInfo.InvariantCulture, $"/line/{row}") : null,
                        one.Found
                    )),
                ],
                language
            ),
        };

    public async Task<IReadOnlyList<StatementLineAnswer>> Of(
        Viewer viewer,
        IReadOnlyCollection<StatementLineDocument> lines,
        CancellationToken ct
    )
    {
        var paid = await Seen(
            lines.SelectMany(x => x.State.Payments).Select(part => part.Deal),
            viewer.Caller.Visibility,
            viewer.VisibleDeals,
            ct
        );
        var candidates = await Seen(
            lines.SelectMany(x => x.State.Candidates).Select(x => x.Deal),
            DealVisibility.OfManagers(viewer.Caller.Grants, Permissions.DocumentsWrite),
            viewer.Candidates,
            ct
        );
        var related = await Visible(
            viewer,
            [
                .. lines
                    .SelectMany(x => (Guid?[])[x.State.Repeats?.Value, x.State.Counterpart?.Value])
                    .OfType<Guid>()
                    .Distinct(),
            ],
            ct
        );
        return [.. lines.Select(line => Of(viewer, line, paid, candidates, related))];
    }

    /// <summary>Which of these deals the reader sees; noted for a later replay of the answer.</summary>
    private async Task<Func<DealId, bool>> Seen(
        IEnumerable<DealId> deals,
        DealVisibility visibility,
        Dictionary<DealId, bool> noted,
        CancellationToken ct
    )
    {
        DealId[] distinct = [.. deals.Distinct()];
        if (await visible.Among([.. distinct.Select(deal => deal.Value)], visibility, ct) is not { } found)
            return _ => true;
        foreach (var deal in distinct)
            noted[deal] = found.Contains(deal.Value);
        return deal => found.Contains(deal.Value);
    }

    private StatementLineAnswer Of(
        Viewer viewer,
        StatementLineDocument document,
        Func<DealId, bool> seesPaid,
        Func<DealId, bool> seesCandidate,
        IReadOnlySet<Guid> related
    )
    {
        var x = document.State;
        LinePart[] parts = [.. x.Payments.Where(part => seesPaid(part.Deal))];
        var first = parts.FirstOrDefault();
        LineCandidate[] candidates = [.. x.Candidates.Where(c => seesCandidate(c.Deal))];
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
            first?.Deal.Value,
            first?.Invoice?.Value,
            first?.Payment.Value,
            x.Allocated,
            x.By,
            x.Status == StatementLineStatus.Waiting ? [Blocker(viewer, x, candidates)] : [],
            [.. candidates.Select(c => new LineCandidateAnswer(c.Deal.Value, c.Invoice.Value, c.Number, c.Open))],
            x.Ignored?.Text,
            x.Repeats is { } other && related.Contains(other.Value) ? other.Value : null,
            x.Counterpart is { } side && related.Contains(side.Value) ? side.Value : null,
            document.RecordedAt,
            document.UpdatedAt,
            document.Version
        )
        {
            Parts =
            [
                .. parts.Select(part => new StatementPartAnswer(
                    part.Deal.Value,
                    part.Invoice?.Value,
                    part.Payment.Value,
                    part.Amount,
                    part.Allocated
                )),
            ],
            Warnings = Warnings.In(
                x.MovedTo is { } at
                    ? [new Warning("happened_at.moved", "/paidOn", $"{x.PaidOn:yyyy-MM-dd} → {ValueText.Of(at)}")]
                    : [],
                viewer.Language
            ),
        };
    }

    private ProblemBlocker Blocker(Viewer viewer, StatementLine x, LineCandidate[] candidates)
    {
        // The reason is what the importer is told. To other readers of a line out of scope it says nothing about their candidates.
        var isAboutCandidates = !x.IsOutOfScope || viewer.Caller.User == x.ImportedBy;
        Fix fix =
            isAboutCandidates && x.Reason == "statement_line.deal_closed" && candidates is [var first, ..]
                ? new Fix.ReopenDeal(first.Deal)
                : new Fix.AssignStatementLine(x.Id);
        Phrase expected =
            x.MayRepeat ? "a user tells whether it repeats another line: assign or ignore it"
            : candidates.Length > 0 ? Phrase.Data(candidates.Select(c => $"{c.Number}: {c.Open}"))
            : "the number of an invoice, or a payer with one open invoice of this amount";
        Phrase found = x.Counterparty.TaxId?.Text is { } id ? (Phrase)$"{x.Amount}; tax id {id}" : $"{x.Amount}";
        return problems.Blocker(
            new(
                x.Reason!,
                $"statement-line:{x.Id}",
                expected,
                x.Refusal is null ? found : $"{found}; {x.Refusal}",
                fix
            ),
            viewer.Language
        );
    }
}
