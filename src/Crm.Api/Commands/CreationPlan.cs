using Crm.Domain.Settings;
using Marten;

namespace Crm.Api.Commands;

/// <summary>
/// What brings a new stream into being. Nothing is locked or read first: a key or an id that exists collides before any event is numbered,
/// and only then it is looked up.
/// </summary>
public abstract class CreationPlan(CommandRequest request)
{
    public CommandRequest Request => request;

    /// <summary>The new stream.</summary>
    public abstract Guid Id { get; }

    /// <summary>Code of the conflict when the stream exists and no equal creation is kept.</summary>
    public string TakenCode { get; init; } = "id.taken";

    public abstract CompanyCommandContext Context { get; }

    public abstract Decision Decide();

    /// <summary>Gives the events the numbers that people read, where they need one.</summary>
    public virtual ValueTask<IReadOnlyList<DomainEvent>> Number(
        IReadOnlyList<DomainEvent> events,
        CancellationToken ct
    ) => new(events);

    /// <summary>Null: the preview of a refused creation has no state.</summary>
    public abstract CommandResult? Result(IReadOnlyList<DomainEvent> events);

    /// <summary>What exists under the id, as far as the caller may see it; null: nothing.</summary>
    public abstract Task<CommandResult?> LoadPresent(IQuerySession session, CancellationToken ct);

    /// <summary>What is written, without the answer and the digest.</summary>
    public abstract CommandWrite ToWrite(CommandResult result, EventStamp stamp);

    /// <summary>A value besides the id that the new stream claims for itself; null: none.</summary>
    public UniqueClaim? Claim { get; init; }
}
