using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Crm.Domain.Deals.Lifecycle;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Deals.Tasks;
using Crm.Domain.Processes;

namespace Crm.Api.Deals;

/// <summary>A deal in its present state, or as of a past time.</summary>
/// <param name="Number">Number of the deal, for users. Programs use the id.</param>
/// <param name="Title">What the deal is about, as entered by a user.</param>
/// <param name="Status">Whether the deal is open, won or lost.</param>
/// <param name="Kind">Deal kind (вид сделки) and the version of its process that the deal follows.</param>
/// <param name="Stage">Present stage (этап) of the process; null for kinds without stages.</param>
/// <param name="OpenTasks">Open tasks of the process, oldest first.</param>
/// <param name="Client">
/// The client (контрагент) of the deal; null until one is identified, or when the caller may not see it.
/// </param>
/// <param name="Manager">The user responsible for the deal (ответственный менеджер); null when it is unassigned.</param>
/// <param name="Participants">Users who take part in the deal besides the manager.</param>
/// <param name="ExpectedAmount">Expected amount of the sale (ожидаемая сумма); null when unknown.</param>
/// <param name="Probability">Probability of winning in percent: the value set by a user, otherwise the stage's default.</param>
/// <param name="Source">Lead source (источник обращения); null when unknown.</param>
/// <param name="Interest">Products and services that the client asked for (первичный спрос).</param>
/// <param name="ExpectedCloseOn">Business date on which the deal is expected to close; null when unknown.</param>
/// <param name="Comment">Free-text comment on the deal; null when there is none.</param>
/// <param name="ExternalRefs">References to the deal in other systems.</param>
/// <param name="CustomFields">Values of the custom fields of the deal, by field code.</param>
/// <param name="Balance">
/// Settlement balance (взаиморасчёты) with VAT, in the deal's currency, otherwise in the company's base currency.
/// </param>
/// <param name="Closing">The current closing; null for open deals.</param>
/// <param name="OpenedAt">Business time at which the deal was opened.</param>
/// <param name="HappenedAt">Business time of the last event of the deal.</param>
/// <param name="RecordedAt">Time at which the last event of the deal was recorded.</param>
/// <param name="UpdatedAt">Time at which the last event of the deal was recorded.</param>
/// <param name="Version">Version: number of the deal's events that users and rules made; the <c>n</c> of the ETag.</param>
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
    /// <summary>
    /// Address of this answer frozen for good; present only when a past <c>asOf</c> was given without <c>knownAt</c>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PinnedUrl { get; init; }

    /// <summary>
    /// <c>false</c> while events of that instant may still be recorded; present only when <c>knownAt</c> is less than 10 s ago.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Final { get; init; }
}

/// <summary>Deal kind (вид сделки) of a deal and the version of its process that the deal follows.</summary>
/// <param name="Code">Code of the deal kind.</param>
/// <param name="Version">Number of the process version that the deal follows.</param>
/// <param name="Title">Name of the deal kind, in the language of the request.</param>
/// <param name="Mode">Mode of the process; also <c>manual</c> for a guided deal that was switched to manual mode.</param>
public sealed record KindAnswer(
    string Code,
    int Version,
    string Title,
    [property: ValuesOf(typeof(ProcessMode))] string Mode
);

/// <summary>A stage (этап) of the process that a deal is in.</summary>
public sealed record StageAnswer(string Code, string Title, DateTimeOffset EnteredAt);

/// <summary>An open task of a deal, without its checks.</summary>
/// <param name="Stage">Code of the stage that raised the task.</param>
/// <param name="Status">State of the task.</param>
/// <param name="Assignee">
/// The user who has to do the task: the deal's manager unless the task says otherwise; null when it is open to a role.
/// </param>
/// <param name="AssigneeRole">Code of the role whose members may do the task; null when it has an assignee.</param>
/// <param name="DueAt">
/// Due time: the end of the due day in the company's time zone, unless the task is due at an exact time.
/// </param>
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

/// <summary>A reference to another resource, with its name.</summary>
/// <param name="Id">Id of the resource.</param>
/// <param name="Name">Name of the resource; null after it was erased.</param>
public sealed record NamedAnswer(Guid Id, string? Name);

/// <summary>Lead source (источник обращения) of a deal.</summary>
/// <param name="Code">Code of the source.</param>
/// <param name="Title">Name of the source, in the language of the request; null when unknown.</param>
/// <param name="Channel">Group that the source belongs to, such as <c>site</c> or <c>fair</c>; null when there is none.</param>
public sealed record SourceAnswer(string Code, string? Title, string? Channel);

/// <summary>A product or service that the client asked for.</summary>
/// <param name="ProductId">Id of the product; null when it is described in words.</param>
/// <param name="Text">What the client asked for, in words; null when it is a product, or after it was erased.</param>
/// <param name="Quantity">Quantity, up to 6 decimals; null when unknown.</param>
/// <param name="Unit">Unit of measure (единица измерения) of the quantity; null when unknown.</param>
/// <param name="Amount">Estimated amount of the line; null when unknown.</param>
/// <param name="CustomFields">Values of the custom fields of lines, by field code.</param>
public sealed record InterestAnswer(
    Guid? ProductId,
    string? Text,
    decimal? Quantity,
    string? Unit,
    Money? Amount,
    IReadOnlyDictionary<string, JsonNode?> CustomFields
);

/// <summary>Settlement balance of a deal (взаиморасчёты по сделке) over all its orders, with VAT.</summary>
/// <param name="Ordered">Total of the order lines, cancelled quantities excluded.</param>
/// <param name="Invoiced">Total of the invoices (счета на оплату), cancelled ones excluded.</param>
/// <param name="Shipped">Total of the shipments (отгружено); returns are not deducted here.</param>
/// <param name="Returned">Total of the goods that the client returned.</param>
/// <param name="Paid">Total of the payments received (оплачено); refunds are not deducted here.</param>
/// <param name="Refunded">Total paid back to the client.</param>
/// <param name="WrittenOff">
/// Debts of the client written off, less debts to the client written off; negative when the client forgave more.
/// </param>
/// <param name="ClientOwes">Debt of the client (задолженность клиента): delivered, but neither paid nor written off.</param>
/// <param name="WeOwe">Debt to the client: paid but not delivered, including advances (авансы).</param>
/// <param name="Undelivered">Ordered and neither cancelled nor shipped.</param>
/// <param name="Uninvoiced">Ordered and not invoiced.</param>
/// <param name="Credited">What returned and cancelled goods take off the invoices in force.</param>
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
    Money Uninvoiced,
    Money Credited
)
{
    public static BalanceAnswer Of(Ledger ledger, Currency currency) =>
        Of(ledger.Balance, ledger.Allocation.Credited, currency);

    /// <summary>The balance of a deal without any document.</summary>
    public static BalanceAnswer Zero(Currency currency) => Of(default, 0, currency);

    private static BalanceAnswer Of(Balance x, decimal credited, Currency currency) =>
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
            new(x.Uninvoiced, currency),
            new(credited, currency)
        );
}

/// <summary>How a deal was closed. Stage, amount and probability are those at the closing.</summary>
/// <param name="Outcome">Result of the deal: <c>won</c> or <c>lost</c>.</param>
/// <param name="Reason">Code of the lost reason; null for a won deal.</param>
/// <param name="ReasonTitle">Name of the lost reason, in the language of the request; null for a won deal.</param>
/// <param name="Comment">Comment given with the closing; null when there is none.</param>
/// <param name="Competitor">Name of the competitor who won the sale; null when none was given.</param>
/// <param name="Waiver">Reason for leaving an open debt as it is; null when no debt was waived.</param>
/// <param name="Stage">Stage of the deal at the closing; null for kinds without stages.</param>
/// <param name="Amount">Expected amount at the closing; null when none was known.</param>
/// <param name="Probability">Probability of winning in percent at the closing.</param>
/// <param name="At">Business time of the closing.</param>
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
)
{
    /// <summary>
    /// Conditions that the gate of the deal's kind did not check; present only when there are any. Wins of earlier builds do not name
    /// them.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<GateConditionAnswer>? NotChecked { get; init; }
}

/// <summary>A condition of a closing gate.</summary>
/// <param name="Code">Code of the blocker that the condition raises where it is checked.</param>
/// <param name="Title">What was not checked, in the language of the request.</param>
public sealed record GateConditionAnswer(string Code, string Title);
