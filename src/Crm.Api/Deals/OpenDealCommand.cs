using Crm.Domain.Deals.Lifecycle;
using Crm.Domain.Interactions;
using Crm.Domain.Processes;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.Access;
using Crm.Projections.ReadModels.Interactions;
using Marten;

namespace Crm.Api.Deals;

/// <summary>Opens a deal.</summary>
/// <param name="Open">Without its number: that is given to deals that are opened in fact.</param>
public sealed record OpenDealCommand(OpenDeal Open, DealProcess Process, CommandRequest Request)
    : CommandMessage(Request)
{
    /// <summary>Why no deal is opened with this process any more; null: it may be.</summary>
    public Rejection? Refused { get; init; }

    /// <summary>The interaction that the deal is opened from, which is linked to it; null: none.</summary>
    public LockedInteraction? From { get; init; }
}

/// <inheritdoc cref="OpenDealCommand"/>
public static class OpenDealCommandHandler
{
    public static Task<CommandOutcome> Handle(
        OpenDealCommand command,
        CreationPipeline pipeline,
        CommandContexts contexts,
        DealNumbers numbers,
        CancellationToken ct
    ) => pipeline.Execute(new OpenDealPlan(command, contexts, numbers) { Reads = command.From }, ct);
}

/// <summary>A new deal: its events and its row in one round trip.</summary>
public sealed class OpenDealPlan(OpenDealCommand command, CommandContexts contexts, DealNumbers numbers)
    : CreationPlan(command.Request)
{
    public override Guid Id => command.Open.Id.Value;

    private CompanyCommandContext? context;

    public override CompanyCommandContext Context => context ??= contexts.Create(command.Request);

    private Interaction? From => command.From?.Stream.Document?.State;

    /// <summary>The deal that is opened from an interaction begins with it, at its time if the caller may back-date.</summary>
    private OpenDeal Open =>
        From is { Status: InteractionStatus.Held } from
            ? command.Open with
            {
                FirstContact = from.Content.FirstContact(from.Id, from.By),
            }
            : command.Open;

    public override Decision Decide()
    {
        if (command.Refused is { } refused)
            return refused;
        if (command.From is null)
            return command.Open.Decide(command.Process, Context);
        if (From is not { } from)
            return Rejection.Invalid("/fromInteractionId", "interaction.not_found", "the id of an interaction");
        if (Link(from).Refused is { } taken)
            return taken;
        if (
            Context is { HappenedAt: null } now
            && now.Rights.HasFlag(Rights.Backdate)
            && from.Content.OccurredAt < now.Now
        )
            context = now with { HappenedAt = from.Content.OccurredAt };
        return Open.Decide(command.Process, Context);
    }

    private Decision Link(Interaction from) => new LinkInteraction(command.Open.Id).Decide(from, null, Context).Own;

    public override async ValueTask<IReadOnlyList<DomainEvent>> Number(
        IReadOnlyList<DomainEvent> events,
        CancellationToken ct
    )
    {
        var series = Context.Series(NumberSeries.Deals);
        var number = series.Number(await numbers.Next(ct), Context.Today.Year);
        return (Open with { Number = number }).Decide(command.Process, Context).Events;
    }

    public override CommandResult? Result(IReadOnlyList<DomainEvent> events)
    {
        var deal = events.Aggregate(
            (DealDocument?)null,
            (before, one) => DealDocument.After(before, Id, one, Context.Now)
        );
        return new DealResult(events, Context, deal!, null, null);
    }

    public override async Task<CommandResult?> LoadStored(
        IQuerySession session,
        Guid stream,
        long version,
        CancellationToken ct
    ) =>
        await session.Events.AggregateStreamAsync<DealDocument>(stream, version, token: ct) is { } deal
            ? new DealResult([], Context, deal, null, null)
            : null;

    public override ResourceOwner Owner(CommandResult result) =>
        result is DealResult { State: var deal } ? ResourceOwner.Of(deal.Users) : throw new InvalidOperationException();

    /// <summary>A deal that exists is shown to those who see it.</summary>
    public override async Task<CommandResult?> LoadPresent(IQuerySession session, CancellationToken ct) =>
        await session.LoadAsync<DealDocument>(Id, ct) is { } deal
        && Request.Caller.Grants.May(Permissions.DealsRead, deal.State.Users)
            ? new DealResult([], Context, deal, null, null)
            : null;

    public override CommandWrite ToWrite(CommandResult result, EventStamp stamp) =>
        new([new(result.DealAfter(Id), 0, result.Events)], stamp)
        {
            Others = From is { } from ? [new(command.From!.Stream, Link(from).Events)] : [],
        };
}
