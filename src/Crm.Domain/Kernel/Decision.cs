namespace Crm.Domain.Kernel;

/// <summary>What a command comes to: facts to append, or a refusal (which may leave a fact of its own).</summary>
/// <param name="Facts">Facts to append, in order; none when the command already holds.</param>
/// <param name="Refused">Why nothing changes; null when accepted.</param>
public sealed record Decision(ImmutableArray<Fact> Facts, Rejection? Refused = null)
{
    /// <summary>What the command asks for already holds: success without facts.</summary>
    public static Decision AlreadyHolds { get; } = new([]);

    public static Decision Accept(params IEnumerable<Fact> facts) => new([.. facts]);

    public static Decision Refuse(Rejection why, params IEnumerable<Fact> facts) => new([.. facts], why);

    public static implicit operator Decision(Rejection why) => Refuse(why);
}
