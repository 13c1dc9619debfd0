using Crm.Domain.Settings;
using Crm.Projections.ReadModels.Access;
using Marten;

namespace Crm.Api.Commands;

/// <summary>
/// Plan of a new stream. Unless the decision reads something, nothing is locked or read first: an existing key or id collides before any
/// event gets a sequence number, and is looked up only then.
/// </summary>
public abstract class CreationPlan(CommandRequest request)
{
    public CommandRequest Request => request;

    /// <summary>Id of the new stream.</summary>
    public abstract Guid Id { get; }

    /// <summary>Problem code when the stream exists and no equal creation is stored.</summary>
    public string TakenCode { get; init; } = "id.taken";

    public abstract CompanyCommandContext Context { get; }

    public abstract Decision Decide();

    /// <summary>Assigns human-readable numbers to the events that need one.</summary>
    public virtual ValueTask<IReadOnlyList<DomainEvent>> Number(
        IReadOnlyList<DomainEvent> events,
        CancellationToken ct
    ) => new(events);

    /// <summary>Null: a preview of a refused creation has no state.</summary>
    public abstract CommandResult? Result(IReadOnlyList<DomainEvent> events);

    /// <summary>Code of the problem for a caller who may not see what was created.</summary>
    public virtual string NotFoundCode => "deal.not_found";

    /// <summary>What a stored answer showed: the stream as it was at its version.</summary>
    /// <param name="version">0: as it is now.</param>
    public abstract Task<CommandResult?> LoadStored(
        IQuerySession session,
        Guid stream,
        long version,
        CancellationToken ct
    );

    /// <summary>The users to whom the created resource belongs; null: to no one in particular.</summary>
    public virtual ResourceOwner? Owner(CommandResult result) => null;

    /// <summary>Whether the caller sees what was created, beyond the permission to read its kind.</summary>
    public Func<Guid, CancellationToken, ValueTask<bool>>? Sees { get; init; }

    /// <summary>What exists under the id, if the caller may see it; null: nothing.</summary>
    public abstract Task<CommandResult?> LoadPresent(IQuerySession session, CancellationToken ct);

    /// <summary>Everything to write except the answer and the digest.</summary>
    public abstract CommandWrite ToWrite(CommandResult result, EventStamp stamp);

    /// <summary>What the decision reads, under its lock and in the transaction of the creation; null: nothing.</summary>
    public LockedRead? Reads { get; init; }

    /// <summary>A value, other than the id, that the new stream claims as unique; null: none.</summary>
    public UniqueClaim? Claim { get; init; }

    /// <summary>What other requests may want to create at the same time: the same key, a supplied id, a unique value.</summary>
    public IEnumerable<Guid> Queues
    {
        get
        {
            if (Request.Key is { } key)
                yield return key.Queue;
            if (Request.SuppliedId is not null)
                yield return Id;
            if (Claim is { } claim)
                yield return claim.Queue;
            if (Reads?.Queue is { } read)
                yield return read;
        }
    }
}
