using System.Text.Json.Serialization;
using Crm.Domain.CustomFields;
using Crm.Domain.Deals.Process;
using Crm.Domain.Deals.Settlement;

namespace Crm.Domain.Deals;

/// <summary>
/// What decisions read of a deal, and nothing else. Folding the facts by recording or by (happenedAt, recording) gives the
/// same value: collections are keyed and sorted, sums commute, and every other value is guarded by the order rules.
/// </summary>
public sealed partial record Deal
{
    public DealId Id { get; init; }
    public string Number { get; init; } = "";
    public string Title { get; init; } = "";
    public KindVersion Kind { get; init; } = new("", 0);
    public DealStatus Status { get; init; }
    public ClientId? Client { get; init; }
    public UserId? Manager { get; init; }
    public ImmutableArray<UserId> Participants { get; init; } = [];
    public Money? ExpectedAmount { get; init; }

    /// <summary>Given by hand; null: the stage's default holds.</summary>
    public int? GivenProbability { get; init; }
    public string? Source { get; init; }
    public ImmutableArray<InterestLine> Interest { get; init; } = [];
    public DateOnly? ExpectedCloseOn { get; init; }
    public Personal? Comment { get; init; }
    public ImmutableArray<ExternalRef> ExternalRefs { get; init; } = [];
    public FieldList CustomFields { get; init; } = FieldList.Empty;

    /// <summary>Removed ones too: their ids stay taken.</summary>
    public ImmutableSortedDictionary<AttachmentId, Attachment> Attachments { get; init; } =
        ImmutableSortedDictionary<AttachmentId, Attachment>.Empty;

    public ImmutableSortedDictionary<MailId, Mail> Mails { get; init; } = ImmutableSortedDictionary<MailId, Mail>.Empty;

    public Visit? Stage { get; init; }
    public ImmutableSortedDictionary<StageTaskId, StageTask> Tasks { get; init; } =
        ImmutableSortedDictionary<StageTaskId, StageTask>.Empty;

    /// <summary>A guided deal that is led by hand for now.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ByHand { get; init; }

    /// <summary>
    /// Facts that are evidence, oldest first by (happenedAt, id); of a sort with very many only the oldest and the newest.
    /// </summary>
    public ImmutableArray<UnusedEvidence> Evidences { get; init; } = [];

    public ImmutableSortedDictionary<ProposalId, Proposal> Proposals { get; init; } =
        ImmutableSortedDictionary<ProposalId, Proposal>.Empty;
    public Ledger Ledger { get; init; } = Ledger.Empty;
    public Closing? Closing { get; init; }
    public Marks Marks { get; init; } = new();

    /// <summary>Number of facts made by a user's or rule's command: the n of the ETag.</summary>
    public int Version { get; init; }

    /// <summary>The probability that holds: given by hand, else the stage's default, else 0.</summary>
    [JsonIgnore]
    public int Probability => GivenProbability ?? Stage?.Probability ?? 0;

    /// <summary>The currency that the deal is bound to: that of its documents, else of its amount or interest.</summary>
    [JsonIgnore]
    public Currency? Currency =>
        BindingCurrency
        ?? ExpectedAmount?.Currency
        ?? Interest.Select(x => x.Amount?.Currency).FirstOrDefault(x => x is not null);

    /// <summary>The currency of documents and payments: while it is null, the currency may still be changed.</summary>
    [JsonIgnore]
    public Currency? BindingCurrency =>
        Ledger.Currency ?? Proposals.Values.Select(x => (Currency?)x.Currency).FirstOrDefault();

    /// <summary>
    /// Custom fields of its lines, of those that have any: of the interest, of orders, and of proposals that were issued and that
    /// no later revision took the place of.
    /// </summary>
    [JsonIgnore]
    public IEnumerable<FieldList> LineFields
    {
        get
        {
            var replaced = Proposals.Values.Where(x => x.Number is not null).Select(x => x.Revises).ToHashSet();
            var offered = Proposals
                .Values.Where(x => x.Status != ProposalStatus.Superseded && !replaced.Contains(x.Id))
                .SelectMany(x => x.LineFields ?? []);
            return Interest
                .Select(x => x.CustomFields)
                .Concat(Ledger.Lines.Select(x => x.CustomFields))
                .OfType<FieldList>()
                .Concat(offered);
        }
    }

    /// <summary>Evidence that no task has used yet, oldest first.</summary>
    [JsonIgnore]
    public IEnumerable<UnusedEvidence> Unused
    {
        get
        {
            var used = Tasks.Values.SelectMany(x => x.Evidence).ToHashSet();
            return Evidences.Where(x => !used.Contains(x.Evidence));
        }
    }

    /// <summary>The fact proves a task or may still prove one: its id is taken.</summary>
    public bool Knows(Evidence evidence) =>
        Evidences.Any(x => x.Evidence == evidence) || Tasks.Values.Any(x => x.Evidence.Contains(evidence));

    [JsonIgnore]
    public IEnumerable<StageTask> OpenTasks => Tasks.Values.Where(x => x.Status == StageTaskStatus.Open);

    [JsonIgnore]
    public bool IsOpen => Status == DealStatus.Open;
}

/// <summary>The stage that a deal stands in, since when.</summary>
public sealed record Visit(string Stage, int Probability, DateTimeOffset EnteredAt);

/// <summary>A task that the process raised.</summary>
/// <param name="Again">An earlier raising of the template exists: only facts after the raising are evidence.</param>
/// <param name="Timed">Its due date lay ahead when it was recorded.</param>
public sealed record StageTask(
    StageTaskId Id,
    string Code,
    string Stage,
    StageTaskStatus Status,
    DateTimeOffset RaisedAt,
    DateTimeOffset DueAt,
    bool Timed,
    bool Again
)
{
    public DateTimeOffset? ClosedAt { get; init; }
    public bool Overdue { get; init; }

    /// <summary>Null: it follows the deal's manager, or stands open to the role.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public UserId? Assignee { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Role { get; init; }

    /// <summary>When it was raised, or given to somebody else last.</summary>
    public DateTimeOffset AssignedAt { get; init; }
    public ImmutableArray<Evidence> Evidence { get; init; } = [];

    /// <summary>Checklist items that its completion ticked.</summary>
    public ImmutableArray<string> Ticked { get; init; } = [];
}

/// <summary>A fact that may prove a task.</summary>
public sealed record UnusedEvidence(
    Evidence Evidence,
    DateTimeOffset HappenedAt,
    InteractionKind? Interaction,
    Direction? Direction
)
{
    /// <summary>How many of a sort are kept at either end; no check asks for more of them.</summary>
    public const int Kept = InteractionRecordedCheck.Most;

    public bool SameSort(UnusedEvidence other) =>
        Evidence.Fact == other.Evidence.Fact && Interaction == other.Interaction && Direction == other.Direction;
}

/// <summary>What decisions need of a proposal; its lines stand in its own stream and in the fact of its issue.</summary>
public sealed record Proposal(ProposalId Id, ProposalStatus Status, Currency Currency, ProposalId? Revises)
{
    public string? Number { get; init; }
    public int Revision { get; init; } = 1;
    public Money? Total { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Its expiry lay ahead when it was issued.</summary>
    public bool Timed { get; init; }
    public bool ExpiryNoted { get; init; }
    public bool Ordered { get; init; }

    /// <summary>Custom fields of the lines that it was issued with; null: none has any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<FieldList>? LineFields { get; init; }

    /// <summary>The last word about a discount above somebody's limit; null: nobody asked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DiscountApproval? Approval { get; init; }

    /// <summary>The latest fact about it: what refers to it may not lie before.</summary>
    public DateTimeOffset LatestAt { get; init; }

    public bool ExpiredAt(DateTimeOffset at) => ExpiresAt is { } last && Intent.IsOver(last, at);
}

/// <summary>Where the approval of a discount stands. It is about one content of the draft.</summary>
/// <param name="By">Who asked for it.</param>
public sealed record DiscountApproval(ApprovalStatus Status, decimal Percent, int ContentRevision, UserId? By);

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
