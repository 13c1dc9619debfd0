using System.Text.Json.Serialization;
using Crm.Api.CustomFields;
using Crm.Api.Resources;
using Crm.Domain.Catalog;
using Crm.Projections.ReadModels.Catalog;
using Wolverine;

namespace Crm.Api.Catalog;

/// <summary>Adds a reason for losing deals (причина проигрыша).</summary>
/// <param name="Code">Stable code of the reason, unique among lost reasons; cannot be changed later.</param>
/// <param name="Title">Name of the reason, as users see it.</param>
/// <param name="Requires">
/// What a user must add when they close a deal with this reason: a comment, the name of the competitor, or nothing (the default).
/// </param>
/// <param name="Position">Place in the list, from 1 to 1,000,000; lower numbers come first.</param>
public sealed record AddLostReasonBody(
    [property: Identifier] string Code,
    string Title,
    LostReasonRequires Requires = LostReasonRequires.None,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Position = null
);

/// <summary>Changes a lost reason; a merge patch: an omitted member stays, null clears the position.</summary>
/// <param name="Title">Name of the reason in all languages.</param>
/// <param name="Titles">Name of the reason by language, in place of <c>title</c>.</param>
/// <param name="Requires">What a user must add when they close a deal with this reason; deals closed before are not affected.</param>
/// <param name="Position">Place in the list, from 1 to 1,000,000; lower numbers come first. Null: at the end.</param>
public sealed record EditLostReasonBody(
    string? Title = null,
    FieldTitle? Titles = null,
    LostReasonRequires? Requires = null,
    int? Position = null
);

/// <summary>A reason for losing deals (причина проигрыша).</summary>
/// <param name="Title">Name of the reason in the language of the request.</param>
/// <param name="Requires">What a user must add when they close a deal with this reason.</param>
/// <param name="RecordedAt">Time at which the reason was added.</param>
/// <param name="Titles">Name of the reason by language.</param>
/// <param name="Position">Place in the list; lower numbers come first. Null: at the end.</param>
/// <param name="Retired"><c>true</c> when no deal can be closed with the reason; deals lost with it keep it.</param>
/// <param name="Version">Version of the reason; the <c>n</c> of the ETag.</param>
public sealed record LostReasonAnswer(
    Guid Id,
    string Code,
    string Title,
    LostReasonRequires Requires,
    DateTimeOffset RecordedAt,
    FieldTitle Titles,
    int? Position,
    bool Retired,
    int Version
)
{
    /// <summary>What a person should look at.</summary>
    public IReadOnlyList<Warning> Warnings { get; init; } = [];

    public static LostReasonAnswer Of(LostReasonDocument x, string language) =>
        new(
            x.Id,
            x.State.Code,
            x.State.Title.In(language),
            x.State.Requires,
            x.RecordedAt,
            FieldTitle.Of(x.State.Title),
            x.State.Position,
            x.State.Retired,
            x.Version
        );

    public static StoredAnswer Stored(Viewer viewer, DocumentResult<LostReasonDocument> result, int status)
    {
        var answer = Of(result.Document, viewer.Language) with
        {
            Warnings = Problems.Warnings.In(result.Warnings, viewer.Language),
        };
        var location = status == 201 ? $"/api/v1/lost-reasons/{result.Id}" : null;
        return StoredAnswer.Create(viewer, status, answer, answer.Version, location);
    }
}

/// <summary>/lost-reasons.</summary>
public static class LostReasonEndpoints
{
    private const string One = "/lost-reasons/{lostReasonId:guid}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/lost-reasons", Add)
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
        routes
            .MapPatch(One, Edit)
            .Operation(
                new("updateLostReason")
                {
                    Permission = Permissions.CatalogueWrite,
                    Tag = "Catalogues",
                    Summary = "Edit a lost reason",
                    Description =
                        "Changes the title, what a closing must add, or the place in the list. Deals and reports show the new "
                        + "title; an answer with `knownAt` shows the title of that time. Requires If-Match.",
                    RequiresMatch = true,
                    Refusals = ["validation.failed", "if_match.required", "version.stale", "lost_reason.not_found"],
                }
            )
            .TakesPatch(new EditLostReasonBody("Нет на складе", Requires: LostReasonRequires.None))
            .Answers<LostReasonAnswer>();
        MapRetirement(
            routes,
            "retire",
            "Retire a lost reason",
            "No deal can be closed with the reason; deals that were lost with it keep it."
        );
        MapRetirement(routes, "restore", "Restore a lost reason", "Deals can be closed with the reason again.");
        Documents.Read(routes, Resource);
    }

    private static Resource<LostReasonDocument, LostReasonAnswer> Resource =>
        new(
            "lost-reasons",
            "LostReason",
            "Catalogues",
            Permissions.CatalogueRead,
            (http, x) => LostReasonAnswer.Of(x, Language.Of(http))
        )
        {
            Version = x => x.Version,
            Fold = LostReasonProjection.After,
            Order = "position",
            Filters = [CatalogueItems.RetiredFilter],
            List = CatalogueItems.List<LostReasonDocument>,
        };

    private static void MapRetirement(IEndpointRouteBuilder routes, string verb, string summary, string description) =>
        routes
            .MapPost(
                $"{One}/{verb}",
                (Guid lostReasonId, HttpContext http, IMessageBus bus) =>
                    Retire(lostReasonId, http, bus, verb == "retire")
            )
            .Operation(
                new($"{verb}LostReason")
                {
                    Permission = Permissions.CatalogueWrite,
                    Tag = "Catalogues",
                    Summary = summary,
                    Description = description,
                    Refusals = ["lost_reason.not_found", "version.stale"],
                }
            )
            .Takes(new NoBody(), optional: true)
            .Answers<LostReasonAnswer>();

    private static async Task<IResult> Add(HttpContext http, IMessageBus bus, TimeProvider clock)
    {
        var body = await Body.Read<AddLostReasonBody>(http);
        var reason = new LostReason(
            TextValidation.Required(body.Code, "/code", 100),
            CatalogueItems.InBoth(TextValidation.Required(body.Title, "/title", TextValidation.Title)),
            body.Requires
        )
        {
            Position = CatalogueItems.Position(body.Position),
        };
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

    private static async Task<IResult> Edit(Guid lostReasonId, HttpContext http, IMessageBus bus)
    {
        var (body, given) = await Body.ReadPatch<EditLostReasonBody>(http);
        if (given.Contains("requires") && body.Requires is null)
            throw ProblemException.Member("/requires", "member.null", "a value");
        var title = CatalogueItems.Title(body.Title, body.Titles, given);
        return await Change(
            http,
            lostReasonId,
            bus,
            new { body, given = given.Order() },
            reason =>
                reason with
                {
                    Title = title ?? reason.Title,
                    Requires = body.Requires ?? reason.Requires,
                    Position = given.Contains("position") ? body.Position : reason.Position,
                }
        );
    }

    private static async Task<IResult> Retire(Guid id, HttpContext http, IMessageBus bus, bool retired)
    {
        var body = await Body.Read<NoBody>(http, optional: true);
        return await Change(http, id, bus, new { body, retired }, reason => reason with { Retired = retired });
    }

    private static Task<IResult> Change(
        HttpContext http,
        Guid id,
        IMessageBus bus,
        object body,
        Func<LostReason, LostReason> wanted
    ) =>
        bus.Answer(
            http,
            new ExecuteLostReasonCommand(
                id,
                (reason, context) => new ChangeLostReason(wanted(reason.State)).Decide(reason.State, context),
                http.CommandRequest(body)
            )
        );
}
