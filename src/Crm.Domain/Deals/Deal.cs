using System.Text.Json.Serialization;
using Crm.Domain.Access;
using Crm.Domain.CustomFields;
using Crm.Domain.Deals.Activities;
using Crm.Domain.Deals.Lifecycle;
using Crm.Domain.Deals.Proposals;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Deals.Tasks;
using Crm.Domain.Processes;

namespace Crm.Domain.Deals;

/// <summary>
/// The state of a deal that decisions read, and nothing else. Folding the events in recording order or in (happenedAt,
/// recording) order gives the same value: collections are keyed and sorted, sums commute, and the order rules protect
/// every other value.
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

    /// <summary>Set by a user; null: the default of the stage applies.</summary>
    public int? GivenProbability { get; init; }
    public string? Source { get; init; }
    public ImmutableArray<InterestLine> Interest { get; init; } = [];
    public DateOnly? ExpectedCloseOn { get; init; }
    public Personal? Comment { get; init; }
    public ImmutableArray<ExternalRef> ExternalRefs { get; init; } = [];
    public FieldList CustomFields { get; init; } = FieldList.Empty;

    /// <summary>Includes removed ones: their ids stay taken.</summary>
    public ImmutableSortedDictionary<AttachmentId, Attachment> Attachments { get; init; } =
        ImmutableSortedDictionary<AttachmentId, Attachment>.Empty;

    public ImmutableSortedDictionary<MailId, Mail> Mails { get; init; } = ImmutableSortedDictionary<MailId, Mail>.Empty;

    public Visit? Stage { get; init; }
    public ImmutableSortedDictionary<StageTaskId, StageTask> Tasks { get; init; } =
        ImmutableSortedDictionary<StageTaskId, StageTask>.Empty;

    /// <summary>A guided deal that is currently moved by hand.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ByHand { get; init; }

    /// <summary>
    /// Evidence, oldest first by (happenedAt, id). Where there is very much of one sort, only the oldest and the newest
    /// are stored.
    /// </summary>
    public ImmutableArray<UnusedEvidence> Evidences { get; init; } = [];

    public ImmutableSortedDictionary<ProposalId, Proposal> Proposals { get; init; } =
        ImmutableSortedDictionary<ProposalId, Proposal>.Empty;
    public Ledger Ledger { get; init; } = Ledger.Empty;
    public Closing? Closing { get; init; }
    public Watermarks Marks { get; init; } = new();

    /// <summary>Number of events made by commands of users or rules: the n of the ETag.</summary>
    public int Version { get; init; }

    /// <summary>The probability in force: set by a user, else the default of the stage, else 0.</summary>
    [JsonIgnore]
    public int Probability => GivenProbability ?? Stage?.Probability ?? 0;

    /// <summary>
    /// The currency that the deal is bound to: that of its documents, else of its amount or interest.
    /// </summary>
    [JsonIgnore]
    public Currency? Currency =>
        BindingCurrency
        ?? ExpectedAmount?.Currency
        ?? Interest.Select(x => x.Amount?.Currency).FirstOrDefault(x => x is not null);

    /// <summary>The currency of documents and payments. While it is null, the currency can still be changed.</summary>
    [JsonIgnore]
    public Currency? BindingCurrency =>
        Ledger.Currency ?? Proposals.Values.Select(x => (Currency?)x.Currency).FirstOrDefault();

    /// <summary>
    /// Custom fields of lines: of the interest, of orders, and of issued proposals that no later revision replaced.
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
            return Evidences.Where(x => x.VoidAt is null && !used.Contains(x.Evidence));
        }
    }

    /// <summary>The event already proves a task or may prove one, so its id is taken.</summary>
    public bool Knows(Evidence evidence) =>
        Evidences.Any(x => x.VoidAt is null && x.Evidence == evidence)
        || Tasks.Values.Any(x => x.Evidence.Contains(evidence));

    /// <summary>
    /// All tasks in the order in which they were raised. Parallel tasks are raised at one instant, and their ids are random.
    /// </summary>
    [JsonIgnore]
    public IEnumerable<StageTask> RaisedTasks => Tasks.Values.OrderBy(x => x.RaisedAt).ThenBy(x => x.Position);

    /// <summary>In the order in which they were raised.</summary>
    [JsonIgnore]
    public IEnumerable<StageTask> OpenTasks => RaisedTasks.Where(x => x.Status == StageTaskStatus.Open);

    /// <summary>Numbers of its proposals, orders, invoices, shipments and payments.</summary>
    [JsonIgnore]
    public IEnumerable<(Guid Document, string Number)> DocumentNumbers =>
        Proposals
            .Values.Select(one => (one.Id.Value, one.Number ?? ""))
            .Concat(Ledger.Orders.Values.Select(one => (one.Id.Value, one.Number)))
            .Concat(Ledger.Invoices.Values.Select(one => (one.Id.Value, one.Number)))
            .Concat(Ledger.Shipments.Values.Select(one => (one.Id.Value, one.Number)))
            .Concat(Ledger.Payments.Select(one => (one.Id.Value, one.Number ?? "")))
            .Where(one => one.Item2.Length > 0);

    /// <summary>Named assignees of open tasks, besides the manager: they see the deal while the task is open.</summary>
    [JsonIgnore]
    public IEnumerable<UserId> Assignees =>
        OpenTasks.Select(task => task.Assignee).OfType<UserId>().Where(user => user != Manager).Distinct();

    /// <summary>The users by whom rights on the deal are judged.</summary>
    [JsonIgnore]
    public DealUsers Users => new(Manager, Participants, [.. Assignees]);

    [JsonIgnore]
    public bool IsOpen => Status == DealStatus.Open;

    /// <summary>How the deal moves under a process: a guided deal may have been converted to manual.</summary>
    public ProcessMode ModeUnder(DealProcess process) =>
        ByHand && process.Mode == ProcessMode.Guided ? ProcessMode.Manual : process.Mode;

    /// <summary>Whether the open task keeps the deal from leaving the stage and from being won.</summary>
    public bool Holds(StageTask task, DealProcess process) =>
        ModeUnder(process) == ProcessMode.Guided && process.Template(task.Code)?.Mandatory != false;
}
