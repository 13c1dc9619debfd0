using Crm.Domain.Processes;

namespace Crm.Projections.ReadModels.DealKinds;

/// <summary>Result of replaying past deals under another process.</summary>
/// <param name="Deals">Deals that were replayed.</param>
/// <param name="Stopped">Deals that would have been stopped somewhere.</param>
/// <param name="Amounts">Expected amounts at stake, per currency.</param>
/// <param name="Places">Where they would have been stopped, the most frequent first.</param>
/// <param name="Items">The first 500 stopped deals, in the order of their opening.</param>
public sealed record BackTestResult(
    int Deals,
    int Stopped,
    IReadOnlyList<Money> Amounts,
    IReadOnlyList<BackTestPlace> Places,
    IReadOnlyList<BackTestItem> Items
);

/// <summary>A stage and task where deals would have been stopped.</summary>
/// <param name="Task">Null: the closing gate.</param>
/// <param name="Unmet">Blocker codes with the number of deals.</param>
public sealed record BackTestPlace(
    string? Stage,
    string? Task,
    int Deals,
    IReadOnlyList<Money> Amounts,
    IReadOnlyDictionary<string, int> Unmet
);

/// <summary>A deal that would have been stopped.</summary>
/// <param name="At">When the real deal moved on.</param>
public sealed record BackTestItem(
    Guid DealId,
    string Number,
    string? Stage,
    string? Task,
    DateTimeOffset At,
    Money? Amount,
    IReadOnlyList<string> Unmet
);

/// <summary>The past deals to replay, and the process to replay them under.</summary>
/// <param name="From">Deals opened from this instant; null: no lower bound.</param>
/// <param name="Until">Deals opened before this instant; null: no upper bound.</param>
public sealed record BackTestRequest(DealProcess Process, string Kind, DateTimeOffset? From, DateTimeOffset? Until);
