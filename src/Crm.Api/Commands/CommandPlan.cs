using Crm.Domain.Currencies;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.Attachments;
using Crm.Projections.ReadModels.Clients;

namespace Crm.Api.Commands;

/// <summary>
/// What one command locks, what else it reads, and what it decides on each of its streams. The pipeline runs every plan in the same steps;
/// between loading and writing a plan works with what was loaded and asks the database for nothing.
/// </summary>
public abstract class CommandPlan(CommandRequest request)
{
    public CommandRequest Request => request;

    /// <summary>The streams under their locks.</summary>
    public abstract LockedStreams Streams { get; }

    /// <summary>The content of a file that is stored with the events.</summary>
    public StoredContent? Content { get; init; }

    /// <summary>
    /// The clients that the decisions read, kept from being edited until the commit. Asked once the streams are loaded.
    /// </summary>
    public virtual IEnumerable<ClientId> ReadsClients => [];

    /// <summary>The rates that the decisions convert at. Asked once the streams are loaded.</summary>
    public virtual IEnumerable<(CurrencyPair Pair, DateOnly Day)> ReadsRates => [];

    /// <summary>What <see cref="ReadsClients"/> and <see cref="ReadsRates"/> asked for.</summary>
    public virtual void Provide(CommandReferences references) { }

    /// <summary>Null when everything that the command is about exists.</summary>
    public abstract CommandOutcome.NotFound? Find();

    /// <summary>Null when the caller may do this: the request was authorized before, under the lock it is asked again.</summary>
    public virtual CommandOutcome? Authorize() => null;

    /// <summary>What <c>If-Match</c> is compared with.</summary>
    public abstract long Version { get; }

    /// <summary>
    /// The streams whose events explain a 412. The first event of one that follows another came with an event of that one.
    /// </summary>
    public virtual IReadOnlyList<Guid> VersionedStreams => [.. Streams.InOrder.Take(1).Select(stream => stream.Id)];

    /// <summary>Who asks, when, and with which rights.</summary>
    public abstract CompanyCommandContext Context { get; }

    /// <summary>A decision for each stream, in the order in which their events are written.</summary>
    public abstract CommandDecision Decide();

    /// <summary>Values besides the ids of the streams that the events claim for themselves.</summary>
    public virtual IEnumerable<UniqueClaim> Claims(IReadOnlyList<StreamDecision> decisions) => [];

    /// <summary>The state after the events: what the answer is rendered from.</summary>
    public abstract CommandResult Result(IReadOnlyList<StreamDecision> decisions);
}

/// <summary>What the decisions of a command read besides its streams.</summary>
/// <param name="Clients">Those that exist, under a shared lock.</param>
/// <param name="Rates">Those that are known.</param>
public sealed record CommandReferences(
    IReadOnlyDictionary<ClientId, LockedClient> Clients,
    IReadOnlyDictionary<(CurrencyPair Pair, DateOnly Day), DayRate> Rates
);

/// <summary>What is decided on one stream.</summary>
public sealed record StreamDecision(LockedStream Stream, Decision Decision)
{
    public IReadOnlyList<DomainEvent> Events => Decision.Events;
}

/// <summary>The decisions of a command: one refusal refuses all.</summary>
/// <param name="Interrupted">What ends the command without a decision, such as an id that is taken.</param>
public sealed record CommandDecision(IReadOnlyList<StreamDecision> Streams, CommandOutcome? Interrupted = null)
{
    public static implicit operator CommandDecision(CommandOutcome outcome) => new([], outcome);

    public StreamDecision? Refusal => Streams.FirstOrDefault(stream => stream.Decision.Refused is not null);

    public bool HasEvents => Streams.Any(stream => stream.Events.Count > 0);
}
