using Crm.Api.Clients;
using Crm.Domain.Deals;
using Crm.Projections.Deals;
using Marten;

namespace Crm.Api.Deals;

/// <summary>What the deal's endpoints have in common: run a command, answer with the fresh deal or with what was created.</summary>
public sealed class DealDesks(CommandPath path, DealAnswers answers, DealReader deals, DocumentClients clients)
{
    /// <summary>A command that answers with the fresh deal.</summary>
    public Task<IResult> Deal(
        HttpContext http,
        Guid dealId,
        object body,
        DateTimeOffset? happenedAt,
        Func<DealDesk, DealCommand> command
    ) => path.OnDeal(http, new DealWork(dealId, body, happenedAt, command, Answer));

    /// <summary>A command that brings a part of the deal into being: 201 with its place and the deal's tag.</summary>
    /// <param name="proposal">The proposal whose content the command rests on: read under the deal's lock.</param>
    public Task<IResult> Created<TFact>(
        HttpContext http,
        PartRoutes routes,
        Guid dealId,
        Guid id,
        Guid? supplied,
        object body,
        DateTimeOffset? happenedAt,
        Func<DealDesk, DealCommand> command,
        Func<PartOf<TFact>, object> answer,
        Func<TFact, bool> wanted,
        Action<IDocumentSession>? beside = null,
        Func<IDocumentSession, ValueTask>? messages = null,
        Guid? proposal = null,
        Func<DealDesk, long>? version = null
    )
        where TFact : Fact =>
        path.OnDeal(
            http,
            new DealWork(
                dealId,
                body,
                happenedAt,
                command,
                async desk =>
                {
                    var (part, sees) = await Part(desk, answer, wanted);
                    return new Reply(201, part)
                    {
                        ETag = ETags.OfPart(desk.State, desk.Http, sees),
                        Location = $"/api/v1/deals/{dealId}/{routes.Noun}/{id}",
                    };
                }
            )
            {
                SuppliedId = supplied,
                Beside = beside,
                Messages = messages,
                ProposalId = proposal,
                Version = version ?? (desk => desk.State.Version),
            }
        );

    /// <summary>A command that brings several parts into being at once: 201 with all of them, in the order of the facts.</summary>
    public Task<IResult> CreatedAll<TFact>(
        HttpContext http,
        PartRoutes routes,
        Guid dealId,
        object body,
        DateTimeOffset? happenedAt,
        DealCommand command,
        Func<IEnumerable<PartOf<TFact>>, object> answer
    )
        where TFact : Fact =>
        path.OnDeal(
            http,
            new DealWork(
                dealId,
                body,
                happenedAt,
                _ => command,
                async desk =>
                {
                    List<PartOf<TFact>> parts = [];
                    foreach (var x in desk.Facts.OfType<TFact>())
                        parts.Add(new(x, desk.State, desk.RecordedAt, await clients.Sees(desk.Http, x, desk.State)));
                    return new Reply(201, answer(parts))
                    {
                        ETag = ETags.OfPart(desk.State, desk.Http),
                        Location = $"/api/v1/deals/{dealId}/{routes.Noun}",
                    };
                }
            )
        );

    /// <summary>A command that changes a part of the deal and answers with it.</summary>
    public Task<IResult> Changed<TFact>(
        HttpContext http,
        Guid dealId,
        object body,
        DateTimeOffset? happenedAt,
        Func<DealDesk, DealCommand> command,
        Func<PartOf<TFact>, object> answer,
        Func<TFact, bool> wanted
    )
        where TFact : Fact =>
        path.OnDeal(
            http,
            new DealWork(
                dealId,
                body,
                happenedAt,
                command,
                async desk =>
                {
                    var (part, sees) = await Part(desk, answer, wanted);
                    return new Reply(200, part) { ETag = ETags.OfPart(desk.State, desk.Http, sees) };
                }
            )
        );

    /// <summary>The part as the command left it: made just now, or found among the deal's earlier facts. And whether its client is shown.</summary>
    private async ValueTask<(object Part, bool SeesClient)> Part<TFact>(
        DealDesk desk,
        Func<PartOf<TFact>, object> answer,
        Func<TFact, bool> wanted
    )
        where TFact : Fact
    {
        var (fact, recordedAt) = (desk.Facts.OfType<TFact>().FirstOrDefault(wanted), desk.RecordedAt);
        if (fact is null)
        {
            var found = (await deals.Facts(desk.Deal.Id, null, null, desk.Http.RequestAborted)).First(x =>
                x.Data is TFact one && wanted(one)
            );
            (fact, recordedAt) = ((TFact)found.Data, found.Timestamp);
        }

        var sees = await clients.Sees(desk.Http, fact, desk.State);
        return (answer(new(fact, desk.State, recordedAt, sees)), sees);
    }

    public async ValueTask<Reply> Answer(DealDesk desk)
    {
        var rendered = await answers.Of(desk.Http, desk.Deal);
        return Reply.Ok(rendered.Body, rendered.ETag);
    }
}
