using System.Collections.Concurrent;
using System.Text.Json;
using Crm.Domain.Settings;

namespace Crm.Api.Commands;

/// <summary>What became of a command.</summary>
public abstract record CommandOutcome
{
    private static readonly ConcurrentDictionary<Type, string> Names = [];

    private CommandOutcome() { }

    /// <summary>The name of the outcome in metrics, such as <c>already_satisfied</c>.</summary>
    public string Name =>
        Names.GetOrAdd(GetType(), static type => JsonNamingPolicy.SnakeCaseLower.ConvertName(type.Name));

    /// <summary>Events were written.</summary>
    /// <param name="Result">The events, and the state after them.</param>
    /// <param name="Position">Of the last event, in the one sequence of all events.</param>
    public sealed record Accepted(CommandResult Result, StoredAnswer Answer, long Position) : CommandOutcome;

    /// <summary>What the command asks for already holds: success without events.</summary>
    public sealed record AlreadySatisfied(CommandResult? Result, StoredAnswer Answer, long? Position) : CommandOutcome;

    /// <summary>The domain refused. The refusal may be an event of its own.</summary>
    /// <param name="Position">Of the refusal's event; null without one.</param>
    public sealed record Refused(Rejection Rejection, StoredAnswer Answer, long? Position = null) : CommandOutcome;

    /// <summary>A dry run: what would be written, or why nothing would.</summary>
    public sealed record Previewed(Rejection? Rejection, CommandResult? Result) : CommandOutcome;

    /// <summary>The caller sees the resource and may not do this.</summary>
    public sealed record Forbidden(Permission Missing) : CommandOutcome;

    /// <summary>There is no such resource, or the caller does not see it.</summary>
    /// <param name="Code">The problem's code, such as <c>deal.not_found</c>.</param>
    public sealed record NotFound(string Code) : CommandOutcome;

    /// <summary><c>If-Match</c> names another version than the present one.</summary>
    /// <param name="Since">The events since the version that the client knew.</param>
    public sealed record Stale(IReadOnlyList<EventSince> Since) : CommandOutcome;

    /// <summary>Another command holds the resource; it may go well the next time.</summary>
    public sealed record Busy : CommandOutcome;

    /// <summary>What the command was made of has changed since: made again, it may go well.</summary>
    public sealed record Outdated : CommandOutcome;

    /// <summary>Another request with the same key is in flight.</summary>
    public sealed record KeyInProgress : CommandOutcome;

    /// <summary>The key was used for another command.</summary>
    public sealed record KeyReused : CommandOutcome;

    /// <summary>The id or code of what is created belongs to something else.</summary>
    public sealed record IdTaken(string Code = "id.taken") : CommandOutcome;

    /// <summary>The command was executed before under the same key.</summary>
    public sealed record Replayed(StoredAnswer Answer, long? Position) : CommandOutcome;
}

/// <summary>The events of a command and the state after them: what an answer is rendered from.</summary>
/// <param name="Events">In order; empty where the command already held.</param>
/// <param name="Context">Who asked, and the instant at which the events are recorded.</param>
public abstract record CommandResult(IReadOnlyList<DomainEvent> Events, CompanyCommandContext Context)
{
    /// <summary>The business time of the command.</summary>
    public DateTimeOffset HappenedAt => Events.Count > 0 ? Events[0].HappenedAt : Context.Now;

    /// <summary>The instant at which the events are recorded.</summary>
    public DateTimeOffset RecordedAt => Context.Now;

    /// <summary>A deal of the command with its events folded in.</summary>
    public virtual DealDocument DealAfter(Guid id) =>
        throw new InvalidOperationException("the command has no deal among its streams");
}
