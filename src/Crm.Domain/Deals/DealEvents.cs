using System.Text.Json.Serialization;
using Crm.Domain.Clients;
using Crm.Domain.CustomFields;
using Crm.Domain.Deals.Settlement;

namespace Crm.Domain.Deals;

// The glossary of a deal's life. Stored names stand in Crm.Projections/EventCatalogue.cs; a changed shape gets a new name.

/// <summary>A deal was opened. Carries everything known at that moment; later changes are facts of their own.</summary>
public sealed record DealOpened(
    string Number,
    string Title,
    KindVersion Kind,
    ClientId? Client,
    UserId? Manager,
    Money? ExpectedAmount,
    int? Probability,
    string? Source,
    ImmutableArray<InterestLine> Interest,
    DateOnly? ExpectedCloseOn,
    Personal? Comment,
    ImmutableArray<ExternalRef> ExternalRefs
) : Fact, ILifecycleFact
{
    public FieldList? CustomFields { get; init; }
}

// Plain attributes: replacing facts, each about one value.
public sealed record DealRetitled(string Title) : Fact;

public sealed record ClientIdentified(ClientId Client) : Fact;

public sealed record ManagerAssigned(UserId? Manager) : Fact;

public sealed record ParticipantsChanged(ImmutableArray<UserId> Participants) : Fact;

public sealed record ExpectedAmountChanged(Money? Amount) : Fact;

public sealed record ProbabilityChanged(int? Percent) : Fact;

public sealed record SourceChanged(string? Source) : Fact;

public sealed record InterestChanged(ImmutableArray<InterestLine> Lines) : Fact;

public sealed record ExpectedCloseChanged(DateOnly? On) : Fact;

public sealed record DealCommentChanged(Personal? Comment) : Fact;

public sealed record ExternalRefsChanged(ImmutableArray<ExternalRef> Refs) : Fact;

/// <summary>Custom fields were changed; only those that were. Each is a value of its own for the clocks.</summary>
public sealed record CustomFieldsChanged(FieldList Fields) : Fact;

/// <summary>Somebody wrote a comment beneath the deal.</summary>
public sealed record CommentAdded(CommentId Comment, Personal Text) : Fact;

// Process.
/// <summary>A stage was entered. The probability is the stage's default in the pinned version, so that reports need no catalogue.</summary>
public sealed record StageEntered(string Stage, int Probability, Personal? Reason, StageMove Move)
    : Fact,
        ILifecycleFact;

/// <summary>A task was raised. <c>Timed</c>: its due date lies ahead of the recording, so a timer will note when it is overdue.</summary>
public sealed record StageTaskRaised(
    StageTaskId Task,
    string Code,
    string Stage,
    DateTimeOffset DueAt,
    bool Timed,
    bool Again
) : Fact, ILifecycleFact
{
    /// <summary>Null: it follows the deal's manager, or stands open to the role.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public UserId? Assignee { get; init; }

    /// <summary>Code of the role that it stands open to.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Role { get; init; }
}

/// <summary>A task was given to somebody else; null: back to the deal's manager.</summary>
public sealed record StageTaskReassigned(StageTaskId Task, string Code, UserId? Assignee, Personal? Reason) : Fact;

/// <summary>The deal moves to another version of its kind. Where its stage has another code there, that stage is entered besides.</summary>
public sealed record KindVersionChanged(KindVersion From, KindVersion To, Personal? Reason) : Fact, ILifecycleFact;

/// <summary>A guided deal is led by hand from here on.</summary>
public sealed record DealConvertedToManual(Personal Reason) : Fact, ILifecycleFact;

/// <summary>The guided process goes on.</summary>
public sealed record ProcessResumed(string Stage, Personal? Reason) : Fact, ILifecycleFact;

/// <summary>A task was completed. For legal details the client's stream version that was looked at is kept.</summary>
public sealed record StageTaskCompleted(
    StageTaskId Task,
    string Code,
    ImmutableArray<Evidence> Evidence,
    Personal? Comment,
    ClientId? Client,
    long? ClientVersion
) : Fact, ILifecycleFact
{
    /// <summary>Codes of the checklist items that were ticked; null where there was no checklist.</summary>
    public ImmutableArray<string>? Checklist { get; init; }
}

/// <summary>Somebody tried to complete a task whose checks are unmet.</summary>
public sealed record StageTaskCompletionRefused(StageTaskId Task, string Code, ImmutableArray<string> Unmet)
    : Fact,
        IMark;

public sealed record StageTaskSkipped(StageTaskId Task, string Code, Personal Reason) : Fact, ILifecycleFact;

public sealed record StageTaskWithdrawn(StageTaskId Task, string Code) : Fact, ILifecycleFact;

public sealed record StageTaskOverdue(StageTaskId Task, string Code) : Fact, IMark;

// Evidence.
/// <summary>A contact with the client. On a closed deal it is history and never evidence.</summary>
public sealed record InteractionRecorded(
    InteractionId Interaction,
    InteractionKind Kind,
    Direction? Direction,
    Personal? Subject,
    Personal Description,
    ImmutableArray<Counterpart> With,
    bool IsEvidence
) : Fact;

public sealed record PresentationHeld(
    PresentationId Presentation,
    DateTimeOffset HeldAt,
    Personal? Place,
    ImmutableArray<Personal> Attendees,
    ImmutableArray<Personal> Shown,
    Personal Outcome
) : Fact;

// Proposals. Their content lives on a stream of its own while it is a draft; what was issued is frozen here.
public abstract record ProposalFact(ProposalId Proposal) : Fact;

public sealed record ProposalDrafted(ProposalId Proposal, ProposalId? Revises, Currency Currency)
    : ProposalFact(Proposal);

public sealed record ProposalIssued(
    ProposalId Proposal,
    string Number,
    int Revision,
    ProposalContent Content,
    Money Total,
    DateOnly ValidUntil,
    DateTimeOffset ExpiresAt,
    bool Timed
) : ProposalFact(Proposal)
{
    /// <summary>The client as he stood then; null: the deal had none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ClientRequisites? Client { get; init; }
}

public sealed record ProposalSent(ProposalId Proposal) : ProposalFact(Proposal);

public sealed record ProposalAccepted(ProposalId Proposal, Personal? Comment) : ProposalFact(Proposal);

public sealed record ProposalDeclined(ProposalId Proposal, Personal Reason) : ProposalFact(Proposal);

public sealed record ProposalWithdrawn(ProposalId Proposal, Personal? Reason) : ProposalFact(Proposal);

public sealed record ProposalSuperseded(ProposalId Proposal, ProposalId By) : ProposalFact(Proposal);

public sealed record ProposalExpired(ProposalId Proposal) : ProposalFact(Proposal), IMark;

/// <summary>
/// Somebody asks for a discount above his limit. It is asked for, and given, for one content of the draft: an edit makes it void.
/// </summary>
/// <param name="Percent">The largest discount found in it.</param>
/// <param name="ContentRevision">Number of the content's facts: what is asked for.</param>
/// <param name="By">Who asked; null: a key without a user.</param>
public sealed record DiscountApprovalRequested(
    ProposalId Proposal,
    decimal Percent,
    int ContentRevision,
    UserId? By,
    Personal? Comment
) : ProposalFact(Proposal);

public sealed record DiscountApproved(ProposalId Proposal, decimal Percent, int ContentRevision, Personal? Comment)
    : ProposalFact(Proposal);

public sealed record DiscountRejected(ProposalId Proposal, decimal Percent, int ContentRevision, Personal Reason)
    : ProposalFact(Proposal);

// Money. Amounts are computed once, by the decision, and stored: folding never rounds.
public abstract record MoneyFact : Fact;

public sealed record OrderPlaced(
    OrderId Order,
    string Number,
    ProposalId? Proposal,
    bool PriceIncludesVat,
    Currency Currency,
    ImmutableArray<PricedLine> Lines
) : MoneyFact
{
    /// <summary>What the document takes off its lines beside their own discounts; each line has its share already.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DocumentDiscount? Discount { get; init; }
}

public sealed record OrderLinesCancelled(OrderId Order, ImmutableArray<LineQuantity> Lines, Personal Reason)
    : MoneyFact;

public sealed record InvoiceIssued(
    InvoiceId Invoice,
    string Number,
    OrderId? Order,
    ImmutableArray<InvoiceLine> Lines,
    bool PriceIncludesVat,
    Money Total,
    decimal? Net,
    decimal? Vat,
    DateOnly? DueOn
) : MoneyFact
{
    /// <summary>The client as he stood then; null: the deal had none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ClientRequisites? Client { get; init; }

    /// <summary>The cancelled invoice that this one takes the place of.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public InvoiceId? Replaces { get; init; }

    /// <summary>Which part of the order it asks for; null: none of a schedule.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SchedulePart? Part { get; init; }
}

public sealed record InvoiceCancelled(InvoiceId Invoice, Personal? Reason) : MoneyFact;

public sealed record InvoicePaid(InvoiceId Invoice) : MoneyFact;

public sealed record InvoiceUnpaid(InvoiceId Invoice) : MoneyFact;

public sealed record PaymentReceived(
    PaymentId Payment,
    Money Amount,
    DateOnly? PaidOn,
    Personal? Reference,
    ImmutableArray<Allocation> Allocations
) : MoneyFact
{
    /// <summary>Null: recorded before payments had numbers.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Number { get; init; }
}

public sealed record RefundMade(RefundId Refund, Money Amount, Personal Reason, InvoiceId? Invoice) : MoneyFact
{
    /// <summary>Null: recorded before refunds had numbers.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Number { get; init; }
}

public sealed record ShipmentMade(
    ShipmentId Shipment,
    string Number,
    OrderId Order,
    Currency Currency,
    ImmutableArray<ShippedLine> Lines,
    DateOnly? ShippedOn
) : MoneyFact;

public sealed record ReturnAccepted(
    ReturnId Return,
    ShipmentId Shipment,
    OrderId Order,
    Currency Currency,
    ImmutableArray<ShippedLine> Lines,
    Personal Reason
) : MoneyFact
{
    /// <summary>Null: accepted before returns had numbers.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Number { get; init; }
}

/// <summary>A small debt was let go: ours is forgiven the client, or the client leaves us his.</summary>
/// <param name="Amount">Above zero, with VAT.</param>
/// <param name="Side">Whose debt it closes.</param>
public sealed record DebtWrittenOff(WriteOffId WriteOff, string Number, Money Amount, DebtSide Side, Personal Reason)
    : MoneyFact
{
    /// <summary>
    /// The rate that the company's limit was converted at; null: the deal is in the limit's currency, or no limit had to be asked.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Currencies.DayRate? LimitRate { get; init; }
}

// Mail. Who it went to, its subject and text are personal; the file is that of the document, which never changes.
public abstract record MailFact(MailId Mail) : Fact;

public sealed record DocumentMailed(
    MailId Mail,
    MailedDocument Document,
    Guid DocumentId,
    string Number,
    ImmutableArray<Personal> To,
    ImmutableArray<Personal> Cc,
    Personal Subject,
    Personal Text,
    string Language
) : MailFact(Mail);

/// <summary>The mail server did not take it this time; it is tried again.</summary>
/// <param name="Answer">What the mail server said.</param>
public sealed record MailDeferred(MailId Mail, int Attempt, DateTimeOffset NextAt, string Reason, Personal? Answer)
    : MailFact(Mail),
        IMark;

/// <summary>The mail server accepted it. Whether somebody reads it nobody knows.</summary>
public sealed record MailDelivered(MailId Mail, int Attempt) : MailFact(Mail), IMark;

/// <summary>The mail server refused it for good, or for too long.</summary>
public sealed record MailFailed(MailId Mail, int Attempt, string Reason, Personal? Answer) : MailFact(Mail), IMark;

// Closing.
/// <summary>A deal was closed. Stage, amount and probability are those of the moment, so that no report has to guess them.</summary>
public sealed record DealClosed(
    Outcome Outcome,
    string? Stage,
    Money? Amount,
    int Probability,
    string? Reason,
    Personal? Comment,
    Personal? Competitor,
    Personal? Waiver
) : Fact, ILifecycleFact;

public sealed record DealReopened(Personal Reason) : Fact, ILifecycleFact;
