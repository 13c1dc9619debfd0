using System.Text.Json.Serialization;
using Crm.Domain.CustomFields;
using Crm.Domain.Deals.Activities;
using Crm.Domain.Deals.Lifecycle;
using Crm.Domain.Deals.Proposals;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Deals.Tasks;
using Crm.Domain.Processes;

namespace Crm.Domain.Deals;

/// <summary>
/// What decisions read of a deal, and nothing else. Folding the events by recording or by (happenedAt, recording) gives the
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
    /// Events that are evidence, oldest first by (happenedAt, id); of a sort with very many only the oldest and the newest.
    /// </summary>
    public ImmutableArray<UnusedEvidence> Evidences { get; init; } = [];

    public ImmutableSortedDictionary<ProposalId, Proposal> Proposals { get; init; } =
        ImmutableSortedDictionary<ProposalId, Proposal>.Empty;
    public Ledger Ledger { get; init; } = Ledger.Empty;
    public Closing? Closing { get; init; }
    public Watermarks Marks { get; init; } = new();

    /// <summary>Number of events made by a user's or rule's command: the n of the ETag.</summary>
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

    /// <summary>The event proves a task or may still prove one: its id is taken.</summary>
    public bool Knows(Evidence evidence) =>
        Evidences.Any(x => x.Evidence == evidence) || Tasks.Values.Any(x => x.Evidence.Contains(evidence));

    [JsonIgnore]
    public IEnumerable<StageTask> OpenTasks => Tasks.Values.Where(x => x.Status == StageTaskStatus.Open);

    [JsonIgnore]
    public bool IsOpen => Status == DealStatus.Open;

    /// <summary>How the deal moves under a process: a guided one may have been turned into a manual one.</summary>
    public ProcessMode ModeUnder(DealProcess process) =>
        ByHand && process.Mode == ProcessMode.Guided ? ProcessMode.Manual : process.Mode;

    /// <summary>The stage is not left, and the deal not won, while the task is open.</summary>
    public bool Holds(StageTask task, DealProcess process) =>
        ModeUnder(process) == ProcessMode.Guided && process.Template(task.Code)?.Mandatory != false;
}
