using Crm.Domain.Clients;
using Crm.Domain.Deals.Tasks;
using Crm.Domain.Processes;
using Crm.Domain.Settings;

namespace Crm.Domain.Deals;

/// <summary>Everything a decision on a deal may look at.</summary>
/// <param name="Deal">The state of its one stream.</param>
/// <param name="Process">The pinned version of its kind.</param>
/// <param name="Context">Who asks, when, with which rights.</param>
/// <param name="Client">
/// Whether the client has legal details, and what a document says of them: the one exception to "one stream decides" (ADR 3).
/// </param>
public sealed record DecisionContext(
    Deal Deal,
    DealProcess Process,
    CompanyCommandContext Context,
    ClientStanding? Client = null
)
{
    /// <summary>The business time of the command: given, else the later of now and the deal's last event.</summary>
    public DateTimeOffset HappenedAt => Clocks.Resolve(Context, Deal.Marks.LastAt);

    /// <summary>Codes of the checklist items that the completion ticks.</summary>
    public ImmutableArray<string> Ticked { get; init; } = [];

    /// <summary>
    /// The rate of the currencies that the command converts between, in either direction; null: it converts between none, or no
    /// rate is known.
    /// </summary>
    public Crm.Domain.Currencies.DayRate? Rate { get; init; }

    /// <summary>How the deal moves now: a guided one may have been turned into a manual one.</summary>
    public ProcessMode Mode => Deal.ModeUnder(Process);

    /// <summary>The stage is not left, and the deal not won, while the task is open.</summary>
    public bool Holds(StageTask task) => Deal.Holds(task, Process);

    /// <summary>The deal's client as a document names him; null: there is none.</summary>
    public ClientRequisites? Requisites =>
        Deal.Client is { } client && Client?.Client == client ? Client.Requisites : null;

    public CheckContext ForChecks => new(Deal, Process, HappenedAt, Client, Ticked);

    public string DealRef => $"deal:{Deal.Id}";
}
