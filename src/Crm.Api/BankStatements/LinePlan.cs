using Crm.Domain.Currencies;
using Crm.Domain.Deals;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.BankStatements;

namespace Crm.Api.BankStatements;

/// <summary>
/// The way a line of a statement becomes a payment: the line's lock, then the deal's, the deal's own decision, and the events of
/// both in one commit. The lock of the line decides between hosts: the second finds it settled.
/// </summary>
public sealed class LinePlan : CommandPlan
{
    private readonly ExecuteLineCommand message;
    private readonly CommandContexts contexts;
    private readonly LockedStream<StatementLineDocument> line;
    private readonly LockedStream<DealDocument>? deal;
    private CompanyCommandContext? context;
    private LineJudgement? judgement;
    private DealDecision? payment;

    public LinePlan(ExecuteLineCommand message, CommandContexts contexts)
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
        new LinePlan(message with { Request = request }, contexts);

    // The bank says what was paid, and when: no right of the user's changes a decision.
    public override CompanyCommandContext Context =>
        context ??= contexts.Create(Request, Streams) with { Rights = Rights.BackdateMoney };

    public override long Version => line.Document!.Version;

    public override IEnumerable<ClientId> ReadsClients => Payment?.ReadsClient is { } client ? [client] : [];

    public override IEnumerable<(CurrencyPair Pair, DateOnly Day)> ReadsRates => Payment?.ReadsRates ?? [];

    private LineJudgement? Judgement =>
        judgement ??= message.Judge(line.Document!.State, deal?.Document?.State, Context);

    /// <summary>Null: the line pays nothing.</summary>
    private DealDecision? Payment =>
        payment ??=
            deal?.Document is { State: var state } && Judgement?.Pay is { } pay
                ? new(
                    pay,
                    new DecisionContext(state, contexts.Process(state), Context with { HappenedAt = Judgement.At })
                )
                : null;

    public override CommandOutcome.NotFound? Find() =>
        line.Document is null ? new("statement_line.not_found")
        : deal is { Document: null } ? new("deal.not_found")
        : null;

    public override CommandOutcome? Authorize() =>
        deal?.Document is { } document ? DealAuthorization.Check(Request, document.State) : null;

    public override IReadOnlyList<StatementLineDocument> Refreshed =>
        Judgement?.Refreshed is { } state ? [line.Document! with { State = state }] : [];

    public override void Reset() => (context, judgement, payment) = (null, null, null);

    public override void Provide(CommandReferences references) => Payment?.Provide(references);

    public override CommandDecision Decide()
    {
        if (Judgement is not { } judged)
            return new CommandOutcome.Outdated();
        if (judged.Refused is { } refused)
            return new([new StreamDecision(line, refused)]);
        List<StreamDecision> decisions = [];
        if (Payment is { } paying)
            decisions.Add(new(deal!, paying.Decide()));
        if (judged.Event is { } one)
            decisions.Add(new(line, Decision.Accept(one with { HappenedAt = Context.Now })));
        return new(decisions);
    }

    public override CommandResult Result(IReadOnlyList<StreamDecision> decisions) =>
        LineResult.Of(
            Context,
            line,
            deal is null ? [] : [deal],
            decisions,
            Refreshed is [var refreshed] ? refreshed : null
        );
}
