using Crm.Api.Clients;

namespace Crm.Api.Deals;

/// <summary>Answers with the fresh deal.</summary>
public sealed class DealRenderer(DealAnswers answers) : AnswerRenderer<DealResult>
{
    protected override async ValueTask<StoredAnswer> Render(DealResult result, Viewer viewer, CancellationToken ct)
    {
        var rendered = await answers.Of(viewer, result.Deal, ct);
        return new(200, rendered.Body, ETag: rendered.ETag);
    }
}

/// <summary>Answers with a deal that was opened, and where it is.</summary>
public sealed class OpenedDealRenderer(DealAnswers answers) : AnswerRenderer<DealResult>
{
    protected override async ValueTask<StoredAnswer> Render(DealResult result, Viewer viewer, CancellationToken ct)
    {
        var rendered = await answers.Of(viewer, result.Deal, ct);
        return new(201, rendered.Body, $"/api/v1/deals/{result.Deal.Id}", rendered.ETag);
    }
}

/// <summary>How a part of a deal is found among its events, and what is answered of it.</summary>
/// <param name="Id">The id of the part that an event made.</param>
/// <param name="Noun">The path segment of its place, for a command that makes one; null: the command changes one.</param>
public sealed record PartAnswer<TFact>(Func<TFact, Guid> Id, Func<PartOf<TFact>, object> Answer, string? Noun = null)
    where TFact : DomainEvent;

/// <summary>Answers with a part of a deal: made just now, or found among the deal's earlier events.</summary>
public sealed class PartRenderer<TFact>(PartAnswer<TFact> part, DealReader deals, DocumentClients clients)
    : AnswerRenderer<DealResult>
    where TFact : DomainEvent
{
    protected override async ValueTask<StoredAnswer> Render(DealResult result, Viewer viewer, CancellationToken ct)
    {
        var (domainEvent, recordedAt) = await Find(result, ct);
        var seesClient = await clients.Sees(viewer, domainEvent, result.State, ct);
        return StoredAnswer.Create(
            viewer,
            part.Noun is null ? 200 : 201,
            part.Answer(new(domainEvent, result.State, recordedAt, seesClient, viewer.Language)),
            result.State.Version,
            part.Noun is null ? null : $"/api/v1/deals/{result.Deal.Id}/{part.Noun}/{result.PartId}"
        );
    }

    private async ValueTask<(TFact Fact, DateTimeOffset RecordedAt)> Find(DealResult result, CancellationToken ct)
    {
        if (result.Events.OfType<TFact>().FirstOrDefault(IsWanted) is { } made)
            return (made, result.RecordedAt);
        var at = new DealAt(result.Deal, long.MaxValue, null, null);
        var found =
            await deals.Find(at, part.Id, result.PartId!.Value, ct)
            ?? throw new InvalidOperationException("no such part");
        return ((TFact)found.Data, found.RecordedAt);

        bool IsWanted(TFact domainEvent) => part.Id(domainEvent) == result.PartId;
    }
}

/// <summary>Answers with several parts that one command made, in the order of their events.</summary>
public sealed class PartsRenderer<TFact>(
    Func<IEnumerable<PartOf<TFact>>, object> answer,
    string noun,
    DocumentClients clients
) : AnswerRenderer<DealResult>
    where TFact : DomainEvent
{
    protected override async ValueTask<StoredAnswer> Render(DealResult result, Viewer viewer, CancellationToken ct)
    {
        List<PartOf<TFact>> parts = [];
        foreach (var one in result.Events.OfType<TFact>())
            parts.Add(
                new(
                    one,
                    result.State,
                    result.RecordedAt,
                    await clients.Sees(viewer, one, result.State, ct),
                    viewer.Language
                )
            );
        return StoredAnswer.Create(
            viewer,
            201,
            answer(parts),
            result.State.Version,
            $"/api/v1/deals/{result.Deal.Id}/{noun}"
        );
    }
}
