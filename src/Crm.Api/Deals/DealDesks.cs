using Crm.Domain.Deals;
using Crm.Projections.Deals;

namespace Crm.Api.Deals;

/// <summary>What the deal's endpoints have in common: run a command, answer with the fresh deal or with what was created.</summary>
public sealed class DealDesks(CommandPath path, DealAnswers answers, RouteBook routes)
{
    /// <summary>A command that answers with the fresh deal.</summary>
    public Task<IResult> Deal(HttpContext http, Guid dealId, object body, DateTimeOffset? happenedAt, Func<DealDesk, DealCommand> command) =>
        path.OnDeal(http, new DealWork(dealId, body, happenedAt, command, Answer));

    /// <summary>A command that brings something into being: 201 with its place and the deal's tag.</summary>
    public Task<IResult> Created(HttpContext http, Guid dealId, object body, DateTimeOffset? happenedAt, Guid? supplied, Func<DealDesk, DealCommand> command,
        string operation, string route, Guid id, Func<DealDesk, object> representation) =>
        path.OnDeal(http, new DealWork(dealId, body, happenedAt, command, async desk => new Reply(201, representation(desk))
        {
            ETag = await Tag(desk),
            Location = routes.Path(operation, ("dealId", dealId), (route, id)),
        }) { SuppliedId = supplied });

    /// <summary>A command that answers with a part of the deal.</summary>
    public Task<IResult> Part(HttpContext http, DealWork work) => path.OnDeal(http, work);

    public async ValueTask<Reply> Answer(DealDesk desk)
    {
        var (answer, etag) = await answers.Of(desk.Http, DealCard.Of(desk.Deal), desk.Http.RequestAborted);
        return Reply.Ok(answer, etag);
    }

    public async ValueTask<string> Tag(DealDesk desk) => (await answers.Of(desk.Http, DealCard.Of(desk.Deal), desk.Http.RequestAborted)).ETag;
}
