using Crm.Api.Clients;
using Crm.Domain.Deals;
using Crm.Projections.Deals;
using Marten;

namespace Crm.Api.Deals;

/// <summary>What the deal's endpoints have in common: run a command, answer with the fresh deal or with what was created.</summary>
public sealed class DealDesks(CommandPath path, DealAnswers answers, DealReader deals, DocumentClients clients)
{
    /// <summary>A command that answers with the fresh deal.</summary>
    public Task<IResult> Deal(HttpContext http, Guid dealId, object body, DateTimeOffset? happenedAt, Func<DealDesk, DealCommand> command) =>
        path.OnDeal(http, new DealWork(dealId, body, happenedAt, command, Answer));

    /// <summary>A command that brings a part of the deal into being: 201 with its place and the deal's tag.</summary>
    public Task<IResult> Created<TFact>(HttpContext http, PartRoutes routes, Guid dealId, Guid id, Guid? supplied, object body, DateTimeOffset? happenedAt,
        Func<DealDesk, DealCommand> command, Func<PartOf<TFact>, object> answer, Func<TFact, bool> wanted, Action<IDocumentSession>? beside = null,
        Func<IDocumentSession, ValueTask>? messages = null) where TFact : Fact =>
        path.OnDeal(http, new DealWork(dealId, body, happenedAt, command, async desk =>
            new Reply(201, await Part(desk, answer, wanted)) { ETag = Tag(desk), Location = $"/api/v1/deals/{dealId}/{routes.Noun}/{id}" })
        { SuppliedId = supplied, Beside = beside, Messages = messages });

    /// <summary>A command that brings several parts into being at once: 201 with all of them, in the order of the facts.</summary>
    public Task<IResult> CreatedAll<TFact>(HttpContext http, PartRoutes routes, Guid dealId, object body, DateTimeOffset? happenedAt, DealCommand command, Func<IEnumerable<PartOf<TFact>>, object> answer)
        where TFact : Fact => path.OnDeal(http, new DealWork(dealId, body, happenedAt, _ => command, desk =>
            new(new Reply(201, answer(desk.Facts.OfType<TFact>().Select(x => new PartOf<TFact>(x, desk.State, desk.RecordedAt)))) { ETag = Tag(desk), Location = $"/api/v1/deals/{dealId}/{routes.Noun}" })));

    /// <summary>A command that changes a part of the deal and answers with it.</summary>
    public Task<IResult> Changed<TFact>(HttpContext http, Guid dealId, object body, DateTimeOffset? happenedAt, Func<DealDesk, DealCommand> command,
        Func<PartOf<TFact>, object> answer, Func<TFact, bool> wanted) where TFact : Fact =>
        path.OnDeal(http, new DealWork(dealId, body, happenedAt, command, async desk => new Reply(200, await Part(desk, answer, wanted)) { ETag = Tag(desk) }));

    /// <summary>The part as the command left it: made just now, or found among the deal's earlier facts.</summary>
    private async ValueTask<object> Part<TFact>(DealDesk desk, Func<PartOf<TFact>, object> answer, Func<TFact, bool> wanted) where TFact : Fact
    {
        if (desk.Facts.OfType<TFact>().FirstOrDefault(wanted) is { } made) return answer(new(made, desk.State, desk.RecordedAt, await clients.Sees(desk.Http, made, desk.State)));
        var facts = await deals.Facts(desk.Deal.Id, null, null, desk.Http.RequestAborted);
        var found = facts.First(x => x.Data is TFact fact && wanted(fact));
        return answer(new((TFact)found.Data, desk.State, found.Timestamp, await clients.Sees(desk.Http, (Fact)found.Data, desk.State)));
    }

    public async ValueTask<Reply> Answer(DealDesk desk)
    {
        var rendered = await answers.Of(desk.Http, desk.Deal);
        return Reply.Ok(rendered.Body, rendered.ETag);
    }

    /// <summary>The tag of a part of the deal: the same as reading it gives.</summary>
    private static string Tag(DealDesk desk) => ETags.OfPart(desk.State, desk.Http);
}
