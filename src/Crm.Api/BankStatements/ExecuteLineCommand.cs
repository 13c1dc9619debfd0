using Crm.Domain.BankStatements;
using Crm.Domain.Deals;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.BankStatements;

namespace Crm.Api.BankStatements;

/// <summary>What is to become of a statement line.</summary>
/// <param name="Pay">The payment on the deal; null: the line alone changes.</param>
/// <param name="Event">The event of the line; null: what is asked for already holds.</param>
/// <param name="Refused">Why nothing changes.</param>
/// <param name="Refreshed">The line with other candidates, which are kept without an event; null: they are the same.</param>
public sealed record LineJudgement(
    RecordPayment? Pay = null,
    DomainEvent? Event = null,
    Rejection? Refused = null,
    StatementLine? Refreshed = null
);

/// <summary>A command on a line of a bank statement, and on the deal that it pays.</summary>
/// <param name="DealId">The deal that is locked with the line; null: the line alone.</param>
/// <param name="Judge">
/// Sees the line, and the deal, under their locks; null: what the request was made of has changed since, and it is to be made again.
/// </param>
public sealed record ExecuteLineCommand(
    Guid LineId,
    Guid? DealId,
    Func<StatementLine, Deal?, LineJudgement?> Judge,
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

/// <summary>A statement line after a command, and the deal that it pays.</summary>
public sealed record LineResult(
    IReadOnlyList<DomainEvent> Events,
    CompanyCommandContext Context,
    StatementLineDocument Line,
    DealDocument? Deal
) : CommandResult(Events, Context)
{
    public override DealDocument DealAfter(Guid id) => Deal ?? base.DealAfter(id);
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
