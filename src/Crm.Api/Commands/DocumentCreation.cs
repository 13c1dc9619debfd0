using Crm.Domain.Settings;
using Marten;

namespace Crm.Api.Commands;

/// <summary>Creates a stream with one inline document.</summary>
/// <param name="Events">Its first events, with their business time.</param>
public abstract record CreateDocument<TDocument>(Guid Id, ImmutableArray<DomainEvent> Events, CommandRequest Request)
    : CommandMessage(Request)
    where TDocument : class
{
    /// <summary>The decision, for a creation that may be refused or warned about; null: the events as they are.</summary>
    public Func<CommandContext, Decision>? Decide { get; init; }

    /// <summary>What the decision reads under a lock; null: nothing.</summary>
    public LockedRead? Reads { get; init; }
}

/// <summary>The plan of a creation of a stream with one inline document.</summary>
public class DocumentCreation<TDocument> : CreationPlan
    where TDocument : class
{
    private readonly StreamKind<TDocument> kind;
    private readonly CreateDocument<TDocument> command;

    public DocumentCreation(StreamKind<TDocument> kind, CreateDocument<TDocument> command, CommandContexts contexts)
        : base(command.Request)
    {
        (this.kind, this.command) = (kind, command);
        Context = contexts.Create(command.Request) with { Now = command.Events[0].HappenedAt };
        Reads = command.Reads;
    }

    public override Guid Id => command.Id;

    /// <summary>The events have the instant of the request as business time, and are recorded at it.</summary>
    public override CompanyCommandContext Context { get; }

    public override Decision Decide() => command.Decide?.Invoke(Context) ?? new(command.Events);

    public override CommandResult? Result(IReadOnlyList<DomainEvent> events) =>
        new DocumentResult<TDocument>(events, Context, Id, kind.After(null, Id, events, Context.Now)!);

    public override string NotFoundCode => kind.NotFound;

    public override async Task<CommandResult?> LoadStored(
        IQuerySession session,
        Guid stream,
        long version,
        CancellationToken ct
    ) =>
        await session.Events.AggregateStreamAsync<TDocument>(stream, version, token: ct) is { } found
            ? new DocumentResult<TDocument>([], Context, stream, found)
            : null;

    public override async Task<CommandResult?> LoadPresent(IQuerySession session, CancellationToken ct) =>
        await session.LoadAsync<TDocument>(Id, ct) is { } found
            ? new DocumentResult<TDocument>([], Context, Id, found)
            : null;

    public override CommandWrite ToWrite(CommandResult result, EventStamp stamp) =>
        new([], stamp) { Others = [new(new LockedStream<TDocument>(Id), result.Events)] };
}
