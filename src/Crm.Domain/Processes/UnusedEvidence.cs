using System.Text.Json.Serialization;

namespace Crm.Domain.Processes;

/// <summary>An event that may prove a task.</summary>
public sealed record UnusedEvidence(
    Evidence Evidence,
    DateTimeOffset HappenedAt,
    InteractionKind? Interaction,
    Direction? Direction
)
{
    /// <summary>
    /// Since when it proves nothing any more: its interaction was unlinked, withdrawn or corrected. It still counts among those that are
    /// stored, so that which ones are does not depend on the order of recording. Null: it may prove a task.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? VoidAt { get; init; }

    /// <summary>How many of a sort are stored at either end; no check may require more.</summary>
    public const int Kept = InteractionRecordedCheck.Most;

    public bool SameSort(UnusedEvidence other) =>
        Evidence.Fact == other.Evidence.Fact && Interaction == other.Interaction && Direction == other.Direction;
}
