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
);
