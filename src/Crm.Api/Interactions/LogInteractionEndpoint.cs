using Crm.Api.Catalog;
using Crm.Domain.Interactions;
using Crm.Domain.Processes;
using Crm.Domain.Settings;
using Wolverine;

namespace Crm.Api.Interactions;

/// <summary>Records or plans an interaction (взаимодействие): on a deal, on a client, or on nothing yet.</summary>
/// <param name="Kind">Type of the interaction; a note is not evidence for tasks and cannot be planned.</param>
/// <param name="Description">What was discussed or is to be discussed, up to 10,000 characters.</param>
/// <param name="Direction">Who initiates it: <c>in</c> (the client) or <c>out</c> (the company).</param>
/// <param name="Status"><c>held</c> (the default) or <c>planned</c>.</param>
/// <param name="OccurredAt">
/// Time at which it took place, not in the future, or for a planned one is to take place. The current time when omitted; required for a
/// planned one.
/// </param>
/// <param name="Subject">Subject, up to 500 characters.</param>
/// <param name="ClientId">Id of the client (контрагент). Give either clientId or dealId.</param>
/// <param name="DealId">Id of the deal. Give either dealId or clientId.</param>
/// <param name="With">Participants: contacts of the client, colleagues, or names; at most 100.</param>
/// <param name="DurationMinutes">How long it took or is to take, in minutes, 0 to 1440.</param>
/// <param name="Outcome">What came of it, up to 10,000 characters.</param>
/// <param name="ReplyTo">Id of the interaction that it answers or continues.</param>
/// <param name="AwaitsReview">
/// Whether somebody still has to deal with it; <c>true</c> when omitted for a held one that the client initiated and that is on no deal.
/// </param>
public sealed record LogInteractionBody(
    InteractionKind Kind,
    [SeveralLines] string Description,
    Direction? Direction = null,
    PlannedOrHeld Status = PlannedOrHeld.Held,
    DateTimeOffset? OccurredAt = null,
    string? Subject = null,
    Guid? ClientId = null,
    Guid? DealId = null,
    IReadOnlyList<CounterpartBody>? With = null,
    int? DurationMinutes = null,
    [SeveralLines] string? Outcome = null,
    Guid? ReplyTo = null,
    bool? AwaitsReview = null,
    Guid? Id = null
);

/// <summary>States in which an interaction can be recorded.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(CamelCase<PlannedOrHeld>))]
public enum PlannedOrHeld
{
    Held,
    Planned,
}

/// <summary>POST /interactions.</summary>
public static class LogInteractionEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/interactions", Post)
            .Operation(
                new("createInteraction")
                {
                    Permission = Permissions.InteractionsWrite,
                    Tag = "Interactions",
                    Summary = "Record or plan an interaction",
                    Description =
                        "Records something that was said to a client or by one, or plans it: on a deal, on a client, or on nothing yet. "
                        + "`POST /interactions/{interactionId}/link` places it on a deal later. When it took place (`occurredAt`) is apart "
                        + "from its recording and needs no permission.",
                    Refusals = ["validation.failed", "deal.not_found", "happened_at.out_of_order", "id.taken"],
                }
            )
            .Takes(
                new LogInteractionBody(
                    InteractionKind.Call,
                    "Спрашивали Бориса, просили перезвонить",
                    Direction.In,
                    Subject: "Принтеры для бухгалтерии",
                    ClientId: Sample.Client,
                    With: [new(Name: "Анна Смирнова")]
                )
            )
            .Answers<InteractionCardAnswer>(201)
            .Answers<InteractionCardAnswer>()
            .Capability(Capabilities.Interactions);

    private static async Task<IResult> Post(
        HttpContext http,
        IMessageBus bus,
        References references,
        InteractionReferences interactions,
        TimeProvider clock
    )
    {
        var body = await Body.Read<LogInteractionBody>(http);
        if (body is { ClientId: not null, DealId: not null })
            throw ProblemException.Member("/clientId", "member.conflict", "clientId or dealId");
        var (id, status) = (
            body.Id ?? Guid.CreateVersion7(),
            body.Status == PlannedOrHeld.Planned ? InteractionStatus.Planned : InteractionStatus.Held
        );
        if (status == InteractionStatus.Planned && body.OccurredAt is null)
            throw ProblemException.Member("/occurredAt", "member.required", "when it is to take place");
        ClientId? client = body.ClientId is { } given ? await references.Client(http, given, "/clientId") : null;
        var content = new InteractionContent(
            body.Kind,
            body.Direction,
            TextValidation.PersonalOrNull(body.Subject, "/subject", TextValidation.Title),
            TextValidation.Personal(body.Description, "/description"),
            await interactions.With(body.With, (body.DealId, client), http.RequestAborted),
            body.OccurredAt ?? clock.GetUtcNow(),
            body.DurationMinutes,
            TextValidation.PersonalOrNull(body.Outcome, "/outcome")
        );
        var logged = new InteractionLogged(status, content)
        {
            Client = client,
            Deal = body.DealId is { } deal ? new(deal) : null,
            ReplyTo = body.ReplyTo is { } earlier ? (await interactions.Seen(http, earlier, "/replyTo")).Id : null,
            By = Caller.Of(http).User,
            AwaitsReview =
                body.AwaitsReview
                ?? (status == InteractionStatus.Held && body is { Direction: Direction.In, DealId: null }),
        };
        return await bus.Answer(
            http,
            new ExecuteInteractionCommand(id, body.DealId, http.CommandRequest(body, null, body.Id))
            {
                Log = new(new(id), logged),
            }
        );
    }
}
