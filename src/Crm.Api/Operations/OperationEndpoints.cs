using System.Globalization;
using Crm.Api.Paging;
using Crm.Projections.ReadModels.Operations;
using Crm.Projections.Reports;
using Marten;

namespace Crm.Api.Operations;

/// <summary>/projections and /operations.</summary>
public static class OperationEndpoints
{
    internal const string Rebuilding = "rebuild-projection";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(
                "/projections",
                async (
                    HttpContext http,
                    ReportProgress progress,
                    IDocumentStore store,
                    CursorSeal cursors,
                    TimeProvider clock
                ) =>
                    Pages.Cut(
                        http,
                        cursors,
                        await All(progress, store, clock.GetUtcNow(), http.RequestAborted),
                        x => x.Name
                    )
            )
            .Operation(
                new("listProjections")
                {
                    Permission = Permissions.ReportsRead,
                    Tag = "Operation",
                    Summary = "List projections",
                    Description =
                        "All reports with their position, how far they are behind, and the error that has stopped one.",
                    Query = Param.Page,
                    Refusals = ["limit.invalid", "cursor.invalid"],
                }
            )
            .AnswersList<ProjectionAnswer>();
        routes
            .MapPost("/projections/{name}/rebuild", Rebuild)
            .Operation(
                new("rebuildProjection")
                {
                    Permission = Permissions.ProjectionsRebuild,
                    Tag = "Operation",
                    Summary = "Rebuild a projection",
                    Description =
                        "Rebuilds a report next to the live one and compares both row by row. While a "
                        + "rebuild is running, another one is refused with 409; `blockers` names its "
                        + "operation. Requires the scope admin.",
                    Refusals = ["projection.not_found", "projection.rebuilding"],
                }
            )
            .Takes(new NoBody(), optional: true)
            .WithoutPreview()
            .Answers<OperationAnswer>(202);
        routes
            .MapGet(
                "/operations/{operationId:guid}",
                async (Guid operationId, HttpContext http, IDocumentStore store) =>
                {
                    await using var session = store.QuerySession();
                    return await session.LoadAsync<LongWork>(operationId, http.RequestAborted) is { } work
                        ? new Reply(200, OperationAnswer.For(Caller.Of(http), work, http.Viewer().Language))
                        : throw ProblemException.NotFound("operation.not_found");
                }
            )
            .Operation(
                new("getOperation")
                {
                    Permission = Permissions.ReportsRead,
                    Tag = "Operation",
                    Summary = "Read an operation",
                    Description =
                        "State, progress and result of a long-running operation. Rows and deals in the "
                        + "result are visible only to callers who may start such an operation.",
                    Refusals = ["operation.not_found"],
                }
            )
            .Answers<OperationAnswer>();
        routes
            .MapPost("/operations/{operationId:guid}/cancel", Cancel)
            .Operation(
                new("cancelOperation")
                {
                    Permission = Permissions.ProjectionsRebuild,
                    Tag = "Operation",
                    Summary = "Cancel an operation",
                    Description =
                        "A queued operation does not start; a running one stops at its next step and leaves "
                        + "no result. A finished operation cannot be cancelled.",
                    Refusals = ["operation.not_found", "operation.not_running"],
                }
            )
            .Takes(new NoBody(), optional: true)
            .WithoutPreview()
            .Answers<OperationAnswer>();
    }

    private static async Task<IResult> Rebuild(
        string name,
        HttpContext http,
        OutgoingMessages outgoing,
        RequestAnswers kept,
        IDocumentStore store,
        TimeProvider clock
    )
    {
        var (ct, key) = (http.RequestAborted, CommandRequests.Key(http, await Body.Read<NoBody>(http, optional: true)));
        if (!ReportRegistry.Names.Contains(name))
            throw ProblemException.NotFound("projection.not_found");
        await using var session = store.LightweightSession();
        await LongWorkLock.TakeTurn(session, "rebuild:" + name, ct);
        var now = clock.GetUtcNow();
        if (await kept.Replay(http, session, key) is { } replayed)
            return replayed;
        if (await Running(session).FirstOrDefaultAsync(work => work.Subject == name, ct) is { } running)
            throw UnderWay(running);
        var work = new LongWork
        {
            Id = Guid.CreateVersion7(),
            Kind = Rebuilding,
            Subject = name,
            CreatedAt = now,
            UpdatedAt = now,
        };
        WorkLeases.Insert(session, work);
        // The message is part of the commit, so an accepted operation survives a crash.
        await outgoing.Enlist(session, new(new RebuildProjection(work.Id, name)));
        var answer = StoredAnswer.Create(
            http.Viewer(),
            202,
            OperationAnswer.Of(work, http.Viewer().Language),
            location: $"/api/v1/operations/{work.Id}"
        );
        if (key is not null)
            session.Store(answer.KeepUnder(key, (work.Id, 0), now, AnswerBases.Of(http.Viewer())));
        await session.SaveChangesAsync(ct);
        return new AnswerResult(answer, null);
    }

    private static async Task<IResult> Cancel(
        Guid operationId,
        HttpContext http,
        RequestAnswers kept,
        IDocumentStore store,
        TimeProvider clock
    )
    {
        var (ct, key) = (http.RequestAborted, CommandRequests.Key(http, await Body.Read<NoBody>(http, optional: true)));
        await using var session = store.LightweightSession();
        if (await LongWorkLock.Take(session, operationId, ct) is not { } work)
            throw ProblemException.NotFound("operation.not_found");
        if (await kept.Replay(http, session, key) is { } replayed)
            return replayed;
        if (work.State is "succeeded" or "failed")
            throw new ProblemException(409, "operation.not_running")
            {
                Blockers =
                [
                    new("operation.not_running", $"operation:{work.Id}", "queued or running", StateOf(work), null),
                ],
            };
        if (work.State != "cancelled")
        {
            (work.State, work.UpdatedAt) = ("cancelled", clock.GetUtcNow());
            session.Store(work);
            WorkLeases.Cancel(session, operationId);
        }

        var answer = StoredAnswer.Create(
            http.Viewer(),
            200,
            OperationAnswer.For(Caller.Of(http), work, http.Viewer().Language)
        );
        if (key is not null)
            session.Store(answer.KeepUnder(key, (work.Id, 0), work.UpdatedAt, AnswerBases.Of(http.Viewer())));
        await session.SaveChangesAsync(ct);
        return new AnswerResult(answer, null);
    }

    private static Phrase StateOf(LongWork work)
    {
        switch (work.State)
        {
            case "queued":
                return "queued";
            case "running":
                return "running";
            case "succeeded":
                return "succeeded";
            case "failed":
                return "failed";
            default:
                return Phrase.Data(work.State);
        }
    }

    private static ProblemException UnderWay(LongWork work) =>
        new(409, "projection.rebuilding")
        {
            Blockers =
            [
                new(
                    "projection.rebuilding",
                    $"operation:{work.Id}",
                    "no rebuild of this report",
                    $"{StateOf(work)}, {work.Progress:0%}",
                    new Fix.ReviewOperation(work.Id)
                ),
            ],
        };

    private static async Task<List<ProjectionAnswer>> All(
        ReportProgress progress,
        IDocumentStore store,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        await using var session = store.QuerySession();
        var rebuilding = await Running(session).Select(work => work.Subject).ToListAsync(ct);
        return
        [
            .. (await progress.Find(ct)).Select(report =>
                ProjectionAnswer.Of(report, rebuilding.Contains(report.Name), now)
            ),
        ];
    }

    private static IQueryable<LongWork> Running(IQuerySession session) =>
        session
            .Query<LongWork>()
            .Where(work => work.Kind == Rebuilding && (work.State == "queued" || work.State == "running"));
}
