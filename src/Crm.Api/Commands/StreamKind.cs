using Crm.Domain.Settings;
using Crm.Projections.ReadModels.Access;
using Crm.Projections.ReadModels.Attachments;

namespace Crm.Api.Commands;

/// <summary>A kind of stream with one inline document: how its events fold and what its commands compare.</summary>
/// <param name="NotFound">Problem code when the stream does not exist.</param>
/// <param name="Fold">Folds one event, as the projection does; null when the stream is of another type.</param>
/// <param name="Version">The version that <c>If-Match</c> is compared with.</param>
public sealed record StreamKind<TDocument>(
    string NotFound,
    Func<TDocument?, Guid, DomainEvent, DateTimeOffset, TDocument?> Fold,
    Func<TDocument, long> Version
)
    where TDocument : class
{
    /// <summary>
    /// State before the first event, for streams that begin with their first command; null: the stream must exist.
    /// </summary>
    public Func<Guid, TDocument>? Initial { get; init; }

    public TDocument? After(TDocument? document, Guid id, IEnumerable<DomainEvent> events, DateTimeOffset recordedAt) =>
        events.Aggregate(document, (before, one) => Fold(before, id, one, recordedAt));
}

/// <summary>The state of a stream after a command.</summary>
/// <param name="Subject">Additional content of the answer; null: none.</param>
public sealed record DocumentResult<TDocument>(
    IReadOnlyList<DomainEvent> Events,
    CompanyCommandContext Context,
    Guid Id,
    TDocument Document,
    object? Subject = null
) : CommandResult(Events, Context)
    where TDocument : class;

/// <summary>A command on a stream with one inline document.</summary>
/// <param name="Decide">Decides on the locked document.</param>
public abstract record DocumentCommand<TDocument>(
    Guid Id,
    Func<TDocument, CommandContext, Decision> Decide,
    CommandRequest Request
) : CommandMessage(Request)
    where TDocument : class
{
    /// <summary>Additional content of the answer; null: none.</summary>
    public object? Subject { get; init; }

    /// <summary>Users, teams and roles that the decision reads under a lock.</summary>
    public LockedStaff? Staff { get; init; }

    /// <summary>Additional read of the decision, under the lock of the stream.</summary>
    public LockedRead? Reads { get; init; }

    /// <summary>The content of a file that is stored with the events.</summary>
    public StoredContent? Content { get; init; }

    /// <summary>A value, other than the id, that an event claims as unique.</summary>
    public Func<DomainEvent, UniqueClaim?>? Claim { get; init; }

    /// <summary>Rights on the locked document; null: the route has been authorized, and that is all.</summary>
    public Func<TDocument, CommandOutcome?>? Authorize { get; init; }
}

/// <summary>The plan of a command on a stream with one inline document.</summary>
public sealed class DocumentPlan<TDocument> : CommandPlan
    where TDocument : class
{
    private readonly StreamKind<TDocument> kind;
    private readonly DocumentCommand<TDocument> command;
    private readonly CommandContexts contexts;
    private readonly LockedStream<TDocument> stream;

    public DocumentPlan(StreamKind<TDocument> kind, DocumentCommand<TDocument> command, CommandContexts contexts)
        : base(command.Request)
    {
        (this.kind, this.command, this.contexts) = (kind, command, contexts);
        stream = new(command.Id) { BeginsWithCommand = kind.Initial is not null };
        Streams = new()
        {
            Staff = command.Staff,
            Others = [stream],
            Reads = command.Reads is { } read ? [read] : [],
        };
        Context = contexts.Create(command.Request);
        Content = command.Content;
    }

    public override LockedStreams Streams { get; }

    public override CompanyCommandContext Context { get; }

    public override long Version => kind.Version(Document!);

    public override string NotFoundCode => kind.NotFound;

    public override CommandPlan ForReplay(CommandRequest request, Guid? created) =>
        new DocumentPlan<TDocument>(kind, command with { Request = request }, contexts);

    private TDocument? Document => stream.Document ?? kind.Initial?.Invoke(stream.Id);

    public override CommandOutcome.NotFound? Find() => Document is null ? new(kind.NotFound) : null;

    public override CommandOutcome? Authorize() => command.Authorize?.Invoke(Document!);

    public override CommandDecision Decide() => new([new StreamDecision(stream, command.Decide(Document!, Context))]);

    public override IEnumerable<UniqueClaim> Claims(IReadOnlyList<StreamDecision> decisions) =>
        command.Claim is { } claim ? decisions.SelectMany(one => one.Events).Select(claim).OfType<UniqueClaim>() : [];

    public override CommandResult Result(IReadOnlyList<StreamDecision> decisions)
    {
        DomainEvent[] events = [.. decisions.SelectMany(one => one.Events)];
        var after = kind.After(Document, stream.Id, events, Context.Now)!;
        return new DocumentResult<TDocument>(events, Context, stream.Id, after, command.Subject);
    }
}
