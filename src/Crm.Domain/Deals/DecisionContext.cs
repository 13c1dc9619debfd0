using Crm.Domain.Catalog;
using Crm.Domain.Clients;
using Crm.Domain.Currencies;
using Crm.Domain.Deals.Tasks;
using Crm.Domain.Processes;
using Crm.Domain.Settings;

namespace Crm.Domain.Deals;

/// <summary>Everything that a decision on a deal may read.</summary>
/// <param name="Deal">State of the deal's stream.</param>
/// <param name="Process">The version of the deal kind that the deal is pinned to.</param>
/// <param name="Context">Caller, time and rights.</param>
/// <param name="Client">
/// Legal details of the client for documents: the one exception to "one stream decides" (ADR 3).
/// </param>
public sealed record DecisionContext(
    Deal Deal,
    DealProcess Process,
    CompanyCommandContext Context,
    ClientStanding? Client = null
)
{
    /// <summary>Business time of the command: as given, else the later of now and the deal's last event.</summary>
    public DateTimeOffset HappenedAt => Clocks.Resolve(Context, Deal.Marks.LastAt);

    /// <summary>Codes of the checklist items that are ticked with the completion.</summary>
    public ImmutableArray<string> Ticked { get; init; } = [];

    /// <summary>Known rates between the currencies of the command, each in the direction in which it is stored.</summary>
    public ImmutableArray<DayRate> Rates { get; init; } = [];

    /// <summary>Price lists that the lines of the command name, by code.</summary>
    public ImmutableDictionary<string, PriceList> PriceLists { get; init; } =
        ImmutableDictionary<string, PriceList>.Empty;

    /// <summary>What the products that the command asks for cost on its day.</summary>
    public IReadOnlyDictionary<ProductId, ProductCost> Costs { get; init; } =
        ImmutableDictionary<ProductId, ProductCost>.Empty;

    /// <summary>How the deal moves now: a guided deal may have been converted to manual.</summary>
    public ProcessMode Mode => Deal.ModeUnder(Process);

    /// <summary>Whether the open task keeps the deal from leaving the stage and from being won.</summary>
    public bool Holds(StageTask task) => Deal.Holds(task, Process);

    /// <summary>The deal's client as documents name them; null: there is none.</summary>
    public ClientRequisites? Requisites =>
        Deal.Client is { } client && Client?.Client == client ? Client.Requisites : null;

    /// <summary>The process with the closing gate in force.</summary>
    public DealProcess Gated => Process.Gated(Context.BalancedNeedsShipment);

    public CheckContext ForChecks => new(Deal, Gated, HappenedAt, Client, Ticked);

    public string DealRef => $"deal:{Deal.Id}";
}
