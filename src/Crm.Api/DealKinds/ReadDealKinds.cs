using Crm.Api.Paging;
using Crm.Api.Resources;
using Crm.Domain.Processes;
using Crm.Projections.ReadModels.DealKinds;

namespace Crm.Api.DealKinds;

/// <summary>GET /deal-kinds and what lies beneath, GET /checks.</summary>
public static class ReadDealKindsEndpoint
{
    private const string Tag = "Deal kinds";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(
                "/deal-kinds",
                async (HttpContext http, Kinds kinds, CursorSeal cursors) =>
                    Pages.Cut(
                        http,
                        cursors,
                        [
                            .. (await kinds.All(http.RequestAborted)).Select(x =>
                                DealKindAnswer.Of(Language.Of(http), x)
                            ),
                        ],
                        x => x.Code
                    )
            )
            .Operation(
                new("listDealKinds")
                {
                    Permission = Permissions.CatalogueRead,
                    Tag = Tag,
                    Summary = "List deal kinds",
                    Description = "All deal kinds in their current version, drafts and retired kinds included.",
                    Query = Param.Page,
                    Refusals = ["limit.invalid", "cursor.invalid"],
                }
            )
            .AnswersList<DealKindAnswer>();
        routes
            .MapGet(
                "/deal-kinds/templates",
                (HttpContext http, CursorSeal cursors) =>
                    Pages.Cut(
                        http,
                        cursors,
                        [
                            .. KindTemplates.All.Select(x => new KindTemplateAnswer(
                                x.Code,
                                x.Title.In(Language.Of(http)),
                                KindDraft.Of(x)
                            )),
                        ],
                        x => x.Code
                    )
            )
            .Operation(
                new("listDealKindTemplates")
                {
                    Permission = Permissions.CatalogueRead,
                    Tag = Tag,
                    Summary = "List templates of deal kinds",
                    Description =
                        "Ready-made processes. POST /deal-kinds copies one, or any published kind, with "
                        + "`copyFrom`.",
                    Query = Param.Page,
                    Refusals = ["limit.invalid", "cursor.invalid"],
                }
            )
            .AnswersList<KindTemplateAnswer>();
        routes
            .MapGet(
                "/checks",
                (HttpContext http, CursorSeal cursors) =>
                    Pages.Cut(http, cursors, [.. Checks(Language.Of(http))], x => x.Code)
            )
            .Operation(
                new("listChecks")
                {
                    Permission = Permissions.CatalogueRead,
                    Tag = Tag,
                    Summary = "List checks",
                    Description = "All checks that tasks can require, with their parameters.",
                    Query = Param.Page,
                    Refusals = ["limit.invalid", "cursor.invalid"],
                }
            )
            .AnswersList<CheckEntryAnswer>();
        routes
            .MapGet(
                "/deal-kinds/{code}",
                async (string code, HttpContext http, KindCommands commands, ResourceHistory history) =>
                {
                    var kind = Query.Instant(http, "asOf") is null
                        ? await commands.Find(code, http.RequestAborted)
                        : (
                            await history.At(
                                http,
                                KindCommands.Stream(code),
                                (DealKindDocument?)null,
                                Fold(code),
                                "deal_kind.not_found"
                            )
                        )!;
                    var answer = DealKindAnswer.Of(Language.Of(http), kind);
                    return Reply.Ok(answer, kind.Version);
                }
            )
            .Operation(
                new("getDealKind")
                {
                    Permission = Permissions.CatalogueRead,
                    Tag = Tag,
                    Summary = "Read a deal kind",
                    Description = "A deal kind by its code or id, in its present state or as of a past time.",
                    Query = [Param.AsOf],
                    Refusals = ["deal_kind.not_found"],
                }
            )
            .Answers<DealKindAnswer>();
        routes
            .MapGet(
                "/deal-kinds/{code}/history",
                (string code, HttpContext http, ResourceHistory history) =>
                    history.Page(
                        http,
                        KindCommands.Stream(code),
                        (DealKindDocument?)null,
                        Fold(code),
                        x =>
                            x is null
                                ? null
                                : new
                                {
                                    x.State.Retired,
                                    x.State.Draft,
                                    x.State.InForce,
                                },
                        "deal_kind.not_found"
                    )
            )
            .Operation(
                new("listDealKindHistory")
                {
                    Permission = Permissions.CatalogueRead,
                    Tag = Tag,
                    Summary = "Read the history of a deal kind",
                    Description = "Every change in the order of recording, with author, time and changed values.",
                    Query = [.. Param.Page, Param.AsOf],
                    Refusals = ["deal_kind.not_found", "limit.invalid", "cursor.invalid"],
                }
            )
            .AnswersList<ChangeAnswer>();
        routes
            .MapGet(
                "/deal-kinds/{code}/versions",
                async (string code, HttpContext http, KindCommands commands, CursorSeal cursors) =>
                {
                    var kind = (await commands.Find(code, http.RequestAborted)).State;
                    return Pages.Cut(
                        http,
                        cursors,
                        [.. kind.Versions.Select(x => KindVersionAnswer.Of(kind, x))],
                        x => x.Version.ToString(System.Globalization.CultureInfo.InvariantCulture)
                    );
                }
            )
            .Operation(
                new("listDealKindVersions")
                {
                    Permission = Permissions.CatalogueRead,
                    Tag = Tag,
                    Summary = "List the versions of a deal kind",
                    Description = "Published versions, oldest first.",
                    Query = Param.Page,
                    Refusals = ["deal_kind.not_found", "limit.invalid", "cursor.invalid"],
                }
            )
            .AnswersList<KindVersionAnswer>();
        routes
            .MapGet(
                "/deal-kinds/{code}/versions/{version:int}",
                async (string code, int version, HttpContext http, KindCommands commands) =>
                {
                    var kind = (await commands.Find(code, http.RequestAborted)).State;
                    var found =
                        kind.Versions.FirstOrDefault(x => x.Process.Version == version)
                        ?? throw ProblemException.NotFound("deal_kind.version_not_found");
                    var answer = KindVersionAnswer.Of(kind, found);
                    return Reply.Ok(answer, version);
                }
            )
            .Operation(
                new("getDealKindVersion")
                {
                    Permission = Permissions.CatalogueRead,
                    Tag = Tag,
                    Summary = "Read a version of a deal kind",
                    Description = "The complete process of a published version.",
                    Refusals = ["deal_kind.not_found", "deal_kind.version_not_found"],
                }
            )
            .Answers<KindVersionAnswer>();
    }

    private static Func<DealKindDocument?, EventRow, DealKindDocument?> Fold(string code) =>
        (x, e) => DealKindDocument.After(x, KindCommands.Stream(code), e.Data, e.RecordedAt);

    private static IEnumerable<CheckEntryAnswer> Checks(string language) =>
        [
            .. CheckCatalogue.All.Select(x => new CheckEntryAnswer(
                x.Code,
                CheckTitles.All[x.Code].In(language),
                x.IsEvidence,
                true,
                x.Parameters
            )),
            .. CheckCatalogue.Reserved.Select(x => new CheckEntryAnswer(
                x,
                CheckTitles.All[x].In(language),
                true,
                false,
                []
            )),
        ];
}
