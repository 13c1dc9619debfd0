using Crm.Domain.BankStatements;
using Crm.Domain.Clients;
using Crm.Domain.Deals;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Deals.Tasks;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.BankStatements;

namespace Crm.Api.BankStatements;

/// <summary>Assigns a line to the deals that it pays.</summary>
public sealed record AssignLineCommand(Guid LineId, AssignLine Assign, CommandRequest Request)
    : CommandMessage(Request);

/// <inheritdoc cref="AssignLineCommand"/>
public static class AssignLineCommandHandler
{
    public static Task<CommandOutcome> Handle(
        AssignLineCommand command,
        CommandPipeline pipeline,
        CommandContexts contexts,
        CancellationToken ct
    ) => pipeline.Execute(new AssignPlan(command, contexts), ct);
}

/// <summary>
/// A line becomes a payment for each of its parts: the lock of the line, then those of the deals in the order of their ids, and all
/// events in one commit. The parts of one deal are decided one after the other: the second sees what the first has left open.
/// </summary>
public sealed class AssignPlan : CommandPlan
{
    private readonly AssignLineCommand message;
    private readonly CommandContexts contexts;
    private readonly LockedStream<StatementLineDocument> line;
    private readonly LockedStream<DealDocument>[] deals;
    private CompanyCommandContext? context;
    private Dictionary<ClientId, ClientStanding?> clients = [];

    public AssignPlan(AssignLineCommand message, CommandContexts contexts)
        : base(message.Request)
    {
        (this.message, this.contexts) = (message, contexts);
        line = new(message.LineId);
        deals =
        [
            .. message
                .Assign.Parts.Select(part => part.Deal.Value)
                .Distinct()
                .Select(id => new LockedStream<DealDocument>(id)),
        ];
        Streams = new() { Lines = [line], Deals = deals };
    }

    public override LockedStreams Streams { get; }

    public override string NotFoundCode => "statement_line.not_found";

    public override CommandPlan ForReplay(CommandRequest request, Guid? created) =>
        new AssignPlan(message with { Request = request }, contexts);

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

    /// <summary>What the tasks of the deals check of their clients holds until the payments are written.</summary>
    public override IEnumerable<ClientId> ReadsClients =>
        deals
            .Select(deal => deal.Document?.State)
            .OfType<Deal>()
            .Where(deal => deal.Client is not null && ClientStandings.AreRead(deal, contexts.Process(deal), null))
            .Select(deal => deal.Client!.Value)
            .Distinct();

    public override void Provide(CommandReferences references) =>
        clients = references.Clients.ToDictionary(
            client => client.Key,
            client => ClientStandings.From(client.Value.Client, client.Key, client.Value.Version)
        );

    public override void Reset() => (context, clients) = (null, []);

    public override CommandDecision Decide()
    {
        var state = line.Document!.State;
        if (message.Assign.IsDone(state))
            return new([new StreamDecision(line, Decision.AlreadySatisfied)]);
        if (message.Assign.Refuse(state) is { } refused)
            return new([new StreamDecision(line, refused)]);
        var after = deals.ToDictionary(deal => deal.Id, deal => deal.Document!.State);
        var events = deals.ToDictionary(deal => deal.Id, _ => new List<DomainEvent>());
        List<LinePart> parts = [];
        DateTimeOffset? movedTo = null;
        foreach (var part in message.Assign.Payments(state))
        {
            var deal = after[part.Deal.Value];
            var time = TimeOf(state, deal);
            var payment = PayFromLine.On(deal, state, part, StatementReference.Of(state));
            var decision = payment.Decide(At(deal, time.HappenedAt));
            if (decision.Refused is not null)
                return new([new StreamDecision(deals.First(one => one.Id == part.Deal.Value), decision)]);
            after[part.Deal.Value] = decision.Events.Aggregate(
                deal,
                (before, one) => Deal.Evolve(before, part.Deal, one)
            );
            events[part.Deal.Value].AddRange(decision.Events);
            parts.Add(new(part.Deal, part.Invoice, payment.Id, part.Amount, Allocated(payment)));
            movedTo = time.IsMoved && !(movedTo > time.HappenedAt) ? time.HappenedAt : movedTo;
        }

        return new([
            .. deals.Select(deal => new StreamDecision(deal, Decision.Accept(events[deal.Id]))),
            new(line, Decision.Accept(Assigned(state, parts, movedTo) with { HappenedAt = Context.Now })),
        ]);
    }

    public override CommandResult Result(IReadOnlyList<StreamDecision> decisions) =>
        LineResult.Of(Context, line, deals, decisions);

    /// <summary>The time that the user gives, else the bank's day or the first open instant after it.</summary>
    private PaymentTime TimeOf(StatementLine state, Deal deal) =>
        Request.HappenedAt is { } given
            ? new(given, false, false)
            : PaymentTime.Of(state, deal, Context).Opened(Context);

    /// <summary>The bank's date needs no right; a date that the user gives does.</summary>
    private DecisionContext At(Deal deal, DateTimeOffset? at)
    {
        var given = contexts.Create(Request, Streams, deal) with { Now = Context.Now };
        return new(
            deal,
            contexts.Process(deal),
            Request.HappenedAt is not null ? given : given with { Rights = Rights.BackdateMoney, HappenedAt = at },
            deal.Client is { } client ? clients.GetValueOrDefault(client) : null
        );
    }

    private static Money Allocated(RecordPayment payment) =>
        payment.Amount.With(payment.Allocations.Sum(one => one.Amount));

    private static StatementLineAssigned Assigned(StatementLine state, List<LinePart> parts, DateTimeOffset? movedTo) =>
        new(state.Id, parts[0].Deal, parts[0].Invoice, state.Amount.With(parts.Sum(part => part.Allocated.Amount)))
        {
            Parts = parts.Count == 1 ? null : [.. parts],
            MovedTo = movedTo,
        };
}
