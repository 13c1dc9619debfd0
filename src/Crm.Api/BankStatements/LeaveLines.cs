using Crm.Domain.BankStatements;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.BankStatements;

namespace Crm.Api.BankStatements;

/// <summary>Leaves lines for which the rules found no invoice to a person: many in one commit.</summary>
/// <param name="Again">Also lines that wait already, where they wait for something else by now.</param>
/// <param name="Judge">Sees a line under its lock.</param>
public sealed record LeaveLines(
    IReadOnlyList<(Guid Line, LineVerdict Verdict)> Left,
    bool Again,
    Func<StatementLine, LineVerdict, LineJudgement> Judge,
    CommandRequest Request
) : CommandMessage(Request);

/// <inheritdoc cref="LeaveLines"/>
public static class LeaveLinesHandler
{
    public static Task<CommandOutcome> Handle(
        LeaveLines command,
        CommandPipeline pipeline,
        CommandContexts contexts,
        CancellationToken ct
    ) => pipeline.Execute(new LeaveLinesPlan(command, contexts), ct);
}

/// <summary>Several statement lines, each with a decision of its own.</summary>
public sealed class LeaveLinesPlan : CommandPlan
{
    private readonly LeaveLines command;
    private readonly (LineVerdict Verdict, LockedStream<StatementLineDocument> Line)[] lines;
    private (LockedStream<StatementLineDocument> Line, LineJudgement Judged)[] judged = [];

    public LeaveLinesPlan(LeaveLines command, CommandContexts contexts)
        : base(command.Request)
    {
        this.command = command;
        lines = [.. command.Left.Select(left => (left.Verdict, new LockedStream<StatementLineDocument>(left.Line)))];
        Streams = new() { Lines = [.. lines.Select(one => one.Line)] };
        Context = contexts.Create(command.Request);
    }

    public override LockedStreams Streams { get; }

    public override CompanyCommandContext Context { get; }

    public override long Version => 0;

    public override CommandOutcome.NotFound? Find() =>
        lines.All(one => one.Line.Document is not null) ? null : new("statement_line.not_found");

    public override IReadOnlyList<StatementLineDocument> Refreshed =>
        [
            .. from one in judged
            where one.Judged.Refreshed is not null
            select one.Line.Document! with
            {
                State = one.Judged.Refreshed!,
            },
        ];

    public override CommandDecision Decide()
    {
        judged =
        [
            .. from one in lines
            where MatchAgain.DueAmongOthers(one.Line.Document!.State, command.Again)
            select (one.Line, command.Judge(one.Line.Document!.State, one.Verdict)),
        ];
        return new([
            .. from one in judged
            where one.Judged.Event is not null
            select new StreamDecision(one.Line, Decision.Accept(one.Judged.Event! with { HappenedAt = Context.Now })),
        ]);
    }

    public override CommandResult Result(IReadOnlyList<StreamDecision> decisions) =>
        new LeftLines([.. decisions.SelectMany(one => one.Events)], Context);

    private sealed record LeftLines(IReadOnlyList<DomainEvent> Events, CompanyCommandContext Context)
        : CommandResult(Events, Context);
}
