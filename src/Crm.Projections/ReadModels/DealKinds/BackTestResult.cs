using Crm.Domain.Processes;

namespace Crm.Projections.ReadModels.DealKinds;

/// <summary>Result of replaying past deals under another process.</summary>
/// <param name="Deals">Number of replayed deals.</param>
/// <param name="Stopped">Number of deals that would have been stopped at some point.</param>
/// <param name="Amounts">Expected amounts of the stopped deals, one sum per currency.</param>
/// <param name="Places">Where the deals would have been stopped, the most frequent place first.</param>
/// <param name="Items">The first 500 stopped deals, in the order of their opening.</param>
public sealed record BackTestResult(
    int Deals,
    int Stopped,
    IReadOnlyList<Money> Amounts,
    IReadOnlyList<BackTestPlace> Places,
    IReadOnlyList<BackTestItem> Items
);

/// <summary>A stage and task where deals would have been stopped.</summary>
/// <param name="Stage">Code of the stage; null for the closing gate of a kind without stages.</param>
/// <param name="Task">Code of the task; null for the closing gate.</param>
/// <param name="Deals">Number of deals stopped here.</param>
/// <param name="Amounts">Expected amounts of these deals, one sum per currency.</param>
/// <param name="Unmet">Number of stopped deals per blocker code.</param>
public sealed record BackTestPlace(
    string? Stage,
    string? Task,
    int Deals,
    IReadOnlyList<Money> Amounts,
    IReadOnlyDictionary<string, int> Unmet
);

/// <summary>A past deal that the tested process would have stopped.</summary>
/// <param name="DealId">Id of the deal.</param>
/// <param name="Number">Number of the deal.</param>
/// <param name="Stage">
/// Code of the stage in which the deal would have been stopped; null for the closing gate of a kind without stages.
/// </param>
/// <param name="Task">Code of the task that would have stopped it; null for the closing gate.</param>
/// <param name="At">Time at which the deal actually passed that point.</param>
/// <param name="Amount">Expected amount of the deal at that time; null when none was known.</param>
/// <param name="Unmet">Codes of the blockers that would have stopped it.</param>
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
