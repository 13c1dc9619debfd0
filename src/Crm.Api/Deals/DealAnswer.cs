using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Crm.Domain.Deals.Lifecycle;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Deals.Tasks;

namespace Crm.Api.Deals;

/// <summary>A deal as it stands, or as it stood.</summary>
/// <param name="Number">For people; the id is for programs.</param>
/// <param name="Stage">Null for kinds without stages.</param>
/// <param name="OpenTasks">Open tasks of the process, oldest first.</param>
/// <param name="Probability">Percent: given by hand, else the stage's default.</param>
/// <param name="CustomFields">Values by code of the field.</param>
/// <param name="Balance">Who owes what, with VAT; in the deal's currency, else the company's.</param>
/// <param name="Closing">The closing in force.</param>
/// <param name="HappenedAt">Business time of the last event.</param>
/// <param name="RecordedAt">When the last event was recorded.</param>
/// <param name="Version">The n of the ETag: events made by a user's or rule's command.</param>
public sealed record DealAnswer(
    Guid Id,
    string Number,
    string Title,
    DealStatus Status,
    KindAnswer Kind,
    StageAnswer? Stage,
    IReadOnlyList<OpenTaskAnswer> OpenTasks,
    NamedAnswer? Client,
    NamedAnswer? Manager,
    IReadOnlyList<NamedAnswer> Participants,
    Money? ExpectedAmount,
    int Probability,
    SourceAnswer? Source,
    IReadOnlyList<InterestAnswer> Interest,
    DateOnly? ExpectedCloseOn,
    string? Comment,
    IReadOnlyList<ExternalRef> ExternalRefs,
    IReadOnlyDictionary<string, JsonNode?> CustomFields,
    [property: JsonConverter(typeof(BalanceInCard))] BalanceAnswer Balance,
    ClosingAnswer? Closing,
    DateTimeOffset OpenedAt,
    DateTimeOffset HappenedAt,
    DateTimeOffset RecordedAt,
    DateTimeOffset UpdatedAt,
    int Version
)
{
    /// <summary>Only with a past <c>asOf</c> alone: the same answer, frozen for ever.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PinnedUrl { get; init; }

    /// <summary>Only with <c>knownAt</c> less than 10 s ago: false, events of that instant may still arrive.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Final { get; init; }
}

/// <summary>The kind of a deal and the version of its process that it is pinned to.</summary>
/// <param name="Mode">none, manual or guided; manual also while a guided deal is led by hand.</param>
public sealed record KindAnswer(string Code, int Version, string Title, string Mode);

/// <summary>The stage that a deal stands in.</summary>
public sealed record StageAnswer(string Code, string Title, DateTimeOffset EnteredAt);

/// <summary>An open task, without its checks.</summary>
/// <param name="Assignee">The deal's manager unless the task names somebody else; null when it stands open to a role.</param>
/// <param name="AssigneeRole">Code of the role that it stands open to.</param>
/// <param name="DueAt">End of the due day in the company's time zone.</param>
public sealed record OpenTaskAnswer(
    Guid Id,
    string Code,
    string Title,
    string Stage,
    StageTaskStatus Status,
    NamedAnswer? Assignee,
    string? AssigneeRole,
    DateTimeOffset RaisedAt,
    DateTimeOffset DueAt
);

/// <summary>Something else, by id and name.</summary>
public sealed record NamedAnswer(Guid Id, string? Name);

/// <summary>Where the enquiry came from.</summary>
public sealed record SourceAnswer(string Code, string? Title, string? Channel);

/// <summary>What the client asked for.</summary>
public sealed record InterestAnswer(
    Guid? ProductId,
    string? Text,
    decimal? Quantity,
    string? Unit,
    Money? Amount,
    IReadOnlyDictionary<string, JsonNode?> CustomFields
);

/// <summary>Who owes what on a deal, over all its orders, with VAT.</summary>
/// <param name="Ordered">Order lines less cancelled.</param>
/// <param name="Invoiced">Invoices less cancelled ones.</param>
/// <param name="WrittenOff">What we forgave the client less what he left us; below zero when he left us more.</param>
/// <param name="ClientOwes">Delivered and neither paid nor forgiven.</param>
/// <param name="WeOwe">Paid and not delivered: advances are our debt.</param>
/// <param name="Undelivered">Ordered and neither cancelled nor shipped.</param>
/// <param name="Uninvoiced">Ordered and not invoiced.</param>
public sealed record BalanceAnswer(
    Money Ordered,
    Money Invoiced,
    Money Shipped,
    Money Returned,
    Money Paid,
    Money Refunded,
    Money WrittenOff,
    Money ClientOwes,
    Money WeOwe,
    Money Undelivered,
    Money Uninvoiced
)
{
    public static BalanceAnswer Of(Balance x, Currency currency) =>
        new(
            new(x.Ordered, currency),
            new(x.Invoiced, currency),
            new(x.Shipped, currency),
            new(x.Returned, currency),
            new(x.Paid, currency),
            new(x.Refunded, currency),
            new(x.WrittenOff, currency),
            new(x.ClientOwes, currency),
            new(x.WeOwe, currency),
            new(x.Undelivered, currency),
            new(x.Uninvoiced, currency)
        );
}

/// <summary>How a deal was closed; stage, amount and probability are those of that moment.</summary>
public sealed record ClosingAnswer(
    Outcome Outcome,
    string? Reason,
    string? ReasonTitle,
    string? Comment,
    string? Competitor,
    string? Waiver,
    StageAnswer? Stage,
    Money? Amount,
    int Probability,
    DateTimeOffset At
);
