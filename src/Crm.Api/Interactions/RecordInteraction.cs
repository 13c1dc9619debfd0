using System.Text.Json.Serialization;
using Crm.Api.Deals;
using Crm.Domain.Deals.Activities;
using Crm.Domain.Processes;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.Interactions;
using Wolverine;

namespace Crm.Api.Interactions;

/// <summary>Records an interaction (взаимодействие) with the client.</summary>
/// <param name="Kind">Type of the interaction; a note is not evidence for tasks.</param>
/// <param name="Description">What was discussed, up to 10,000 characters.</param>
/// <param name="Direction">Who initiated it: <c>in</c> (the client) or <c>out</c> (the company).</param>
/// <param name="Subject">Subject, up to 500 characters.</param>
/// <param name="With">Participants on the client's side: contacts of the client, or names.</param>
/// <param name="HappenedAt">
/// Business time of the record, not before the deal's opening; the current time when omitted. A time in the past requires the
/// permission <c>backdate</c>. What an interaction proves goes by it.
/// </param>
/// <param name="OccurredAt">
/// Time at which the interaction took place, not in the future; may be before the deal's opening and needs no permission.
/// <c>happenedAt</c> when omitted.
/// </param>
/// <param name="DurationMinutes">How long it took, in minutes, 0 to 1440.</param>
/// <param name="Outcome">What came of it, up to 10,000 characters.</param>
public sealed record RecordInteractionBody(
    InteractionKind Kind,
    [SeveralLines] string Description,
    Direction? Direction = null,
    string? Subject = null,
    IReadOnlyList<CounterpartBody>? With = null,
    Guid? Id = null,
    DateTimeOffset? HappenedAt = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? OccurredAt = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? DurationMinutes = null,
    [SeveralLines] [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Outcome = null
);

/// <summary>A participant of an interaction: a contact of the client, a colleague, or a person by name. Give one of the three.</summary>
/// <param name="ContactId">Id of a contact of the client.</param>
/// <param name="Name">Name of the person.</param>
/// <param name="UserId">Id of a user of the company.</param>
public sealed record CounterpartBody(
    Guid? ContactId = null,
    string? Name = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? UserId = null
)
{
    public static CounterpartBody Of(Counterpart one) => new(one.Contact?.Value, one.Name?.Text, one.User?.Value);
}

/// <summary>An interaction (взаимодействие) with the client.</summary>
/// <param name="Kind">Type of the interaction.</param>
/// <param name="Direction">
/// Who initiated it: <c>in</c> (the client) or <c>out</c> (the company); null when it does not apply.
/// </param>
/// <param name="Subject">Subject; null when there is none or after it was erased.</param>
/// <param name="Description">What was discussed; null after it was erased.</param>
/// <param name="With">Participants on the client's side.</param>
/// <param name="IsEvidence">
/// <c>false</c> when the interaction cannot prove a task, because it was recorded on a closed deal.
/// </param>
/// <param name="OccurredAt">Time at which the interaction took place.</param>
/// <param name="DurationMinutes">How long it took, in minutes; null when unknown.</param>
/// <param name="Outcome">What came of it; null when nothing was noted or after it was erased.</param>
public sealed record InteractionAnswer(
    Guid Id,
    Guid DealId,
    InteractionKind Kind,
    Direction? Direction,
    string? Subject,
    string? Description,
    IReadOnlyList<CounterpartBody> With,
    bool IsEvidence,
    DateTimeOffset OccurredAt,
    int? DurationMinutes,
    string? Outcome,
    DateTimeOffset HappenedAt,
    DateTimeOffset RecordedAt
)
{
    public static InteractionAnswer Of(PartOf<InteractionRecorded> x) =>
        new(
            x.Fact.Interaction.Value,
            x.Deal.Id.Value,
            x.Fact.Kind,
            x.Fact.Direction,
            x.Fact.Subject?.Text,
            x.Fact.Description.Text,
            [.. x.Fact.With.Select(CounterpartBody.Of)],
            x.Fact.IsEvidence,
            x.Fact.OccurredAt ?? x.Fact.HappenedAt,
            x.Fact.DurationMinutes,
            x.Fact.Outcome?.Text,
            x.Fact.HappenedAt,
            x.RecordedAt
        );
}

/// <summary>/deals/{dealId}/interactions.</summary>
public static class InteractionEndpoints
{
    private static readonly PartRoutes Routes = new("interactions", "Interaction", "interactionId", "Interactions");

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/deals/{dealId:guid}/interactions", Post)
            .Operation(
                new("recordInteraction")
                {
                    Permission = Permissions.InteractionsWrite,
                    Tag = "Interactions",
                    Summary = "Record an interaction",
                    Description =
                        "Records an interaction (взаимодействие) with the client. On closed deals it is recorded "
                        + "as history and is not evidence for tasks.",
                    Refusals = ["validation.failed", "deal.not_found", "happened_at.out_of_order", "id.taken"],
                }
            )
            .Takes(
                new RecordInteractionBody(
                    InteractionKind.Call,
                    "Нужны три принтера до конца месяца",
                    Direction.In,
                    "Принтеры для бухгалтерии",
                    [new(Name: "Анна Смирнова")]
                )
            )
            .Answers<InteractionAnswer>(201)
            .Answers<InteractionAnswer>()
            .Capability(Capabilities.Interactions);
        Routes.Read<InteractionRecorded, InteractionAnswer>(
            routes,
            x => x.Interaction.Value,
            "interaction.not_found",
            InteractionAnswer.Of,
            revisions: services => services.GetRequiredService<InteractionRevisions>()
        );
    }

    private static async Task<IResult> Post(
        Guid dealId,
        HttpContext http,
        IMessageBus bus,
        InteractionReferences interactions
    )
    {
        var body = await Body.Read<RecordInteractionBody>(http);
        var id = body.Id ?? Guid.CreateVersion7();
        var command = new RecordInteraction(
            new(id),
            body.Kind,
            body.Direction,
            TextValidation.PersonalOrNull(body.Subject, "/subject", TextValidation.Title),
            TextValidation.Personal(body.Description, "/description"),
            await interactions.With(body.With, (dealId, null), http.RequestAborted)
        )
        {
            OccurredAt = body.OccurredAt,
            DurationMinutes = body.DurationMinutes,
            Outcome = TextValidation.PersonalOrNull(body.Outcome, "/outcome"),
            By = Caller.Of(http).User,
        };
        return await bus.Answer(
            http,
            new ExecuteDealCommand(dealId, command, http.CommandRequest(body, body.HappenedAt, body.Id))
            {
                PartId = id,
                Claim = body.Id is { } supplied ? new InteractionClaim(supplied) : null,
            }
        );
    }
}
