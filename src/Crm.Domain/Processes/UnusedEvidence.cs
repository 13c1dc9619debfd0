namespace Crm.Domain.Processes;

/// <summary>An event that may prove a task.</summary>
public sealed record UnusedEvidence(
    Evidence Evidence,
    DateTimeOffset HappenedAt,
    InteractionKind? Interaction,
    Direction? Direction
)
{
    /// <summary>How many of a sort are stored at either end; no check may require more.</summary>
    public const int Kept = InteractionRecordedCheck.Most;

    public bool SameSort(UnusedEvidence other) =>
        Evidence.Fact == other.Evidence.Fact && Interaction == other.Interaction && Direction == other.Direction;
}
