using Crm.Domain.BankStatements;
using Crm.Domain.Deals;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.BankStatements;
using Wolverine;

namespace Crm.Api.BankStatements;

/// <summary>Releases a settled statement line.</summary>
/// <param name="Reason">Why the payment does not belong there, as free text.</param>
public sealed record UnassignStatementLineBody([SeveralLines] string Reason);

/// <summary>POST /bank-statement-lines/{statementLineId}/unassign.</summary>
public static class UnassignStatementLineEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/bank-statement-lines/{statementLineId:guid}/unassign", Post)
            .Operation(
                new("unassignStatementLine")
                {
                    Permission = Permissions.DocumentsWrite,
                    Tag = "Bank statements",
                    Summary = "Unassign a statement line",
                    Description =
                        "Releases a settled line: the payment that is in force for it is reversed, and the line waits again. "
                        + "Repeating is 200 without an event.",
                    Refusals =
                    [
                        "validation.failed",
                        "statement_line.not_found",
                        "statement_line.not_settled",
                        "deal.closed",
                        "money.taken",
                        "period.closed",
                        "version.stale",
                    ],
                }
            )
            .Takes(new UnassignStatementLineBody("Платёж другого клиента"))
            .Answers<StatementLineAnswer>()
            .Capability(Capabilities.OrdersAndInvoices);

    private static async Task<IResult> Post(
        Guid statementLineId,
        HttpContext http,
        IMessageBus bus,
        StoredDocuments documents
    )
    {
        var body = await Body.Read<UnassignStatementLineBody>(http);
        var reason = TextValidation.Personal(body.Reason, "/reason");
        var line = await documents.Find<StatementLineDocument>(statementLineId, http.RequestAborted);
        return await bus.Answer(
            http,
            new UnassignLineCommand(statementLineId, line?.State.Deal?.Value, reason, http.CommandRequest(body))
        );
    }
}

/// <summary>Releases a line, and reverses its payment.</summary>
/// <param name="DealId">The deal of the payment, as read before the locks; null: there is none.</param>
public sealed record UnassignLineCommand(Guid LineId, Guid? DealId, Personal Reason, CommandRequest Request)
    : CommandMessage(Request);

/// <inheritdoc cref="UnassignLineCommand"/>
public static class UnassignLineCommandHandler
{
    public static Task<CommandOutcome> Handle(
        UnassignLineCommand command,
        CommandPipeline pipeline,
        CommandContexts contexts,
        CancellationToken ct
    ) => pipeline.Execute(new UnassignPlan(command, contexts), ct);
}

/// <summary>The line waits again, and its payment, if it is in force, is reversed in the same commit.</summary>
public sealed class UnassignPlan : CommandPlan
{
    private readonly UnassignLineCommand message;
    private readonly CommandContexts contexts;
    private readonly LockedStream<StatementLineDocument> line;
    private readonly LockedStream<DealDocument>? deal;
    private CompanyCommandContext? context;

    public UnassignPlan(UnassignLineCommand message, CommandContexts contexts)
        : base(message.Request)
    {
        (this.message, this.contexts) = (message, contexts);
        line = new(message.LineId);
        deal = message.DealId is { } id ? new(id) : null;
        Streams = new() { Lines = [line], Deals = deal is null ? [] : [deal] };
    }

    public override LockedStreams Streams { get; }

    public override string NotFoundCode => "statement_line.not_found";

    public override CommandPlan ForReplay(CommandRequest request, Guid? created) =>
        new UnassignPlan(message with { Request = request }, contexts);

    public override CompanyCommandContext Context => context ??= contexts.Create(Request);

    public override long Version => line.Document!.Version;

    public override CommandOutcome.NotFound? Find() =>
        line.Document is null ? new("statement_line.not_found")
        : deal is { Document: null } ? new("deal.not_found")
        : null;

    public override CommandOutcome? Authorize() =>
        deal?.Document is { } document ? DealAuthorization.Check(Request, document.State) : null;

    public override void Reset() => context = null;

    public override CommandDecision Decide()
    {
        var state = line.Document!.State;
        if (state.Deal?.Value != deal?.Id)
            return new CommandOutcome.Outdated();
        var released = new UnassignLine(message.Reason).Decide(state);
        var own = new StreamDecision(
            line,
            released with
            {
                Events = [.. released.Events.Select(one => one with { HappenedAt = Context.Now })],
            }
        );
        if (released.Events.Length == 0)
            return new([own]);
        var paid = deal!.Document!.State;
        var reversal = paid.Ledger.Payments.FirstOrDefault(payment => payment.Id == state.Payment) is { Reversal: null }
            ? new ReversePayment(state.Payment, message.Reason).Decide(
                new DecisionContext(
                    paid,
                    contexts.Process(paid),
                    contexts.Create(Request, paid) with
                    {
                        Now = Context.Now,
                    }
                )
            )
            : Decision.AlreadySatisfied;
        return new([new StreamDecision(deal, reversal), own]);
    }

    public override CommandResult Result(IReadOnlyList<StreamDecision> decisions)
    {
        var (after, paid) = (line.Document!, deal?.Document);
        foreach (var decision in decisions)
        foreach (var one in decision.Events)
            if (decision.Stream == line)
                after = StatementLineDocument.After(after, line.Id, one, Context.Now)!;
            else
                paid = DealDocument.After(paid, decision.Stream.Id, one, Context.Now);
        return new LineResult([.. decisions.SelectMany(one => one.Events)], Context, after, paid);
    }
}
