using Crm.Domain.Clients;

namespace Crm.Domain.Deals.Process;

/// <summary>Everything a decision on a deal may look at.</summary>
/// <param name="Deal">The state of its one stream.</param>
/// <param name="Process">The pinned version of its kind.</param>
/// <param name="Intent">Who asks, when, with which rights.</param>
/// <param name="Client">
/// Whether the client has legal details, and what a document says of them: the one exception to "one stream decides" (ADR 3).
/// </param>
public sealed record Situation(Deal Deal, DealProcess Process, Intent Intent, ClientStanding? Client = null)
{
    /// <summary>The business time of the command: given, else the later of now and the deal's last fact.</summary>
    public DateTimeOffset HappenedAt => Clocks.Resolve(Intent, Deal.Marks.LastAt);

    /// <summary>Codes of the checklist items that the completion ticks.</summary>
    public ImmutableArray<string> Ticked { get; init; } = [];

    /// <summary>
    /// The rate of the currencies that the command converts between, in either direction; null: it converts between none, or no
    /// rate is known.
    /// </summary>
    public Currencies.DayRate? Rate { get; init; }

    /// <summary>How the deal moves now: a guided one may have been turned into a manual one.</summary>
    public ProcessMode Mode => Deal.ByHand && Process.Mode == ProcessMode.Guided ? ProcessMode.Manual : Process.Mode;

    /// <summary>The stage is not left, and the deal not won, while the task is open.</summary>
    public bool Holds(StageTask task) => Mode == ProcessMode.Guided && Process.Template(task.Code)?.Mandatory != false;

    /// <summary>The deal's client as a document names him; null: there is none.</summary>
    public ClientRequisites? Requisites =>
        Deal.Client is { } client && Client?.Client == client ? Client.Requisites : null;

    public string DealRef => $"deal:{Deal.Id}";
}

/// <summary>What a decision needs of a client.</summary>
/// <param name="Version">Version of the client's stream that was looked at.</param>
/// <param name="MissingDetails">Names of legal details that an invoice needs and that are not there.</param>
public sealed record ClientStanding(ClientId Client, long Version, bool IsPerson, ImmutableArray<string> MissingDetails)
{
    /// <summary>For documents that name him.</summary>
    public ClientRequisites? Requisites { get; init; }
}
