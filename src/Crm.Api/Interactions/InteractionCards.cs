using Crm.Api.Deals;
using Crm.Domain.Interactions;
using Crm.Domain.Processes;
using Crm.Projections.ReadModels.Access;
using Crm.Projections.ReadModels.Clients;
using Crm.Projections.ReadModels.Interactions;

namespace Crm.Api.Interactions;

/// <summary>The deal of an interaction.</summary>
/// <param name="Number">Number of the deal.</param>
/// <param name="Title">Title of the deal.</param>
public sealed record InteractionDealAnswer(Guid Id, string Number, string Title);

/// <summary>An interaction (взаимодействие): on a deal, on a client, or on nothing yet.</summary>
/// <param name="Kind">Type of the interaction.</param>
/// <param name="Direction">
/// Who initiated it: <c>in</c> (the client) or <c>out</c> (the company); null when it does not apply.
/// </param>
/// <param name="Status">State of the interaction. Only held ones, and not notes, are evidence for tasks.</param>
/// <param name="Subject">Subject; null when there is none or after it was erased.</param>
/// <param name="Description">What was discussed; null after it was erased.</param>
/// <param name="With">Participants: contacts of the client, colleagues, or names.</param>
/// <param name="OccurredAt">Time at which it took place; of a planned one, at which it is to take place.</param>
/// <param name="DurationMinutes">How long it took, in minutes; null when unknown.</param>
/// <param name="Outcome">What came of it; null when nothing was noted or after it was erased.</param>
/// <param name="Deal">The deal that it belongs to; null when it is on none.</param>
/// <param name="Client">The client of an interaction on no deal; null when it is on a deal or on nothing yet.</param>
/// <param name="Author">The user who recorded it; null for an API key without a user.</param>
/// <param name="ReplyTo">Id of the interaction that it answers or continues; null when there is none.</param>
/// <param name="AwaitsReview">Whether somebody still has to deal with it.</param>
/// <param name="ReviewAfter">From when it waits for that; null when at once, or when it does not wait.</param>
/// <param name="WithdrawalReason">Why it was withdrawn; null when it was not.</param>
/// <param name="RecordedAt">Time at which it was recorded.</param>
/// <param name="UpdatedAt">Time at which its last event was recorded.</param>
/// <param name="Version">Version: number of its events so far; the <c>n</c> of the ETag.</param>
public sealed record InteractionCardAnswer(
    Guid Id,
    InteractionKind Kind,
    Direction? Direction,
    InteractionStatus Status,
    string? Subject,
    string? Description,
    IReadOnlyList<CounterpartBody> With,
    DateTimeOffset OccurredAt,
    int? DurationMinutes,
    string? Outcome,
    InteractionDealAnswer? Deal,
    NamedAnswer? Client,
    NamedAnswer? Author,
    Guid? ReplyTo,
    bool AwaitsReview,
    DateTimeOffset? ReviewAfter,
    string? WithdrawalReason,
    DateTimeOffset RecordedAt,
    DateTimeOffset UpdatedAt,
    int Version
)
{
    public static InteractionCardAnswer Of(
        InteractionDocument document,
        InteractionDealAnswer? deal,
        string? client,
        string? author
    )
    {
        var (x, content) = (document.State, document.State.Content);
        return new(
            document.Id,
            content.Kind,
            content.Direction,
            x.Status,
            content.Subject?.Text,
            content.Description.Text,
            [.. content.With.Select(CounterpartBody.Of)],
            content.OccurredAt,
            content.DurationMinutes,
            content.Outcome?.Text,
            deal,
            x is { Deal: null, Client: { } id } ? new(id.Value, client) : null,
            x.By is { } by ? new(by.Value, author) : null,
            x.ReplyTo?.Value,
            x.AwaitsReview,
            x.ReviewAfter,
            x.Withdrawal?.Text,
            document.RecordedAt,
            document.UpdatedAt,
            document.Version
        );
    }
}

/// <summary>Fills the names of interactions: what they refer to is looked up at once, not one by one.</summary>
public sealed class InteractionCards(Names names, DealLookups deals)
{
    public async ValueTask<IReadOnlyList<InteractionCardAnswer>> Of(
        IReadOnlyList<InteractionDocument> documents,
        CancellationToken ct
    )
    {
        var titles = await deals.Names([.. documents.Select(one => one.DealId).OfType<Guid>().Distinct()], ct);
        await names.Prefetch<ClientDocument>(documents.Select(one => one.ClientId).OfType<Guid>(), ct);
        await names.Prefetch<UserDocument>(documents.Select(one => one.AuthorId).OfType<Guid>(), ct);
        List<InteractionCardAnswer> cards = [];
        foreach (var one in documents)
            cards.Add(
                await Of(
                    one,
                    one.DealId is { } id && titles.TryGetValue(id, out var deal)
                        ? new(id, deal.Number, deal.Title)
                        : null,
                    ct
                )
            );
        return cards;
    }

    public async ValueTask<InteractionCardAnswer> Of(
        InteractionDocument document,
        InteractionDealAnswer? deal,
        CancellationToken ct
    ) =>
        InteractionCardAnswer.Of(
            document,
            deal,
            document.State.Client is { } client ? (await names.Client(client, ct))?.Name.Text : null,
            document.State.By is { } author ? (await names.User(author, ct))?.Name.Text : null
        );
}

/// <summary>Answers with the interaction as the command left it.</summary>
/// <param name="isNew">The command creates it.</param>
public sealed class InteractionRenderer(InteractionCards cards, bool isNew) : AnswerRenderer<InteractionResult>
{
    protected override async ValueTask<StoredAnswer> Render(
        InteractionResult result,
        Viewer viewer,
        CancellationToken ct
    )
    {
        var card = await cards.Of(
            result.Interaction,
            result is { Deal: { } deal, Interaction.State.Deal: not null }
                ? new(deal.Id, deal.Number, deal.State.Title)
                : null,
            ct
        );
        return StoredAnswer.Create(
            viewer,
            isNew ? 201 : 200,
            card,
            card.Version,
            isNew ? $"/api/v1/interactions/{card.Id}" : null
        );
    }
}
