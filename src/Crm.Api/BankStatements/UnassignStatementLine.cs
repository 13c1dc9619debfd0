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
                        "Releases a settled line: the payments that are in force for it are reversed, and the line waits again. "
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
            new UnassignLineCommand(
                statementLineId,
                [.. (line?.State.Payments ?? []).Select(part => part.Deal.Value).Distinct()],
                reason,
                http.CommandRequest(body)
            )
        );
    }
}

/// <summary>Releases a line, and reverses its payments.</summary>
/// <param name="DealIds">The deals of the payments, as read before the locks.</param>
public sealed record UnassignLineCommand(
    Guid LineId,
    ImmutableArray<Guid> DealIds,
    Personal Reason,
    CommandRequest Request
) : CommandMessage(Request);

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

/// <summary>The line waits again, and its payments that are in force are reversed in the same commit.</summary>
public sealed class UnassignPlan : CommandPlan
{
    private readonly UnassignLineCommand message;
    private readonly CommandContexts contexts;
    private readonly LockedStream<StatementLineDocument> line;
    private readonly LockedStream<DealDocument>[] deals;
    private CompanyCommandContext? context;

    public UnassignPlan(UnassignLineCommand message, CommandContexts contexts)
        : base(message.Request)
    {
        (this.message, this.contexts) = (message, contexts);
        line = new(message.LineId);
        deals = [.. message.DealIds.Select(id => new LockedStream<DealDocument>(id))];
        Streams = new() { Lines = [line], Deals = deals };
    }

    public override LockedStreams Streams { get; }

    public override string NotFoundCode => "statement_line.not_found";

    public override CommandPlan ForReplay(CommandRequest request, Guid? created) =>
        new UnassignPlan(message with { Request = request }, contexts);

    public override CompanyCommandContext Context => context ??= contexts.Create(Request, Streams);

    public override long Version => line.Document!.Version;

    public override CommandOutcome.NotFound? Find() =>
        line.Document is null ? new("statement_line.not_found")
        : deals.Any(deal => deal.Document is null) ? new("deal.not_found")
        : null;

    public override CommandOutcome? Authorize() =>
        deals
            .Where(deal => deal.Document is not null)
            .Select(deal => DealAuthorization.Check(Request, deal.Document!.State))
            .FirstOrDefault(denied => denied is not null);

    public override void Reset() => context = null;

    public override CommandDecision Decide()
    {
        var state = line.Document!.State;
        if (!state.Payments.Select(part => part.Deal.Value).ToHashSet().SetEquals(message.DealIds))
            return new CommandOutcome.Outdated();
        var released = new UnassignLine(message.Reason).Decide(state);
        var own = new StreamDecision(
            line,
            released with
            {
                Events = [.. released.Events.Select(one => one with { HappenedAt = Context.Now })],
            }
        );
        return released.Events.Length == 0 ? new([own]) : new([.. deals.Select(deal => Reverse(deal, state)), own]);
    }

    public override CommandResult Result(IReadOnlyList<StreamDecision> decisions) =>
        LineResult.Of(Context, line, deals, decisions);

    /// <summary>Reverses the payments of the line on a deal, one after the other: each sees what the one before has left.</summary>
    private StreamDecision Reverse(LockedStream<DealDocument> deal, StatementLine state)
    {
        var paid = deal.Document!.State;
        List<DomainEvent> events = [];
        foreach (var part in state.Payments.Where(part => part.Deal.Value == deal.Id))
        {
            if (paid.Ledger.Payments.FirstOrDefault(one => one.Id == part.Payment) is not { Reversal: null })
                continue;
            var reversal = new ReversePayment(part.Payment, message.Reason).Decide(
                new DecisionContext(
                    paid,
                    contexts.Process(paid),
                    contexts.Create(Request, Streams, paid) with
                    {
                        Now = Context.Now,
                    }
                )
            );
            if (reversal.Refused is not null)
                return new(deal, reversal);
            events.AddRange(reversal.Events);
            paid = reversal.Events.Aggregate(paid, (before, one) => Deal.Evolve(before, new(deal.Id), one));
        }

        return new(deal, Decision.Accept(events));
    }
}
