using System.Text.Json.Serialization;

namespace Crm.Domain.Interactions;

// The stream of an interaction holds all its texts. A deal has an event of its own about each held interaction that is linked to it:
// evidence is judged by the deal alone.

/// <summary>An interaction was recorded or planned; also the first event of one that was recorded on a deal before.</summary>
public sealed record InteractionLogged(InteractionStatus Status, InteractionContent Content) : DomainEvent
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ClientId? Client { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DealId? Deal { get; init; }

    /// <summary>The interaction that this one answers or continues.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public InteractionId? ReplyTo { get; init; }

    /// <summary>The user who recorded it; null: a key without a user.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public UserId? By { get; init; }

    /// <summary>It waits until somebody has dealt with it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool AwaitsReview { get; init; }
}

/// <summary>The record was corrected; contains all its values.</summary>
public sealed record InteractionCorrected(InteractionContent Content, ClientId? Client) : DomainEvent;

/// <summary>A planned interaction took place.</summary>
public sealed record InteractionHeld(InteractionContent Content) : DomainEvent;

public sealed record InteractionLinked(DealId Deal) : DomainEvent;

/// <summary>It belongs to the deal no more, but stays with the client of the deal.</summary>
public sealed record InteractionUnlinked(DealId Deal, ClientId? Client, Personal? Reason) : DomainEvent;

/// <summary>Somebody has dealt with it.</summary>
public sealed record InteractionReviewed : DomainEvent;

/// <summary>It waits from that instant on.</summary>
public sealed record InteractionReviewPostponed(DateTimeOffset Until) : DomainEvent;

/// <summary>It was recorded by mistake, or a planned one does not take place. Final.</summary>
public sealed record InteractionWithdrawn(Personal Reason) : DomainEvent;
