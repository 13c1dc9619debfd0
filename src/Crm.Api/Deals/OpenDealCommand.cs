using Crm.Domain.Deals.Lifecycle;
using Crm.Domain.Processes;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.Access;
using Marten;

namespace Crm.Api.Deals;

/// <summary>Opens a deal.</summary>
/// <param name="Open">Without its number: that is given to deals that are opened in fact.</param>
public sealed record OpenDealCommand(OpenDeal Open, DealProcess Process, CommandRequest Request)
    : CommandMessage(Request)
{
    /// <summary>Why no deal is opened with this process any more; null: it may be.</summary>
    public Rejection? Refused { get; init; }
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
    ) => pipeline.Execute(new OpenDealPlan(command, contexts, numbers), ct);
}

/// <summary>A new deal: its events and its row in one round trip.</summary>
public sealed class OpenDealPlan(OpenDealCommand command, CommandContexts contexts, DealNumbers numbers)
    : CreationPlan(command.Request)
{
    public override Guid Id => command.Open.Id.Value;

    public override CompanyCommandContext Context { get; } = contexts.Create(command.Request);

    public override Decision Decide() => command.Refused ?? command.Open.Decide(command.Process, Context);

    public override async ValueTask<IReadOnlyList<DomainEvent>> Number(
        IReadOnlyList<DomainEvent> events,
        CancellationToken ct
    )
    {
        var series = Context.Series(NumberSeries.Deals);
        var number = series.Number(await numbers.Next(ct), Context.Today.Year);
        return (command.Open with { Number = number }).Decide(command.Process, Context).Events;
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
        new([new(result.DealAfter(Id), 0, result.Events)], stamp);
}
