using System.Text.Json.Serialization;

namespace Crm.Domain.Deals.Lifecycle;

/// <summary>The closing in force.</summary>
/// <param name="Withdrawn">Codes of the stage's tasks that the closing withdrew.</param>
public sealed record Closing(
    Outcome Outcome,
    string? Stage,
    Money? Amount,
    int Probability,
    string? Reason,
    Personal? Comment,
    Personal? Competitor,
    Personal? Waiver,
    DateTimeOffset At,
    ImmutableArray<string> Withdrawn
)
{
    /// <summary>When the deal entered the stage that it was closed in; null: a kind without stages.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? StageEnteredAt { get; init; }

    /// <summary>Codes of the conditions that the gate of the kind did not check; null: it checked all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<string>? NotChecked { get; init; }
}
