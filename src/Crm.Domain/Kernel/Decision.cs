namespace Crm.Domain.Kernel;

/// <summary>What a command comes to: events to append, or a refusal (which may leave an event of its own).</summary>
/// <param name="Events">Events to append, in order; none when the command already holds.</param>
/// <param name="Refused">Why nothing changes; null when accepted.</param>
public sealed record Decision(ImmutableArray<DomainEvent> Events, Rejection? Refused = null)
{
    /// <summary>What the command asks for already holds: success without events.</summary>
    public static Decision AlreadySatisfied { get; } = new([]);

    public static Decision Accept(params IEnumerable<DomainEvent> events) => new([.. events]);

    public static Decision Refuse(Rejection why, params IEnumerable<DomainEvent> events) => new([.. events], why);

    public static implicit operator Decision(Rejection why) => Refuse(why);
}
