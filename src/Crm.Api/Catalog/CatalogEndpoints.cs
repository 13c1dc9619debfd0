using Crm.Api.Resources;
using Crm.Domain.Catalog;
using Crm.Projections.ReadModels.Catalog;
using Wolverine;

namespace Crm.Api.Catalog;

/// <summary>Adds a lead source (источник обращения).</summary>
/// <param name="Code">Stable code of the source, unique among sources; cannot be changed later.</param>
/// <param name="Title">Name of the source, as users see it.</param>
/// <param name="Channel">Group that the source belongs to, such as <c>site</c> or <c>fair</c>.</param>
public sealed record AddSourceBody(
    [property: Identifier] string Code,
    string Title,
    [property: Identifier] string? Channel = null
);

/// <summary>A lead source (источник обращения).</summary>
/// <param name="Title">Name of the source, as users see it.</param>
/// <param name="Channel">Group that the source belongs to, such as <c>site</c> or <c>fair</c>; null when there is none.</param>
/// <param name="RecordedAt">Time at which the source was added.</param>
public sealed record SourceItemAnswer(Guid Id, string Code, string Title, string? Channel, DateTimeOffset RecordedAt)
{
    /// <summary>What a person should look at.</summary>
    public IReadOnlyList<Warning> Warnings { get; init; } = [];

    public static SourceItemAnswer Of(SourceDocument x) =>
        new(x.Id, x.State.Code, x.State.Title, x.State.Channel, x.RecordedAt);
}

/// <summary>Adds a reason for losing deals (причина проигрыша).</summary>
/// <param name="Code">Stable code of the reason, unique among lost reasons; cannot be changed later.</param>
/// <param name="Title">Name of the reason, as users see it.</param>
/// <param name="Requires">
/// What a user must add when they close a deal with this reason: a comment, the name of the competitor, or nothing (the default).
/// </param>
public sealed record AddLostReasonBody(
    [property: Identifier] string Code,
    string Title,
    LostReasonRequires Requires = LostReasonRequires.None
);

/// <summary>A reason for losing deals (причина проигрыша).</summary>
/// <param name="Requires">What a user must add when they close a deal with this reason.</param>
/// <param name="RecordedAt">Time at which the reason was added.</param>
public sealed record LostReasonAnswer(
    Guid Id,
    string Code,
    string Title,
    LostReasonRequires Requires,
    DateTimeOffset RecordedAt
)
{
    /// <summary>What a person should look at.</summary>
    public IReadOnlyList<Warning> Warnings { get; init; } = [];
}

/// <summary>/sources and /lost-reasons: thin catalogues, each change an event.</summary>
public static class CatalogEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/sources", AddSource)
            .Operation(
                new("createSource")
                {
                    Permission = Permissions.CatalogueWrite,
                    Tag = "Catalogues",
                    Summary = "Add a lead source",
                    Description = "Adds a lead source (источник обращения). The code is unique.",
                    Refusals = ["validation.failed", "source.taken"],
                }
            )
            .Takes(new AddSourceBody("site-form", "Форма на сайте", "site"))
            .Answers<SourceItemAnswer>(201)
            .Answers<SourceItemAnswer>();
        routes
            .MapPost("/lost-reasons", AddReason)
            .Operation(
                new("createLostReason")
                {
                    Permission = Permissions.CatalogueWrite,
                    Tag = "Catalogues",
                    Summary = "Add a lost reason",
                    Description = "Adds a reason for losing deals (причина проигрыша). The code is unique.",
                    Refusals = ["validation.failed", "lost_reason.taken"],
                }
            )
            .Takes(new AddLostReasonBody("no-stock", "Нет на складе", LostReasonRequires.Comment))
            .Answers<LostReasonAnswer>(201)
            .Answers<LostReasonAnswer>();
        Documents.Read(
            routes,
            new Resource<SourceDocument, SourceItemAnswer>(
                "sources",
                "Source",
                "Catalogues",
                Permissions.CatalogueRead,
                (_, x) => SourceItemAnswer.Of(x)
            )
        );
        Documents.Read(
            routes,
            new Resource<LostReasonDocument, LostReasonAnswer>(
                "lost-reasons",
                "LostReason",
                "Catalogues",
                Permissions.CatalogueRead,
                Answer
            )
        );
    }

    private static LostReasonAnswer Answer(HttpContext http, LostReasonDocument x) => Answer(Language.Of(http), x);

    private static LostReasonAnswer Answer(string language, LostReasonDocument x) =>
        new(x.Id, x.State.Code, x.State.Title.In(language), x.State.Requires, x.RecordedAt);

    internal static StoredAnswer Added(Viewer viewer, DocumentResult<SourceDocument> result) =>
        Added(
            viewer,
            SourceItemAnswer.Of(result.Document) with
            {
                Warnings = Warnings.In(result.Warnings, viewer.Language),
            },
            $"/api/v1/sources/{result.Id}"
        );

    internal static StoredAnswer Added(Viewer viewer, DocumentResult<LostReasonDocument> result) =>
        Added(
            viewer,
            Answer(viewer.Language, result.Document) with
            {
                Warnings = Warnings.In(result.Warnings, viewer.Language),
            },
            $"/api/v1/lost-reasons/{result.Id}"
        );

    private static StoredAnswer Added(Viewer viewer, object answer, string location) =>
        StoredAnswer.Create(viewer, 201, answer, 1, location);

    private static async Task<IResult> AddSource(HttpContext http, IMessageBus bus, TimeProvider clock)
    {
        var body = await Body.Read<AddSourceBody>(http);
        var source = new Source(
            TextValidation.Required(body.Code, "/code", 100),
            TextValidation.Required(body.Title, "/title", TextValidation.Title),
            TextValidation.Optional(body.Channel, "/channel", TextValidation.Short)
        );
        var id = CodeStream.Of("source", source.Code);
        return await bus.Answer(
            http,
            new AddSourceCommand(
                id,
                [new SourceAdded(source) { HappenedAt = clock.GetUtcNow() }],
                http.CommandRequest(body, null, id)
            )
            {
                Code = source.Code,
                Alike = new(CatalogCodes.Sources, source.Code),
            }
        );
    }

    private static async Task<IResult> AddReason(HttpContext http, IMessageBus bus, TimeProvider clock)
    {
        var body = await Body.Read<AddLostReasonBody>(http);
        var title = TextValidation.Required(body.Title, "/title", TextValidation.Title);
        var reason = new LostReason(
            TextValidation.Required(body.Code, "/code", 100),
            new Localized(title, title),
            body.Requires
        );
        var id = CodeStream.Of("lost-reason", reason.Code);
        return await bus.Answer(
            http,
            new AddLostReasonCommand(
                id,
                [new LostReasonAdded(reason) { HappenedAt = clock.GetUtcNow() }],
                http.CommandRequest(body, null, id)
            )
            {
                Code = reason.Code,
                Alike = new(CatalogCodes.LostReasons, reason.Code),
            }
        );
    }
}
