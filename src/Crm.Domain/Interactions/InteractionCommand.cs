using Crm.Domain.Deals;
using Crm.Domain.Deals.Activities;

namespace Crm.Domain.Interactions;

/// <summary>What becomes of an interaction, and of the deal that it belongs to.</summary>
/// <param name="Own">The events of the interaction.</param>
/// <param name="OnDeal">What the deal decides in the same transaction; its refusal refuses all. Null: nothing.</param>
public sealed record InteractionDecision(Decision Own, DealCommand? OnDeal = null)
{
    public static implicit operator InteractionDecision(Decision own) => new(own);

    public static implicit operator InteractionDecision(Rejection why) => new(why);
}

/// <summary>A command on an interaction that exists.</summary>
public abstract record InteractionCommand
{
    /// <param name="deal">State of the deal that it belongs to, or is to belong to; null: none.</param>
    public InteractionDecision Decide(Interaction interaction, Deal? deal, CommandContext context)
    {
        if (interaction.Status == InteractionStatus.Withdrawn && !IsSatisfied(interaction))
            return Rejection.Conflict(
                "interaction.withdrawn",
                new Blocker(
                    "interaction.withdrawn",
                    $"interaction:{interaction.Id}",
                    "an interaction that was not withdrawn",
                    "withdrawn",
                    null
                )
            );
        return IsSatisfied(interaction) ? Decision.AlreadySatisfied : DecideCore(interaction, deal, context);
    }

    /// <summary>What is asked for already holds.</summary>
    protected abstract bool IsSatisfied(Interaction interaction);

    protected abstract InteractionDecision DecideCore(Interaction interaction, Deal? deal, CommandContext context);

    protected static Decision Accept(Interaction interaction, CommandContext context, DomainEvent domainEvent) =>
        Decision.Accept(domainEvent with { HappenedAt = Watermarks.Max(context.Now, interaction.LastAt) });
}

/// <summary>Records or plans an interaction.</summary>
/// <param name="Logged">Its first event, without business time.</param>
public sealed record LogInteraction(InteractionId Id, InteractionLogged Logged)
{
    public InteractionDecision Decide(CommandContext context)
    {
        if (Logged.Content.Faults(Logged.Status, context.Now).ToArray() is { Length: > 0 } faults)
            return Rejection.Invalid(faults);
        return new(
            Decision.Accept(Logged with { HappenedAt = context.Now }),
            Logged is { Deal: not null, Status: InteractionStatus.Held } ? Logged.Content.OnDeal(Id, Logged.By) : null
        );
    }
}

/// <summary>Corrects what is recorded of an interaction.</summary>
/// <param name="Change">The content with its wanted values.</param>
/// <param name="Client">The client of one that is on no deal; null: unchanged.</param>
public sealed record CorrectInteraction(
    Func<InteractionContent, InteractionContent> Change,
    Func<ClientId?, ClientId?>? Client = null
) : InteractionCommand
{
    protected override bool IsSatisfied(Interaction interaction) =>
        Change(interaction.Content).ChangedFrom(interaction.Content) is null
        && (Client is null || Client(interaction.Client) == interaction.Client);

    protected override InteractionDecision DecideCore(Interaction interaction, Deal? deal, CommandContext context)
    {
        var (before, client) = (interaction.Content, Client is null ? interaction.Client : Client(interaction.Client));
        var after = Change(before).ChangedFrom(before) ?? before;
        if (client != interaction.Client && interaction.Deal is { } linked)
            return Rejection
                .Invalid("/clientId", "interaction.linked", "the client of its deal: unlink it first")
                .With("deal", linked.ToString());
        // A time that is kept may be in the future within the tolerance of clocks, as it was when it was recorded.
        if (
            after.Faults(interaction.Status, Watermarks.Max(context.Now, before.OccurredAt)).ToArray() is
            { Length: > 0 } faults
        )
            return Rejection.Invalid(faults);
        var changes = after.EvidenceChanges(before);
        return new(
            Accept(interaction, context, new InteractionCorrected(after, client)),
            interaction is { Deal: not null, Status: InteractionStatus.Held }
                ? new ReviseInteraction(interaction.Id, after.Kind, after.Direction, changes)
                : null
        );
    }
}

/// <summary>Records that a planned interaction took place.</summary>
/// <param name="OccurredAt">Null: now.</param>
public sealed record HoldInteraction(DateTimeOffset? OccurredAt, Personal? Outcome, int? DurationMinutes)
    : InteractionCommand
{
    protected override bool IsSatisfied(Interaction interaction) => interaction.Status == InteractionStatus.Held;

    protected override InteractionDecision DecideCore(Interaction interaction, Deal? deal, CommandContext context)
    {
        var content = interaction.Content with
        {
            OccurredAt = OccurredAt ?? context.Now,
            Outcome = Outcome ?? interaction.Content.Outcome,
            DurationMinutes = DurationMinutes ?? interaction.Content.DurationMinutes,
        };
        return content.Faults(InteractionStatus.Held, context.Now).ToArray() is { Length: > 0 } faults
            ? Rejection.Invalid(faults)
            : new InteractionDecision(
                Accept(interaction, context, new InteractionHeld(content)),
                interaction.Deal is null ? null : content.OnDeal(interaction.Id, interaction.By)
            );
    }
}

/// <summary>
/// Links an interaction to a deal. A held one becomes an event of the deal, which happens now, or at the given business time if the
/// caller may back-date (product.md, section 4).
/// </summary>
public sealed record LinkInteraction(DealId Deal) : InteractionCommand
{
    protected override bool IsSatisfied(Interaction interaction) =>
        interaction.Deal == Deal && interaction.Status != InteractionStatus.Withdrawn;

    protected override InteractionDecision DecideCore(Interaction interaction, Deal? deal, CommandContext context) =>
        interaction.Deal is { } other
            ? Rejection.Conflict(
                "interaction.linked",
                new Blocker(
                    "interaction.linked",
                    $"interaction:{interaction.Id}",
                    "an interaction on no deal",
                    Phrase.Data($"deal:{other}"),
                    new Fix.UnlinkInteraction(interaction.Id)
                )
            )
            : new InteractionDecision(
                Accept(interaction, context, new InteractionLinked(Deal)),
                interaction.Status == InteractionStatus.Held
                    ? interaction.Content.OnDeal(interaction.Id, interaction.By) with
                    {
                        Since = interaction.UnlinkedAt,
                    }
                    : null
            );
}

/// <summary>Takes an interaction off its deal, unless it has proved a task.</summary>
public sealed record UnlinkInteraction(Personal? Reason) : InteractionCommand
{
    protected override bool IsSatisfied(Interaction interaction) =>
        interaction.Deal is null && interaction.Status != InteractionStatus.Withdrawn;

    protected override InteractionDecision DecideCore(Interaction interaction, Deal? deal, CommandContext context) =>
        new(
            Accept(
                interaction,
                context,
                new InteractionUnlinked(interaction.Deal!.Value, deal?.Client ?? interaction.Client, Reason)
            ),
            interaction.Status == InteractionStatus.Held ? new DetachInteraction(interaction.Id, Reason) : null
        );
}

/// <summary>Somebody has dealt with the interaction.</summary>
public sealed record ReviewInteraction : InteractionCommand
{
    protected override bool IsSatisfied(Interaction interaction) =>
        !interaction.AwaitsReview && interaction.Status != InteractionStatus.Withdrawn;

    protected override InteractionDecision DecideCore(Interaction interaction, Deal? deal, CommandContext context) =>
        Accept(interaction, context, new InteractionReviewed());
}

/// <summary>The interaction waits from an instant on.</summary>
public sealed record PostponeReview(DateTimeOffset Until) : InteractionCommand
{
    protected override bool IsSatisfied(Interaction interaction) =>
        interaction.AwaitsReview && interaction.ReviewAfter == Until;

    protected override InteractionDecision DecideCore(Interaction interaction, Deal? deal, CommandContext context) =>
        Until <= context.Now
            ? Rejection.Invalid("/at", "date.past", $"after {context.Now}")
            : Accept(interaction, context, new InteractionReviewPostponed(Until));
}

/// <summary>The interaction was recorded by mistake, or a planned one does not take place.</summary>
public sealed record WithdrawInteraction(Personal Reason) : InteractionCommand
{
    protected override bool IsSatisfied(Interaction interaction) => interaction.Status == InteractionStatus.Withdrawn;

    protected override InteractionDecision DecideCore(Interaction interaction, Deal? deal, CommandContext context) =>
        new(
            Accept(interaction, context, new InteractionWithdrawn(Reason)),
            interaction is { Deal: not null, Status: InteractionStatus.Held }
                ? new DetachInteraction(interaction.Id, Reason)
                : null
        );
}
