namespace Crm.Domain.Kernel;

/// <summary>Result of a command: events to append, or a refusal (which may itself record an event).</summary>
/// <param name="Events">Events to append, in order; empty when the command is already satisfied.</param>
/// <param name="Refused">Why nothing changes; null when accepted.</param>
public sealed record Decision(ImmutableArray<DomainEvent> Events, Rejection? Refused = null)
{
    /// <summary>What a person should look at although the command is accepted.</summary>
    public ImmutableArray<Warning> Warnings { get; init; } = [];

    /// <summary>The requested state already holds: success without events.</summary>
    public static Decision AlreadySatisfied { get; } = new([]);

    public static Decision Accept(params IEnumerable<DomainEvent> events) => new([.. events]);

    public static Decision Refuse(Rejection why, params IEnumerable<DomainEvent> events) => new([.. events], why);

    public static implicit operator Decision(Rejection why) => Refuse(why);
}
