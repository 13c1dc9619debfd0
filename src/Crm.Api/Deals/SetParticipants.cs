using Crm.Api.Catalog;
using Crm.Domain.Deals.Lifecycle;
using Wolverine;

namespace Crm.Api.Deals;

/// <summary>Sets the users who take part in the deal besides the manager; replaces the whole list.</summary>
/// <param name="UserIds">Ids of the users, at most 100.</param>
public sealed record SetParticipantsBody(IReadOnlyList<Guid> UserIds, DateTimeOffset? HappenedAt = null);

/// <summary>POST /deals/{dealId}/participants.</summary>
public static class SetParticipantsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/deals/{dealId:guid}/participants", Post)
            .Operation(
                new("setParticipants")
                {
                    Permission = Permissions.DealsWrite,
                    NeedsScope = true,
                    Tag = "Deals",
                    Summary = "Set the participants",
                    Description = "Replaces the users who take part in the deal besides the manager.",
                    Refusals = ["validation.failed", "deal.not_found", "deal.closed", "happened_at.out_of_order"],
                }
            )
            .Takes(new SetParticipantsBody([Sample.User, Sample.Colleague]))
            .Answers<DealAnswer>();

    private static async Task<IResult> Post(Guid dealId, HttpContext http, IMessageBus bus, References references)
    {
        var body = await Body.Read<SetParticipantsBody>(http);
        var users = ImmutableArray.CreateBuilder<UserId>();
        foreach (var (id, i) in TextValidation.Most(body.UserIds, "/userIds", 100).Select((x, i) => (x, i)))
            users.Add(await references.User(id, $"/userIds/{i}", http.RequestAborted));
        return await bus.Answer(
            http,
            new ExecuteDealCommand(
                dealId,
                new SetParticipants(users.ToImmutable()),
                http.CommandRequest(body, body.HappenedAt)
            )
        );
    }
}
