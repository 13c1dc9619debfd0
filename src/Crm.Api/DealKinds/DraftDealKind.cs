using System.Text.Json;
using Crm.Domain.Processes;
using Crm.Projections.ReadModels.DealKinds;
using Wolverine;

namespace Crm.Api.DealKinds;

/// <summary>
/// What an administrator does with kinds: POST /deal-kinds, /deal-kinds/{code}/draft, /validate, /publish, /retire, /restore.
/// </summary>
public static class DraftDealKindEndpoint
{
    private const string Tag = "Deal kinds";
    private static readonly KindDraft Example = new(
        new("Аренда", "Rental"),
        ProcessMode.Guided,
        Stages:
        [
            new(
                "request",
                new("Заявка", "Request"),
                20,
                [
                    new(
                        "take-call",
                        new("Принять звонок", "Take the call"),
                        new Due(1, Working: true),
                        [
                            CheckCatalogue.Write(
                                new InteractionRecordedCheck { Kinds = [Crm.Domain.Processes.InteractionKind.Call] }
                            ),
                        ]
                    ),
                ]
            ),
            new(
                "handover",
                new("Передача", "Handover"),
                90,
                [new("finish", new("Завершить", "Finish"), new Due(1), [CheckCatalogue.Write(new ClosingGateCheck())])]
            ),
        ]
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/deal-kinds", Post)
            .Operation(
                new("createDealKind")
                {
                    Permission = Permissions.KindsManage,
                    Tag = Tag,
                    Summary = "Create a deal kind",
                    Description =
                        "Creates a deal kind (вид сделки) as a draft, new or as a copy. A draft may be "
                        + "incomplete; reading the draft lists its faults.",
                    Refusals = ["validation.failed", "deal_kind.taken"],
                }
            )
            .Takes(new DraftDealKindBody("rental", Process: Example))
            .Answers<DealKindAnswer>(201)
            .Answers<DealKindAnswer>();
        routes
            .MapGet(
                "/deal-kinds/{code}/draft",
                async (string code, HttpContext http, KindCommands commands) =>
                {
                    var kind = await commands.Find(code, http.RequestAborted);
                    var world = await commands.World(http.RequestAborted);
                    var draft = KindCommands.Draft(kind, world, Language.Of(http));
                    return Reply.Ok(draft, kind.Version);
                }
            )
            .Operation(
                new("getDealKindDraft")
                {
                    Permission = Permissions.CatalogueRead,
                    Tag = Tag,
                    Summary = "Read the draft of a deal kind",
                    Description = "The draft with all its faults.",
                    Refusals = ["deal_kind.not_found", "deal_kind.draft_not_found"],
                }
            )
            .Answers<DraftOfKindAnswer>();
        routes
            .MapPut("/deal-kinds/{code}/draft", Put)
            .Operation(
                new("updateDealKindDraft")
                {
                    Permission = Permissions.KindsManage,
                    Tag = Tag,
                    Summary = "Write the draft of a deal kind",
                    Description =
                        "Replaces the draft of the next version; creates one when there is none. Requires "
                        + "If-Match.",
                    RequiresMatch = true,
                    Refusals = ["validation.failed", "if_match.required", "version.stale", "deal_kind.not_found"],
                }
            )
            .Takes(Example)
            .Answers<DraftOfKindAnswer>();
        routes
            .MapDelete(
                "/deal-kinds/{code}/draft",
                (string code, HttpContext http, KindCommands commands) =>
                    commands.Run(http, code, new NoBody(), ChangeKind.Discard)
            )
            .Operation(
                new("deleteDealKindDraft")
                {
                    Permission = Permissions.KindsManage,
                    Tag = Tag,
                    Summary = "Discard the draft of a deal kind",
                    Description = "Deletes the draft; the current version does not change. Requires If-Match.",
                    RequiresMatch = true,
                    Refusals =
                    [
                        "if_match.required",
                        "version.stale",
                        "deal_kind.not_found",
                        "deal_kind.never_published",
                    ],
                }
            )
            .Answers<DealKindAnswer>();
        routes
            .MapPost(
                "/deal-kinds/{code}/validate",
                async (string code, HttpContext http, KindCommands commands) =>
                {
                    var world = await commands.World(http.RequestAborted);
                    return await commands.Run(
                        http,
                        code,
                        await Body.Read<NoBody>(http, optional: true),
                        (x, context) => ChangeKind.Validate(x, world, context),
                        world
                    );
                }
            )
            .Operation(
                new("validateDealKind")
                {
                    Permission = Permissions.KindsManage,
                    Tag = Tag,
                    Summary = "Validate the draft of a deal kind",
                    Description =
                        "Returns all faults of the draft, each with a JSON pointer. The validation is "
                        + "recorded in the history.",
                    Refusals = ["deal_kind.not_found", "deal_kind.no_draft"],
                }
            )
            .Takes(new NoBody(), optional: true)
            .WithoutPreview()
            .Answers<DraftOfKindAnswer>();
        routes
            .MapPost(
                "/deal-kinds/{code}/publish",
                async (string code, HttpContext http, KindCommands commands) =>
                {
                    var world = await commands.World(http.RequestAborted);
                    return await commands.Run(
                        http,
                        code,
                        await Body.Read<NoBody>(http, optional: true),
                        (x, context) => ChangeKind.Publish(x, world, context)
                    );
                }
            )
            .Operation(
                new("publishDealKind")
                {
                    Permission = Permissions.KindsManage,
                    Tag = Tag,
                    Summary = "Publish a deal kind",
                    Description =
                        "Publishes the draft as a new immutable version, which applies to deals opened from "
                        + "now on. Running deals and past reports do not change. A faulty draft is refused; "
                        + "`errors` lists all faults.",
                    Refusals =
                    [
                        "deal_kind.not_found",
                        "deal_kind.no_draft",
                        "deal_kind.invalid",
                        "check.unavailable",
                        "deal_kind.retired",
                    ],
                }
            )
            .Takes(new NoBody(), optional: true)
            .Answers<DealKindAnswer>();
        routes
            .MapPost(
                "/deal-kinds/{code}/retire",
                async (string code, HttpContext http, KindCommands commands) =>
                {
                    var body = await Body.Read<RetireDealKindBody>(http, optional: true);
                    var reason = TextValidation.PersonalOrNull(body.Reason, "/reason");
                    return await commands.Run(
                        http,
                        code,
                        body,
                        (x, context) => ChangeKind.Retire(x, x.Code == ShippedKinds.Default, reason, context)
                    );
                }
            )
            .Operation(
                new("retireDealKind")
                {
                    Permission = Permissions.KindsManage,
                    Tag = Tag,
                    Summary = "Retire a deal kind",
                    Description = "New deals can no longer use the kind; running deals and reports keep it.",
                    Refusals = ["deal_kind.not_found", "deal_kind.is_default", "validation.failed"],
                }
            )
            .Takes(new RetireDealKindBody("Заменён видом services"), optional: true)
            .Answers<DealKindAnswer>();
        routes
            .MapPost(
                "/deal-kinds/{code}/restore",
                async (string code, HttpContext http, KindCommands commands) =>
                    await commands.Run(http, code, await Body.Read<NoBody>(http, optional: true), ChangeKind.Restore)
            )
            .Operation(
                new("restoreDealKind")
                {
                    Permission = Permissions.KindsManage,
                    Tag = Tag,
                    Summary = "Restore a deal kind",
                    Description = "New deals can use the kind again.",
                    Refusals = ["deal_kind.not_found"],
                }
            )
            .Takes(new NoBody(), optional: true)
            .Answers<DealKindAnswer>();
    }

    private static async Task<IResult> Post(HttpContext http, IMessageBus bus, Kinds kinds, TimeProvider clock)
    {
        var body = await Body.Read<DraftDealKindBody>(http);
        if (!KindValidation.IsCode(body.Code))
            throw ProblemException.Member("/code", "code.invalid", "1 to 60 small letters, digits and hyphens");
        if (body.CopyFrom is not null && body.Process is not null)
            throw ProblemException.Member("/copyFrom", "member.conflict", "either copyFrom or process");
        var draft = body.Process is { } given
            ? KindCommands.Whole(given, "/process")
            : Copied(body.CopyFrom is { } from ? Codes.Fold(from) : ShippedKinds.Default, kinds, clock);
        var drafted = new DealKindDrafted(body.Code, draft) { HappenedAt = clock.GetUtcNow() };
        var id = DealKindDocument.Stream(body.Code);
        return await bus.Answer(http, new DraftDealKindCommand(id, [drafted], http.CommandRequest(body, null, id)));
    }

    private static KindDraft Copied(string code, Kinds kinds, TimeProvider clock) =>
        (kinds.Registry.InForce(code, clock.GetUtcNow()) ?? KindTemplates.All.FirstOrDefault(x => x.Code == code))
            is { } process
            ? KindDraft.Of(process)
            : throw ProblemException.Member(
                "/copyFrom",
                "deal_kind.not_found",
                Phrase.Data(kinds.Registry.Codes.Concat(KindTemplates.All.Select(x => x.Code)))
            );

    private static async Task<IResult> Put(string code, HttpContext http, KindCommands commands)
    {
        var draft = KindCommands.Whole(await Body.Read<KindDraft>(http), "");
        var world = await commands.World(http.RequestAborted);
        return await commands.Run(http, code, draft, (x, context) => ChangeKind.Edit(x, draft, context), world);
    }
}
