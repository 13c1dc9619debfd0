using System.Collections.Concurrent;
using System.Text.Json;
using Crm.Domain.Settings;

namespace Crm.Api.Commands;

/// <summary>The outcome of a command.</summary>
public abstract record CommandOutcome
{
    private static readonly ConcurrentDictionary<Type, string> Names = [];

    private CommandOutcome() { }

    /// <summary>The name of the outcome in metrics, such as <c>already_satisfied</c>.</summary>
    public string Name =>
        Names.GetOrAdd(GetType(), static type => JsonNamingPolicy.SnakeCaseLower.ConvertName(type.Name));

    /// <summary>Events were written.</summary>
    /// <param name="Result">The events, and the state after them.</param>
    /// <param name="Position">Position of the last event in the global sequence.</param>
    public sealed record Accepted(CommandResult Result, StoredAnswer Answer, long Position) : CommandOutcome;

    /// <summary>The requested state already holds: success without events.</summary>
    public sealed record AlreadySatisfied(CommandResult? Result, StoredAnswer Answer, long? Position) : CommandOutcome;

    /// <summary>The domain refused. The refusal may be recorded as an event.</summary>
    /// <param name="Position">Position of the refusal's event; null without one.</param>
    public sealed record Refused(Rejection Rejection, StoredAnswer Answer, long? Position = null) : CommandOutcome;

    /// <summary>A dry run: what would be written, or why the command would be refused.</summary>
    public sealed record Previewed(Rejection? Rejection, CommandResult? Result) : CommandOutcome;

    /// <summary>The caller may see the resource but may not do this.</summary>
    public sealed record Forbidden(Permission Missing) : CommandOutcome;

    /// <summary>The resource does not exist, or the caller may not see it.</summary>
    /// <param name="Code">The problem's code, such as <c>deal.not_found</c>.</param>
    public sealed record NotFound(string Code) : CommandOutcome;

    /// <summary><c>If-Match</c> names another version than the current one.</summary>
    /// <param name="Since">The events after the version that the client knew.</param>
    public sealed record Stale(IReadOnlyList<EventSince> Since) : CommandOutcome;

    /// <summary>Another command holds the lock; a retry may succeed.</summary>
    public sealed record Busy : CommandOutcome;

    /// <summary>The data from which the command was created has changed; creating it again may succeed.</summary>
    public sealed record Outdated : CommandOutcome;

    /// <summary>Another request with the same key is in flight.</summary>
    public sealed record KeyInProgress : CommandOutcome;

    /// <summary>The key was used for another command.</summary>
    public sealed record KeyReused : CommandOutcome;

    /// <summary>The client-supplied id, or the code, is already in use.</summary>
    public sealed record IdTaken(string Code = "id.taken") : CommandOutcome;

    /// <summary>The command was executed before under the same key.</summary>
    public sealed record Replayed(StoredAnswer Answer, long? Position) : CommandOutcome;
}

/// <summary>The events of a command and the state after them, from which an answer is rendered.</summary>
/// <param name="Events">In order; empty when the command was already satisfied.</param>
/// <param name="Context">Caller, and the instant at which the events are recorded.</param>
public abstract record CommandResult(IReadOnlyList<DomainEvent> Events, CompanyCommandContext Context)
{
    /// <summary>What a person should look at although the command is accepted.</summary>
    public ImmutableArray<Warning> Warnings { get; init; } = [];

    /// <summary>The business time of the command.</summary>
    public DateTimeOffset HappenedAt => Events.Count > 0 ? Events[0].HappenedAt : Context.Now;

    /// <summary>The instant at which the events are recorded.</summary>
    public DateTimeOffset RecordedAt => Context.Now;

    /// <summary>A deal of the command after its events.</summary>
    public virtual DealDocument DealAfter(Guid id) =>
        throw new InvalidOperationException("the command has no deal among its streams");
}
