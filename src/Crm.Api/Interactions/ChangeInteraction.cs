using Crm.Api.Catalog;
using Crm.Domain.Interactions;
using Crm.Domain.Processes;
using Crm.Domain.Settings;
using Wolverine;

namespace Crm.Api.Interactions;

/// <summary>Corrects an interaction; a merge patch: an omitted member stays, null clears it.</summary>
/// <param name="Kind">Type of the interaction; cannot be cleared, nor changed in one that has proved a task.</param>
/// <param name="Direction">Who initiated it; cannot be changed in one that has proved a task.</param>
/// <param name="Subject">Subject, up to 500 characters.</param>
/// <param name="Description">What was discussed; cannot be cleared.</param>
/// <param name="With">Participants, replaced as a whole.</param>
/// <param name="OccurredAt">Time at which it took place; cannot be cleared, nor changed in one that has proved a task.</param>
/// <param name="DurationMinutes">How long it took, in minutes, 0 to 1440.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="ClientId">Id of the client of an interaction on no deal.</param>
public sealed record CorrectInteractionBody(
    InteractionKind? Kind = null,
    Direction? Direction = null,
    string? Subject = null,
    [SeveralLines] string? Description = null,
    IReadOnlyList<CounterpartBody>? With = null,
    DateTimeOffset? OccurredAt = null,
    int? DurationMinutes = null,
    [SeveralLines] string? Outcome = null,
    Guid? ClientId = null
);

/// <summary>Links an interaction to a deal.</summary>
/// <param name="DealId">Id of the deal.</param>
/// <param name="HappenedAt">
/// Business time at which the deal gets it; the current time when omitted. A time in the past requires the permission <c>backdate</c>.
/// </param>
public sealed record LinkInteractionBody(Guid DealId, DateTimeOffset? HappenedAt = null);

/// <summary>Takes an interaction off its deal.</summary>
/// <param name="Reason">Why it does not belong there, as free text.</param>
public sealed record UnlinkInteractionBody([SeveralLines] string? Reason = null);

/// <summary>Records that a planned interaction took place.</summary>
/// <param name="OccurredAt">Time at which it took place, not in the future; the current time when omitted.</param>
/// <param name="Outcome">What came of it, up to 10,000 characters.</param>
/// <param name="DurationMinutes">How long it took, in minutes, 0 to 1440.</param>
public sealed record HoldInteractionBody(
    DateTimeOffset? OccurredAt = null,
    [SeveralLines] string? Outcome = null,
    int? DurationMinutes = null
);

/// <summary>Lets an interaction wait.</summary>
/// <param name="At">From when on it waits for somebody to deal with it, in the future.</param>
public sealed record ReviewAfterBody(DateTimeOffset At);

/// <summary>Withdraws an interaction.</summary>
/// <param name="Reason">Why, as free text.</param>
public sealed record WithdrawInteractionBody([SeveralLines] string Reason);

/// <summary>PATCH /interactions/{interactionId} and the commands on it.</summary>
public static class ChangeInteractionEndpoints
{
    private const string Path = "/interactions/{interactionId:guid}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPatch(Path, Correct)
            .Operation(
                Command(
                    "updateInteraction",
                    "Correct an interaction",
                    "Changes what is recorded of an interaction by merge patch; the history keeps what was there before. Kind, direction "
                        + "and time of one that has proved a task stay as they are. Requires If-Match.",
                    "if_match.required",
                    "interaction.is_evidence"
                ) with
                {
                    RequiresMatch = true,
                }
            )
            .TakesPatch(new CorrectInteractionBody(Outcome: "Ждёт предложение до пятницы"))
            .Answers<InteractionCardAnswer>()
            .Capability(Capabilities.Interactions);
        Map(
            routes,
            "link",
            Command(
                "linkInteraction",
                "Link an interaction to a deal",
                "Places the interaction on a deal. A held one becomes an event of the deal that may prove a task; it keeps its "
                    + "`occurredAt`.",
                "deal.not_found",
                "interaction.linked",
                "happened_at.out_of_order",
                "happened_at.future",
                "backdate.not_permitted"
            ),
            new LinkInteractionBody(Sample.Deal),
            body => (new LinkInteraction(new(body.DealId)), body.DealId, body.HappenedAt)
        );
        Map(
            routes,
            "unlink",
            Command(
                "unlinkInteraction",
                "Take an interaction off its deal",
                "The interaction stays with the client of the deal. One that has proved a task cannot be taken off.",
                "interaction.is_evidence"
            ),
            new UnlinkInteractionBody("Звонили по другой сделке"),
            body => (new UnlinkInteraction(TextValidation.PersonalOrNull(body.Reason, "/reason")), null, null),
            isOptional: true
        );
        Map(
            routes,
            "hold",
            Command(
                "holdInteraction",
                "Record that a planned interaction took place",
                "A planned interaction took place; on a deal it may prove a task from now on. Repeating is 200 without an event.",
                "happened_at.out_of_order"
            ),
            new HoldInteractionBody(Outcome: "Согласовали состав поставки"),
            body =>
                (
                    new HoldInteraction(
                        body.OccurredAt,
                        TextValidation.PersonalOrNull(body.Outcome, "/outcome"),
                        body.DurationMinutes
                    ),
                    null,
                    null
                ),
            isOptional: true
        );
        routes
            .MapPost(
                Path + "/review",
                (Guid interactionId, HttpContext http, IMessageBus bus, InteractionReferences interactions) =>
                    Execute(http, bus, interactions, interactionId, new ReviewInteraction(), new { }, (null, null))
            )
            .Operation(
                Command(
                    "reviewInteraction",
                    "Mark an interaction as dealt with",
                    "Takes the interaction out of the queue of what waits for an answer. Repeating is 200 without an event."
                )
            )
            .Answers<InteractionCardAnswer>()
            .Capability(Capabilities.Interactions);
        Map(
            routes,
            "review-after",
            Command(
                "postponeInteractionReview",
                "Let an interaction wait",
                "The interaction is in the queue of what waits for an answer from that time on."
            ),
            new ReviewAfterBody(new(Sample.Later.ToDateTime(new TimeOnly(9, 0)), TimeSpan.Zero)),
            body => (new PostponeReview(body.At), null, null)
        );
        Map(
            routes,
            "withdraw",
            Command(
                "withdrawInteraction",
                "Withdraw an interaction",
                "The interaction was recorded by mistake, or a planned one does not take place. It stays in the history and proves "
                    + "nothing. One that has proved a task cannot be withdrawn.",
                "interaction.is_evidence"
            ),
            new WithdrawInteractionBody("Записан дважды"),
            body => (new WithdrawInteraction(TextValidation.Personal(body.Reason, "/reason")), null, null)
        );
    }

    private static Operation Command(string id, string summary, string description, params string[] refusals) =>
        new(id)
        {
            Permission = Permissions.InteractionsWrite,
            Tag = "Interactions",
            Summary = summary,
            Description = description,
            SeesItself = true,
            Refusals =
            [
                "validation.failed",
                "interaction.not_found",
                "interaction.withdrawn",
                "version.stale",
                .. refusals,
            ],
        };

    private static void Map<TBody>(
        IEndpointRouteBuilder routes,
        string verb,
        Operation operation,
        TBody example,
        Func<TBody, (InteractionCommand Command, Guid? Deal, DateTimeOffset? HappenedAt)> read,
        bool isOptional = false
    )
        where TBody : notnull =>
        routes
            .MapPost(
                $"{Path}/{verb}",
                async (Guid interactionId, HttpContext http, IMessageBus bus, InteractionReferences interactions) =>
                {
                    var body = await Body.Read<TBody>(http, isOptional);
                    var (command, deal, happenedAt) = read(body);
                    return await Execute(http, bus, interactions, interactionId, command, body, (deal, happenedAt));
                }
            )
            .Operation(operation)
            .Takes(example, isOptional)
            .Answers<InteractionCardAnswer>()
            .Capability(Capabilities.Interactions);

    private static async Task<IResult> Correct(
        Guid interactionId,
        HttpContext http,
        IMessageBus bus,
        InteractionReferences interactions,
        References references
    )
    {
        var (body, given) = await Body.ReadPatch<CorrectInteractionBody>(http);
        var found = await interactions.Get(http, interactionId);
        ClientId? client = body.ClientId is { } wanted ? await references.Client(http, wanted, "/clientId") : null;
        var with = given.Contains("with")
            ? await interactions.With(
                body.With,
                (found.DealId, given.Contains("clientId") ? client : found.State.Client),
                http.RequestAborted
            )
            : default;
        var wantedContent = Corrected(found.State.Content, body, given, with);
        var command = new CorrectInteraction(
            content => Merged(content, wantedContent, given),
            given.Contains("clientId") ? _ => client : null
        );
        return await Execute(http, bus, found, command, new { body, given = given.Order() }, (null, null));
    }

    private static InteractionContent Corrected(
        InteractionContent content,
        CorrectInteractionBody body,
        IReadOnlySet<string> given,
        ImmutableArray<Crm.Domain.Deals.Activities.Counterpart> with
    ) =>
        content with
        {
            Kind = given.Contains("kind") ? Required(body.Kind, "/kind") : content.Kind,
            Direction = given.Contains("direction") ? body.Direction : content.Direction,
            Subject = given.Contains("subject")
                ? TextValidation.PersonalOrNull(body.Subject, "/subject", TextValidation.Title)
                : content.Subject,
            Description = given.Contains("description")
                ? TextValidation.Personal(body.Description ?? "", "/description")
                : content.Description,
            With = with.IsDefault ? content.With : with,
            OccurredAt = given.Contains("occurredAt") ? Required(body.OccurredAt, "/occurredAt") : content.OccurredAt,
            DurationMinutes = given.Contains("durationMinutes") ? body.DurationMinutes : content.DurationMinutes,
            Outcome = given.Contains("outcome")
                ? TextValidation.PersonalOrNull(body.Outcome, "/outcome")
                : content.Outcome,
        };

    /// <summary>The given members of the wanted content; the others as they are under the lock.</summary>
    private static InteractionContent Merged(
        InteractionContent content,
        InteractionContent wanted,
        IReadOnlySet<string> given
    ) =>
        content with
        {
            Kind = given.Contains("kind") ? wanted.Kind : content.Kind,
            Direction = given.Contains("direction") ? wanted.Direction : content.Direction,
            Subject = given.Contains("subject") ? wanted.Subject : content.Subject,
            Description = given.Contains("description") ? wanted.Description : content.Description,
            With = given.Contains("with") ? wanted.With : content.With,
            OccurredAt = given.Contains("occurredAt") ? wanted.OccurredAt : content.OccurredAt,
            DurationMinutes = given.Contains("durationMinutes") ? wanted.DurationMinutes : content.DurationMinutes,
            Outcome = given.Contains("outcome") ? wanted.Outcome : content.Outcome,
        };

    private static T Required<T>(T? value, string pointer)
        where T : struct => value ?? throw ProblemException.Member(pointer, "member.null", Phrase.None);

    private static async Task<IResult> Execute(
        HttpContext http,
        IMessageBus bus,
        InteractionReferences interactions,
        Guid id,
        InteractionCommand command,
        object body,
        (Guid? Deal, DateTimeOffset? HappenedAt) link
    ) => await Execute(http, bus, await interactions.Get(http, id), command, body, link);

    private static Task<IResult> Execute(
        HttpContext http,
        IMessageBus bus,
        Crm.Projections.ReadModels.Interactions.InteractionDocument found,
        InteractionCommand command,
        object body,
        (Guid? Deal, DateTimeOffset? HappenedAt) link
    ) =>
        bus.Answer(
            http,
            new ExecuteInteractionCommand(
                found.Id,
                link.Deal ?? found.DealId,
                http.CommandRequest(body, link.HappenedAt)
            )
            {
                Change = command,
            }
        );
}
