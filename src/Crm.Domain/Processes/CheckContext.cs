using Crm.Domain.Clients;

namespace Crm.Domain.Processes;

/// <summary>What a check may read.</summary>
/// <param name="HappenedAt">Business time of the command.</param>
/// <param name="Client">The deal's client; null: there is none, or its details are unknown.</param>
/// <param name="Ticked">Codes of the checklist items that are ticked with the completion.</param>
public sealed record CheckContext(
    ICheckedDeal Deal,
    DealProcess Process,
    DateTimeOffset HappenedAt,
    ClientStanding? Client,
    ImmutableArray<string> Ticked
)
{
    public string DealRef => $"deal:{Deal.Id}";
}

/// <summary>A task whose checks are evaluated.</summary>
/// <param name="Again">The template was raised before: only events after this raising are evidence.</param>
/// <param name="Used">Evidence that other checks of the task have already used.</param>
public readonly record struct CheckedTask(
    StageTaskId Id,
    DateTimeOffset RaisedAt,
    bool Again,
    ImmutableArray<Evidence> Used
);
