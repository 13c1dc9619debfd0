using Crm.Domain.Catalog;
using Crm.Domain.Currencies;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.Access;
using Crm.Projections.ReadModels.Attachments;
using Crm.Projections.ReadModels.BankStatements;
using Crm.Projections.ReadModels.Clients;

namespace Crm.Api.Commands;

/// <summary>
/// The locks of a command, its additional reads, and its decision on each stream. The pipeline runs every plan in the
/// same steps; between loading and writing a plan uses only what was loaded and does not query the database.
/// </summary>
public abstract class CommandPlan(CommandRequest request)
{
    public CommandRequest Request => request;

    /// <summary>The streams to lock.</summary>
    public abstract LockedStreams Streams { get; }

    /// <summary>
    /// What the command waits for in the host before it is executed: its streams, and the new id that several requests may supply.
    /// </summary>
    public IEnumerable<Guid> Queues =>
        Request.SuppliedId is { } supplied ? Streams.Queues.Append(supplied.Id) : Streams.Queues;

    /// <summary>The content of a file that is stored with the events.</summary>
    public StoredContent? Content { get; init; }

    /// <summary>
    /// The clients that the decisions read, locked against edits until the commit. Called after the streams are loaded.
    /// </summary>
    public virtual IEnumerable<ClientId> ReadsClients => [];

    /// <summary>The rates that the decisions convert with. Called after the streams are loaded.</summary>
    public virtual IEnumerable<(CurrencyPair Pair, DateOnly Day)> ReadsRates => [];

    /// <summary>
    /// The products whose cost on a day the decisions read. Called after the streams are loaded and before
    /// <see cref="ReadsRates"/>, which may convert those costs.
    /// </summary>
    public virtual (ProductId[] Products, DateOnly Day) ReadsCosts => ([], default);

    /// <summary>Passes the result for <see cref="ReadsCosts"/>.</summary>
    public virtual void ProvideCosts(IReadOnlyDictionary<ProductId, ProductCost> costs) { }

    /// <summary>Codes of the price lists that the decisions judge. Called after the streams are loaded.</summary>
    public virtual IEnumerable<string> ReadsPriceLists => [];

    /// <summary>
    /// Passes the results for <see cref="ReadsClients"/>, <see cref="ReadsRates"/> and <see cref="ReadsPriceLists"/>.
    /// </summary>
    public virtual void Provide(CommandReferences references) { }

    /// <summary>Drops what was derived from the loaded streams: they are loaded again.</summary>
    public virtual void Reset() { }

    /// <summary>Null when everything that the command refers to exists.</summary>
    public abstract CommandOutcome.NotFound? Find();

    /// <summary>
    /// Null when the caller is allowed. The request was authorized before; rights are checked again under the lock.
    /// </summary>
    public virtual CommandOutcome? Authorize() => null;

    /// <summary>The version that <c>If-Match</c> is compared with.</summary>
    public abstract long Version { get; }

    /// <summary>
    /// The streams whose events explain a 412. The first event of a stream after the first one was appended together
    /// with an event of the one before it.
    /// </summary>
    public virtual IReadOnlyList<Guid> VersionedStreams => [.. Streams.InOrder.Take(1).Select(stream => stream.Id)];

    /// <summary>Caller, time and rights.</summary>
    public abstract CompanyCommandContext Context { get; }

    /// <summary>Code of the problem for a caller who may not see what the command is about.</summary>
    public virtual string NotFoundCode => "deal.not_found";

    /// <summary>
    /// The plan whose result, from the streams of the stored versions, is what a stored answer showed; null: the command has no such
    /// answer.
    /// </summary>
    /// <param name="created">The id of what the command created, as drawn by the first request; null: nothing.</param>
    public virtual CommandPlan? ForReplay(CommandRequest request, Guid? created) => null;

    /// <summary>The users to whom the deals and statement lines of the command belong.</summary>
    /// <param name="after">The state after the command; null: as loaded.</param>
    public IEnumerable<ResourceOwner> Owners(CommandResult? after = null) =>
        [
            .. Streams
                .Deals.OfType<LockedStream<DealDocument>>()
                .Select(one => after?.DealAfter(one.Id) ?? one.Document)
                .OfType<DealDocument>()
                .Select(deal => ResourceOwner.Of(deal.State.Users)),
            .. Streams
                .Lines.OfType<LockedStream<StatementLineDocument>>()
                .Select(one => one.Document)
                .OfType<StatementLineDocument>()
                .Select(line => new ResourceOwner(line.State.ImportedBy, [])),
        ];

    /// <summary>A decision for each stream, in the order in which their events are written.</summary>
    public abstract CommandDecision Decide();

    /// <summary>Statement lines whose candidates are refreshed without an event. Called after the decision.</summary>
    public virtual IReadOnlyList<StatementLineDocument> Refreshed => [];

    /// <summary>Values, other than stream ids, that the events claim as unique.</summary>
    public virtual IEnumerable<UniqueClaim> Claims(IReadOnlyList<StreamDecision> decisions) => [];

    /// <summary>The state after the events, from which the answer is rendered.</summary>
    public abstract CommandResult Result(IReadOnlyList<StreamDecision> decisions);
}

/// <summary>Data that the decisions of a command read in addition to its streams.</summary>
/// <param name="Clients">Existing clients, under a shared lock.</param>
/// <param name="Rates">Known rates.</param>
/// <param name="PriceLists">Price lists by code.</param>
public sealed record CommandReferences(
    IReadOnlyDictionary<ClientId, LockedClient> Clients,
    IReadOnlyDictionary<(CurrencyPair Pair, DateOnly Day), DayRate> Rates,
    ImmutableDictionary<string, PriceList> PriceLists
);

/// <summary>The decision on one stream.</summary>
public sealed record StreamDecision(LockedStream Stream, Decision Decision)
{
    public IReadOnlyList<DomainEvent> Events => Decision.Events;
}

/// <summary>The decisions of a command: one refusal refuses the whole command.</summary>
/// <param name="Interrupted">Ends the command without a decision, for example when an id is taken.</param>
public sealed record CommandDecision(IReadOnlyList<StreamDecision> Streams, CommandOutcome? Interrupted = null)
{
    public static implicit operator CommandDecision(CommandOutcome outcome) => new([], outcome);

    public StreamDecision? Refusal => Streams.FirstOrDefault(stream => stream.Decision.Refused is not null);

    public bool HasEvents => Streams.Any(stream => stream.Events.Count > 0);
}
