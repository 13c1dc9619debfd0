using Crm.Api.Deals;
using Crm.Domain.BankStatements;
using Crm.Domain.Deals;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.BankStatements;

namespace Crm.Api.Settlement;

/// <summary>Moves a payment to the deal that it belongs to.</summary>
/// <param name="Payment">The payment, as recorded.</param>
/// <param name="NewId">Id of the payment on the other deal.</param>
public sealed record TransferPaymentCommand(
    Guid FromDealId,
    Guid ToDealId,
    PaymentReceived Payment,
    Guid NewId,
    Personal Reason,
    CommandRequest Request
) : CommandMessage(Request);

/// <inheritdoc cref="TransferPaymentCommand"/>
public static class TransferPaymentCommandHandler
{
    public static Task<CommandOutcome> Handle(
        TransferPaymentCommand command,
        CommandPipeline pipeline,
        CommandContexts contexts,
        CancellationToken ct
    ) => pipeline.Execute(new TransferPlan(command, contexts), ct);
}

/// <summary>
/// A reversal on one deal and a payment on another, both at the same time and in one commit. The line of a bank statement from which
/// the payment came then points to the new one.
/// </summary>
public sealed class TransferPlan : CommandPlan
{
    private readonly TransferPaymentCommand message;
    private readonly CommandContexts contexts;
    private readonly LockedStream<DealDocument> from;
    private readonly LockedStream<DealDocument> to;
    private readonly LockedStream<StatementLineDocument>? line;
    private CompanyCommandContext? context;

    public TransferPlan(TransferPaymentCommand message, CommandContexts contexts)
        : base(message.Request)
    {
        (this.message, this.contexts) = (message, contexts);
        (from, to) = (new(message.FromDealId), new(message.ToDealId));
        line = message.Payment.Cause is { Kind: "import" } cause ? new(Guid.Parse(cause.Ref)) : null;
        Streams = new() { Deals = [from, to], Lines = line is null ? [] : [line] };
    }

    public override LockedStreams Streams { get; }

    public override CommandPlan ForReplay(CommandRequest request, Guid? created) =>
        new TransferPlan(message with { Request = request, NewId = created ?? message.NewId }, contexts);

    public override CompanyCommandContext Context =>
        context ??= contexts.Create(Request, Streams, from.Document!.State);

    public override long Version => from.Document!.State.Version;

    public override IReadOnlyList<Guid> VersionedStreams => [from.Id];

    public override CommandOutcome.NotFound? Find() =>
        from.Document is null || to.Document is null ? new("deal.not_found") : null;

    public override CommandOutcome? Authorize() =>
        DealAuthorization.Check(Request, from.Document!.State) ?? DealAuthorization.Check(Request, to.Document!.State);

    public override void Reset() => context = null;

    public override CommandDecision Decide()
    {
        var moved = new PaymentOnDeal(new(to.Id), new(message.NewId));
        var reversal = new ReversePayment(message.Payment.Payment, message.Reason) { MovedTo = moved }.Decide(At(from));
        if (reversal.Refused is not null || reversal.Events.Length == 0)
            return new([new StreamDecision(from, reversal)]);
        var payment = new RecordPayment(
            moved.Payment,
            message.Payment.Amount,
            message.Payment.PaidOn,
            message.Payment.Reference,
            []
        )
        {
            MovedFrom = new(new(from.Id), message.Payment.Payment),
            Cause = message.Payment.Cause,
        }.Decide(At(to));
        List<StreamDecision> decisions = [new(from, reversal), new(to, payment)];
        if (line?.Document is { } bank && bank.State.Follow(message.Payment.Payment, moved) is { } pointed)
            decisions.Add(new(line, Decision.Accept(pointed with { HappenedAt = Context.Now })));
        return new(decisions);
    }

    public override CommandResult Result(IReadOnlyList<StreamDecision> decisions)
    {
        var after = Streams
            .Deals.Cast<LockedStream<DealDocument>>()
            .ToDictionary(deal => deal.Id, deal => deal.Document!);
        foreach (var decision in decisions)
        foreach (var one in decision.Events)
            if (after.TryGetValue(decision.Stream.Id, out var deal))
                after[decision.Stream.Id] = DealDocument.After(deal, deal.Id, one, Context.Now);
        return new TransferResult(
            [.. decisions.SelectMany(decision => decision.Events)],
            Context,
            after[from.Id],
            after[to.Id],
            message.Payment.Payment
        );
    }

    /// <summary>The same time on both deals: not before the last event of either.</summary>
    private DecisionContext At(LockedStream<DealDocument> deal)
    {
        var state = deal.Document!.State;
        var last = Watermarks.Max(from.Document!.State.Marks.LastAt, to.Document!.State.Marks.LastAt);
        return new(
            state,
            contexts.Process(state),
            contexts.Create(Request, Streams, state) with
            {
                Now = Watermarks.Max(Context.Now, last),
            }
        );
    }
}

/// <summary>Both deals after a transfer.</summary>
/// <param name="Payment">The reversed payment of the first deal.</param>
public sealed record TransferResult(
    IReadOnlyList<DomainEvent> Events,
    CompanyCommandContext Context,
    DealDocument From,
    DealDocument To,
    PaymentId Payment
) : CommandResult(Events, Context)
{
    public override DealDocument DealAfter(Guid id) => id == From.Id ? From : To;
}

/// <summary>Answers with the payment on the other deal.</summary>
public sealed class TransferRenderer(DealReader deals) : AnswerRenderer<TransferResult>
{
    protected override async ValueTask<StoredAnswer> Render(TransferResult result, Viewer viewer, CancellationToken ct)
    {
        var moved = result
            .From.State.Ledger.Payments.First(payment => payment.Id == result.Payment)
            .Reversal!.MovedTo!.Payment;
        var made = result.Events.OfType<PaymentReceived>().FirstOrDefault();
        var recordedAt = result.RecordedAt;
        if (made is null)
        {
            var found = await deals.Find<PaymentReceived>(
                new DealAt(result.To, long.MaxValue, null, null),
                payment => payment.Payment.Value,
                moved.Value,
                ct
            );
            (made, recordedAt) = ((PaymentReceived)found!.Data, found.RecordedAt);
        }

        return StoredAnswer.Create(
            viewer,
            201,
            // The command needs its permission on both deals.
            PaymentAnswer.Of(new(made, result.To.State, recordedAt) { SeesDeal = _ => true }),
            result.To.State.Version,
            $"/api/v1/deals/{result.To.Id}/payments/{moved}"
        );
    }
}
