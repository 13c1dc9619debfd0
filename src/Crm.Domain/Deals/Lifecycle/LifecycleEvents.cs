using System.Text.Json.Serialization;
using Crm.Domain.CustomFields;
using Crm.Domain.Processes;

namespace Crm.Domain.Deals.Lifecycle;

// Stored names are in Crm.Projections/EventCatalogue.cs; a changed shape gets a new name.

/// <summary>A deal was opened. Carries everything known at that moment; later changes are separate events.</summary>
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
) : DomainEvent, ILifecycleEvent
{
    public FieldList? CustomFields { get; init; }
}

public sealed record DealRetitled(string Title) : DomainEvent;

public sealed record ClientIdentified(ClientId Client) : DomainEvent;

public sealed record ManagerAssigned(UserId? Manager) : DomainEvent;

public sealed record ParticipantsChanged(ImmutableArray<UserId> Participants) : DomainEvent;

public sealed record ExpectedAmountChanged(Money? Amount) : DomainEvent;

public sealed record ProbabilityChanged(int? Percent) : DomainEvent;

public sealed record SourceChanged(string? Source) : DomainEvent;

public sealed record InterestChanged(ImmutableArray<InterestLine> Lines) : DomainEvent;

public sealed record ExpectedCloseChanged(DateOnly? On) : DomainEvent;

public sealed record DealCommentChanged(Personal? Comment) : DomainEvent;

public sealed record ExternalRefsChanged(ImmutableArray<ExternalRef> Refs) : DomainEvent;

/// <summary>
/// Custom fields were changed; contains only the changed ones. Each field is a separate value for the order rules.
/// </summary>
public sealed record CustomFieldsChanged(FieldList Fields) : DomainEvent;

/// <summary>
/// A stage was entered. The probability is the stage's default in the pinned version, so that reports need no process
/// definition.
/// </summary>
public sealed record StageEntered(string Stage, int Probability, Personal? Reason, StageMove Move)
    : DomainEvent,
        ILifecycleEvent;

/// <summary>
/// The deal moved to another version of its kind. If its stage has another code there, StageEntered follows.
/// </summary>
public sealed record KindVersionChanged(KindVersion From, KindVersion To, Personal? Reason)
    : DomainEvent,
        ILifecycleEvent;

/// <summary>A guided deal is moved by hand from here on.</summary>
public sealed record DealConvertedToManual(Personal Reason) : DomainEvent, ILifecycleEvent;

/// <summary>The guided process was resumed.</summary>
public sealed record ProcessResumed(string Stage, Personal? Reason) : DomainEvent, ILifecycleEvent;

/// <summary>
/// A deal was closed. Stage, amount and probability are copied at that moment, so that reports need not derive them.
/// </summary>
public sealed record DealClosed(
    Outcome Outcome,
    string? Stage,
    Money? Amount,
    int Probability,
    string? Reason,
    Personal? Comment,
    Personal? Competitor,
    Personal? Waiver
) : DomainEvent, ILifecycleEvent
{
    /// <summary>Codes of the conditions that the gate of the kind did not check; null: it checked all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<string>? NotChecked { get; init; }
}

public sealed record DealReopened(Personal Reason) : DomainEvent, ILifecycleEvent;
