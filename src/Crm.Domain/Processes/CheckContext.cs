using Crm.Domain.Clients;

namespace Crm.Domain.Processes;

/// <summary>What a check may look at.</summary>
/// <param name="HappenedAt">Business time of the command.</param>
/// <param name="Client">The deal's client; null: there is none, or its details are not known.</param>
/// <param name="Ticked">Codes of the checklist items that the completion ticks.</param>
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
/// <param name="Again">An earlier raising of the template exists: only events after the raising are evidence.</param>
/// <param name="Used">Evidence that other checks of the task have taken already.</param>
public readonly record struct CheckedTask(
    StageTaskId Id,
    DateTimeOffset RaisedAt,
    bool Again,
    ImmutableArray<Evidence> Used
);
