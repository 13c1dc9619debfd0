using System.Text.Json.Serialization;
using Crm.Api.CustomFields;
using Crm.Api.Resources;
using Crm.Domain.Catalog;
using Crm.Projections.ReadModels.Catalog;
using Wolverine;

namespace Crm.Api.Catalog;

/// <summary>Adds a lead source (источник обращения).</summary>
/// <param name="Code">Stable code of the source, unique among sources; cannot be changed later.</param>
/// <param name="Title">Name of the source, as users see it.</param>
/// <param name="Channel">Group that the source belongs to, such as <c>site</c> or <c>fair</c>.</param>
/// <param name="Position">Place in the list, from 1 to 1,000,000; lower numbers come first.</param>
public sealed record AddSourceBody(
    [property: Identifier] string Code,
    string Title,
    [property: Identifier] string? Channel = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Position = null
);

/// <summary>Changes a source; a merge patch: an omitted member stays, null clears channel and position.</summary>
/// <param name="Title">Name of the source in all languages.</param>
/// <param name="Titles">Name of the source by language, in place of <c>title</c>.</param>
/// <param name="Channel">Group that the source belongs to; null: none.</param>
/// <param name="Position">Place in the list, from 1 to 1,000,000; lower numbers come first. Null: at the end.</param>
public sealed record EditSourceBody(
    string? Title = null,
    FieldTitle? Titles = null,
    [property: Identifier] string? Channel = null,
    int? Position = null
);

/// <summary>A lead source (источник обращения).</summary>
/// <param name="Title">Name of the source in the language of the request.</param>
/// <param name="Channel">Group that the source belongs to, such as <c>site</c> or <c>fair</c>; null when there is none.</param>
/// <param name="RecordedAt">Time at which the source was added.</param>
/// <param name="Titles">Name of the source by language.</param>
/// <param name="Position">Place in the list; lower numbers come first. Null: at the end.</param>
/// <param name="Retired"><c>true</c> when no deal can be given the source; deals that have it keep it.</param>
/// <param name="Version">Version of the source; the <c>n</c> of the ETag.</param>
public sealed record SourceItemAnswer(
    Guid Id,
    string Code,
    string Title,
    string? Channel,
    DateTimeOffset RecordedAt,
    FieldTitle Titles,
    int? Position,
    bool Retired,
    int Version
)
{
    /// <summary>What a person should look at.</summary>
    public IReadOnlyList<Warning> Warnings { get; init; } = [];

    public static SourceItemAnswer Of(SourceDocument x, string language) =>
        new(
            x.Id,
            x.State.Code,
            x.State.In(language),
            x.State.Channel,
            x.RecordedAt,
            FieldTitle.Of(x.State.InBoth),
            x.State.Position,
            x.State.Retired,
            x.Version
        );

    public static StoredAnswer Stored(Viewer viewer, DocumentResult<SourceDocument> result, int status)
    {
        var answer = Of(result.Document, viewer.Language) with
        {
            Warnings = Problems.Warnings.In(result.Warnings, viewer.Language),
        };
        var location = status == 201 ? $"/api/v1/sources/{result.Id}" : null;
        return StoredAnswer.Create(viewer, status, answer, answer.Version, location);
    }
}

/// <summary>/sources.</summary>
public static class SourceEndpoints
{
    private const string One = "/sources/{sourceId:guid}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/sources", Add)
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
            .MapPatch(One, Edit)
            .Operation(
                new("updateSource")
                {
                    Permission = Permissions.CatalogueWrite,
                    Tag = "Catalogues",
                    Summary = "Edit a lead source",
                    Description =
                        "Changes the title, the channel or the place in the list. Deals and reports show the new title; an "
                        + "answer with `knownAt` shows the title of that time. Requires If-Match.",
                    RequiresMatch = true,
                    Refusals = ["validation.failed", "if_match.required", "version.stale", "source.not_found"],
                }
            )
            .TakesPatch(new EditSourceBody("Форма на новом сайте", Position: 15))
            .Answers<SourceItemAnswer>();
        MapRetirement(
            routes,
            "retire",
            "Retire a lead source",
            "No deal can be given the source; deals that have it keep it."
        );
        MapRetirement(routes, "restore", "Restore a lead source", "Deals can be given the source again.");
        Documents.Read(routes, Resource);
    }

    private static Resource<SourceDocument, SourceItemAnswer> Resource =>
        new(
            "sources",
            "Source",
            "Catalogues",
            Permissions.CatalogueRead,
            (http, x) => SourceItemAnswer.Of(x, Language.Of(http))
        )
        {
            Version = x => x.Version,
            Fold = SourceProjection.After,
            Order = "position",
            Filters = [CatalogueItems.RetiredFilter],
            List = CatalogueItems.List<SourceDocument>,
        };

    private static void MapRetirement(IEndpointRouteBuilder routes, string verb, string summary, string description) =>
        routes
            .MapPost(
                $"{One}/{verb}",
                (Guid sourceId, HttpContext http, IMessageBus bus) => Retire(sourceId, http, bus, verb == "retire")
            )
            .Operation(
                new($"{verb}Source")
                {
                    Permission = Permissions.CatalogueWrite,
                    Tag = "Catalogues",
                    Summary = summary,
                    Description = description,
                    Refusals = ["source.not_found", "version.stale"],
                }
            )
            .Takes(new NoBody(), optional: true)
            .Answers<SourceItemAnswer>();

    private static async Task<IResult> Add(HttpContext http, IMessageBus bus, TimeProvider clock)
    {
        var body = await Body.Read<AddSourceBody>(http);
        var source = new Source(
            TextValidation.Required(body.Code, "/code", 100),
            TextValidation.Required(body.Title, "/title", TextValidation.Title),
            TextValidation.Optional(body.Channel, "/channel", TextValidation.Short)
        )
        {
            Position = CatalogueItems.Position(body.Position),
        };
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

    private static async Task<IResult> Edit(Guid sourceId, HttpContext http, IMessageBus bus)
    {
        var (body, given) = await Body.ReadPatch<EditSourceBody>(http);
        var title = CatalogueItems.Title(body.Title, body.Titles, given);
        var channel = TextValidation.Optional(body.Channel, "/channel", TextValidation.Short);
        return await Change(
            http,
            sourceId,
            bus,
            new { body, given = given.Order() },
            source =>
                source with
                {
                    Titles = title ?? source.Titles,
                    Channel = given.Contains("channel") ? channel : source.Channel,
                    Position = given.Contains("position") ? body.Position : source.Position,
                }
        );
    }

    private static async Task<IResult> Retire(Guid id, HttpContext http, IMessageBus bus, bool retired)
    {
        var body = await Body.Read<NoBody>(http, optional: true);
        return await Change(http, id, bus, new { body, retired }, source => source with { Retired = retired });
    }

    private static Task<IResult> Change(
        HttpContext http,
        Guid id,
        IMessageBus bus,
        object body,
        Func<Source, Source> wanted
    ) =>
        bus.Answer(
            http,
            new ExecuteSourceCommand(
                id,
                (source, context) => new ChangeSource(wanted(source.State)).Decide(source.State, context),
                http.CommandRequest(body)
            )
        );
}
