using Crm.Domain.BankStatements;
using Crm.Domain.Deals;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.BankStatements;

namespace Crm.Api.BankStatements;

/// <summary>What is to become of a statement line.</summary>
/// <param name="Pay">The payment on the deal; null: the line alone changes.</param>
/// <param name="At">When the payment happens; null: now.</param>
/// <param name="Event">The event of the line; null: what is asked for already holds.</param>
/// <param name="Refused">Why nothing changes.</param>
/// <param name="Refreshed">The line with other candidates, which are kept without an event; null: they are the same.</param>
public sealed record LineJudgement(
    RecordPayment? Pay = null,
    DomainEvent? Event = null,
    Rejection? Refused = null,
    StatementLine? Refreshed = null,
    DateTimeOffset? At = null
);

/// <summary>A command on a line of a bank statement, and on the deal that it pays.</summary>
/// <param name="DealId">The deal that is locked with the line; null: the line alone.</param>
/// <param name="Judge">
/// Sees the line, the deal and the context under the locks; null: what the request was made of has changed since, and it is to be made
/// again.
/// </param>
public sealed record ExecuteLineCommand(
    Guid LineId,
    Guid? DealId,
    Func<StatementLine, Deal?, CompanyCommandContext, LineJudgement?> Judge,
    CommandRequest Request
) : CommandMessage(Request);

/// <summary>Runs commands on statement lines.</summary>
public static class ExecuteLineCommandHandler
{
    public static Task<CommandOutcome> Handle(
        ExecuteLineCommand command,
        CommandPipeline pipeline,
        CommandContexts contexts,
        CancellationToken ct
    ) => pipeline.Execute(new LinePlan(command, contexts), ct);
}

/// <summary>A statement line after a command, and the deals that it pays.</summary>
public sealed record LineResult(
    IReadOnlyList<DomainEvent> Events,
    CompanyCommandContext Context,
    StatementLineDocument Line,
    IReadOnlyList<DealDocument> Deals
) : CommandResult(Events, Context)
{
    public override DealDocument DealAfter(Guid id) =>
        Deals.FirstOrDefault(deal => deal.Id == id) ?? base.DealAfter(id);

    /// <summary>The state after the decisions, of the streams as they were loaded.</summary>
    public static LineResult Of(
        CompanyCommandContext context,
        LockedStream<StatementLineDocument> line,
        IEnumerable<LockedStream<DealDocument>> deals,
        IReadOnlyList<StreamDecision> decisions,
        StatementLineDocument? refreshed = null
    )
    {
        var after = refreshed ?? line.Document!;
        var paid = deals.Where(deal => deal.Document is not null).ToDictionary(deal => deal.Id, deal => deal.Document!);
        foreach (var decision in decisions)
        foreach (var one in decision.Events)
            if (decision.Stream == line)
                after = StatementLineDocument.After(after, line.Id, one, context.Now)!;
            else
                paid[decision.Stream.Id] = DealDocument.After(
                    paid[decision.Stream.Id],
                    decision.Stream.Id,
                    one,
                    context.Now
                );
        return new([.. decisions.SelectMany(one => one.Events)], context, after, [.. paid.Values]);
    }
}

/// <summary>Answers with the line as the command left it.</summary>
public sealed class LineRenderer(StatementAnswers answers) : AnswerRenderer<LineResult>
{
    protected override async ValueTask<StoredAnswer> Render(LineResult result, Viewer viewer, CancellationToken ct)
    {
        var answer = (await answers.Of(viewer, [result.Line], ct))[0];
        return StoredAnswer.Create(viewer, 200, answer, answer.Version);
    }
}
