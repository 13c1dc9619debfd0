using Crm.Api.Catalog;
using Crm.Domain.Clients;
using Crm.Domain.Deals;
using Crm.Domain.Deals.Process;
using Crm.Projections.Access;
using Crm.Projections.Clients;
using Crm.Projections.Deals;

namespace Crm.Api.Deals;

/// <summary>Makes representations of deals: the card of the deal's own stream and, beside it, names in the language of the request.</summary>
public sealed class DealAnswers(Names names, KindBook kinds, Company company)
{
    /// <summary>A card with everything looked up, and its tag.</summary>
    /// <param name="then">The client as it was known then; absent: as it is known now.</param>
    public async ValueTask<(DealAnswer Answer, string ETag)> Of(HttpContext http, DealCard card, CancellationToken ct, Func<ClientId, ValueTask<Client?>>? then = null)
    {
        var language = Language.Of(http);
        var process = kinds.Process(card.Kind.Code, card.Kind.Version)!;
        var client = card.Client is { } clientId ? new NamedAnswer(clientId.Value, (await (then?.Invoke(clientId) ?? names.Client(clientId, ct)))?.Name.Text) : null;
        var manager = await Person(card.Manager, ct);
        var participants = new List<NamedAnswer>(card.Participants.Length);
        foreach (var user in card.Participants) participants.Add((await Person(user, ct))!);
        var source = card.Source is { } code ? await names.Source(code, ct) is { } found ? new SourceAnswer(code, found.Title, found.Channel) : new(code, null, null) : null;
        var reason = card.Closing?.Reason is { } lost ? (await names.LostReason(lost, ct))?.Title.In(language) : null;
        var answer = new DealAnswer(
            card.Id.Value, card.Number, card.Title, card.Status, new(card.Kind.Code, card.Kind.Version, process.Title.In(language), process.Mode),
            Stage(process, card.Stage?.Stage, card.Stage?.EnteredAt, language), [.. card.OpenTasks.Select(x => Task(process, x, manager, language))], client,
            manager, participants, card.ExpectedAmount, card.Probability, source,
            [.. card.Interest.Select(x => new InterestAnswer(x.Product?.Value, x.Text, x.Quantity, x.Unit, x.Amount))], card.ExpectedCloseOn, card.Comment,
            card.ExternalRefs, BalanceAnswer.Of(card.Balance, card.Currency ?? company.BaseCurrency), Closing(process, card.Closing, reason, language),
            card.OpenedAt, card.HappenedAt, card.UpdatedAt, card.UpdatedAt, card.Version);
        return (answer, ETags.Of(card.Version, [language, client?.Name, manager?.Name, source?.Title, reason, .. participants.Select(x => x.Name)]));
    }

    /// <summary>A page of cards: what they refer to is looked up at once, not one by one.</summary>
    public async Task<IReadOnlyList<DealAnswer>> Of(HttpContext http, IReadOnlyList<DealCard> cards, CancellationToken ct)
    {
        await names.Prefetch<ClientDocument>("client", cards.Select(x => x.Client?.Value).OfType<Guid>(), ct);
        await names.Prefetch<UserDocument>("user", cards.SelectMany(x => x.Participants.Select(y => (Guid?)y.Value).Append(x.Manager?.Value)).OfType<Guid>(), ct);
        var answers = new List<DealAnswer>(cards.Count);
        foreach (var card in cards) answers.Add((await Of(http, card, ct)).Answer);
        return answers;
    }

    private async ValueTask<NamedAnswer?> Person(UserId? user, CancellationToken ct) =>
        user is { } id ? new NamedAnswer(id.Value, (await names.User(id, ct))?.Name.Text) : null;

    public static OpenTaskAnswer Task(DealProcess process, StageTask x, NamedAnswer? assignee, string language) => new(
        x.Id.Value, x.Code, process.Template(x.Code)!.Title.In(language), x.Stage, x.Status, assignee, x.RaisedAt, x.DueAt);

    public static StageAnswer? Stage(DealProcess process, string? code, DateTimeOffset? enteredAt, string language) =>
        code is null ? null : new(code, process.Find(code)?.Title.In(language) ?? code, enteredAt ?? default);

    private static ClosingAnswer? Closing(DealProcess process, ClosingCard? x, string? reasonTitle, string language) => x is null ? null : new(
        x.Outcome, x.Reason, reasonTitle, x.Comment, x.Competitor, x.Waiver, Stage(process, x.Stage, x.At, language), x.Amount, x.Probability, x.At);
}
