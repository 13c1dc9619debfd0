using Crm.Api.Deals;
using Crm.Domain.Deals.Activities;
using Crm.Domain.Settings;
using Wolverine;

namespace Crm.Api.Interactions;

/// <summary>Records a presentation held for the client.</summary>
/// <param name="HeldAt">Time at which the presentation was held, not in the future.</param>
/// <param name="Outcome">Result of the presentation.</param>
/// <param name="Place">Where the presentation was held.</param>
/// <param name="Attendees">Names of the attendees, at most 100.</param>
/// <param name="Shown">What was presented, at most 100 entries.</param>
public sealed record RecordPresentationBody(
    DateTimeOffset HeldAt,
    [SeveralLines] string Outcome,
    string? Place = null,
    IReadOnlyList<string>? Attendees = null,
    IReadOnlyList<string>? Shown = null,
    Guid? Id = null,
    DateTimeOffset? HappenedAt = null
);

/// <summary>A presentation held for the client.</summary>
/// <param name="HeldAt">Time at which the presentation was held.</param>
/// <param name="Place">Place of the presentation; null when not given.</param>
/// <param name="Attendees">Names of the attendees.</param>
/// <param name="Shown">What was presented.</param>
/// <param name="Outcome">Result of the presentation; null after it was erased.</param>
public sealed record PresentationAnswer(
    Guid Id,
    Guid DealId,
    DateTimeOffset HeldAt,
    string? Place,
    IReadOnlyList<string?> Attendees,
    IReadOnlyList<string?> Shown,
    string? Outcome,
    DateTimeOffset HappenedAt,
    DateTimeOffset RecordedAt
)
{
    public static PresentationAnswer Of(PartOf<PresentationHeld> x) =>
        new(
            x.Fact.Presentation.Value,
            x.Deal.Id.Value,
            x.Fact.HeldAt,
            x.Fact.Place?.Text,
            [.. x.Fact.Attendees.Select(a => a.Text)],
            [.. x.Fact.Shown.Select(a => a.Text)],
            x.Fact.Outcome.Text,
            x.Fact.HappenedAt,
            x.RecordedAt
        );
}

/// <summary>/deals/{dealId}/presentations.</summary>
public static class PresentationEndpoints
{
    private static readonly PartRoutes Routes = new("presentations", "Presentation", "presentationId", "Interactions");

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/deals/{dealId:guid}/presentations", Post)
            .Operation(
                new("recordPresentation")
                {
                    Permission = Permissions.InteractionsWrite,
                    Tag = "Interactions",
                    Summary = "Record a presentation",
                    Description = "Records a presentation and its result.",
                    Refusals =
                    [
                        "validation.failed",
                        "deal.not_found",
                        "deal.closed",
                        "happened_at.out_of_order",
                        "id.taken",
                    ],
                }
            )
            .Takes(
                new RecordPresentationBody(
                    new(2026, 1, 15, 10, 0, 0, default),
                    "Понравилось, ждут договор",
                    "Офис клиента",
                    ["Анна Смирнова"],
                    ["Принтер лазерный"]
                )
            )
            .Answers<PresentationAnswer>(201)
            .Answers<PresentationAnswer>()
            .Capability(Capabilities.Presentations);
        Routes.Read<PresentationHeld, PresentationAnswer>(
            routes,
            x => x.Presentation.Value,
            "presentation.not_found",
            PresentationAnswer.Of
        );
    }

    private static async Task<IResult> Post(Guid dealId, HttpContext http, IMessageBus bus)
    {
        var body = await Body.Read<RecordPresentationBody>(http);
        var id = body.Id ?? Guid.CreateVersion7();
        var command = new RecordPresentation(
            new(id),
            body.HeldAt,
            TextValidation.PersonalOrNull(body.Place, "/place", TextValidation.Title),
            Sealed(body.Attendees, "/attendees"),
            Sealed(body.Shown, "/shown"),
            TextValidation.Personal(body.Outcome, "/outcome")
        );
        return await bus.Answer(
            http,
            new ExecuteDealCommand(dealId, command, http.CommandRequest(body, body.HappenedAt, body.Id)) { PartId = id }
        );
    }

    private static ImmutableArray<Personal> Sealed(IReadOnlyList<string>? texts, string pointer) =>
        [
            .. TextValidation
                .Most(texts, pointer, 100)
                .Select((x, i) => TextValidation.Personal(x, $"{pointer}/{i}", TextValidation.Title)),
        ];
}
