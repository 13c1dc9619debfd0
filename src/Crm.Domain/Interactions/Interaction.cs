using System.Text.Json.Serialization;
using Crm.Domain.Deals.Activities;

namespace Crm.Domain.Interactions;

/// <summary>Something that was said to a client or by one, or is planned: on a deal, on a client, or on nothing yet.</summary>
/// <param name="LastAt">Business time of its last event.</param>
public sealed record Interaction(
    InteractionId Id,
    InteractionStatus Status,
    InteractionContent Content,
    DateTimeOffset LastAt
)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ClientId? Client { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DealId? Deal { get; init; }

    /// <summary>When it was last taken off a deal.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? UnlinkedAt { get; init; }

    /// <summary>The interaction that this one answers or continues.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public InteractionId? ReplyTo { get; init; }

    /// <summary>The user who recorded it; null: a key without a user, or an earlier version.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public UserId? By { get; init; }

    /// <summary>Somebody has to deal with it, from <see cref="ReviewAfter"/> on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool AwaitsReview { get; init; }

    /// <summary>Null: at once.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? ReviewAfter { get; init; }

    /// <summary>Why it was withdrawn.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Personal? Withdrawal { get; init; }

    /// <summary>Folds one event; total.</summary>
    public static Interaction? Evolve(Interaction? before, InteractionId id, DomainEvent domainEvent) =>
        domainEvent switch
        {
            InteractionLogged f => new Interaction(id, f.Status, f.Content, f.HappenedAt)
            {
                Client = f.Client,
                Deal = f.Deal,
                ReplyTo = f.ReplyTo,
                By = f.By,
                AwaitsReview = f.AwaitsReview,
            },
            _ => before is null ? null : before.After(domainEvent) with { LastAt = domainEvent.HappenedAt },
        };

    /// <summary>One that was recorded on a deal and has no stream of its own yet.</summary>
    public static Interaction RecordedOn(DealId deal, InteractionRecorded f) =>
        new(
            f.Interaction,
            InteractionStatus.Held,
            new(
                f.Kind,
                f.Direction,
                f.Subject,
                f.Description,
                f.With,
                f.OccurredAt ?? f.HappenedAt,
                f.DurationMinutes,
                f.Outcome
            ),
            f.HappenedAt
        )
        {
            Deal = deal,
            By = f.By,
        };

    /// <summary>The first event of its own stream, for one that was recorded on a deal.</summary>
    public InteractionLogged Logged() =>
        new(Status, Content)
        {
            HappenedAt = LastAt,
            Cause = Cause.Rule("interaction.recorded"),
            Deal = Deal,
            By = By,
        };

    private Interaction After(DomainEvent domainEvent) =>
        domainEvent switch
        {
            InteractionCorrected f => this with { Content = f.Content, Client = f.Client },
            InteractionHeld f => this with { Status = InteractionStatus.Held, Content = f.Content },
            InteractionLinked f => this with { Deal = f.Deal },
            InteractionUnlinked f => this with { Deal = null, Client = f.Client, UnlinkedAt = f.HappenedAt },
            InteractionReviewed => this with { AwaitsReview = false, ReviewAfter = null },
            InteractionReviewPostponed f => this with { AwaitsReview = true, ReviewAfter = f.Until },
            InteractionWithdrawn f => this with
            {
                Status = InteractionStatus.Withdrawn,
                AwaitsReview = false,
                ReviewAfter = null,
                Withdrawal = f.Reason,
            },
            _ => throw new ArgumentOutOfRangeException(
                nameof(domainEvent),
                domainEvent.GetType().Name,
                "an event that interactions do not handle"
            ),
        };
}
