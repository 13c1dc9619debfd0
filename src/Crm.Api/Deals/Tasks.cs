using Crm.Api.Paging;
using Crm.Domain.Clients;
using Crm.Domain.Deals;
using Crm.Domain.Deals.Tasks;
using Crm.Domain.Processes;
using Crm.Domain.Settings;

namespace Crm.Api.Deals;

/// <summary>GET /deals/{dealId}/tasks and /deals/{dealId}/tasks/{taskId}.</summary>
public sealed class TaskReader(
    DealReader deals,
    Kinds kinds,
    KnownNames knownNames,
    ProblemRenderer problems,
    TimeProvider clock
)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(
                "/deals/{dealId:guid}/tasks",
                async (Guid dealId, HttpContext http, TaskReader reader, CursorSeal cursors) =>
                    Pages.Cut(http, cursors, (await reader.Read(http, dealId)).Tasks, x => x.Id.ToString())
            )
            .Operation(
                new("listTasks")
                {
                    Permission = Permissions.DealsRead,
                    Tag = "Tasks",
                    Summary = "List tasks of a deal",
                    Description = "All tasks that the process raised, oldest first, each with its checks.",
                    Query = [.. Param.Page, Param.AsOf, Param.KnownAt],
                    Refusals = ["deal.not_found", "limit.invalid", "cursor.invalid"],
                }
            )
            .AnswersList<StageTaskAnswer>();
        routes
            .MapGet(
                "/deals/{dealId:guid}/tasks/{taskId:guid}",
                async (Guid dealId, Guid taskId, HttpContext http, TaskReader reader) =>
                {
                    var (tasks, version) = await reader.Read(http, dealId);
                    var task =
                        tasks.FirstOrDefault(x => x.Id == taskId) ?? throw ProblemException.NotFound("task.not_found");
                    return Reply.Ok(task, version);
                }
            )
            .Operation(
                new("getTask")
                {
                    Permission = Permissions.DealsRead,
                    Tag = "Tasks",
                    Summary = "Read a task",
                    Description =
                        "A task with its checks: whether they hold, the expected and the found value, and "
                        + "the call that would satisfy each.",
                    Query = [Param.AsOf, Param.KnownAt],
                    Refusals = ["deal.not_found", "task.not_found"],
                }
            )
            .Answers<StageTaskAnswer>();
    }

    private async Task<(IReadOnlyList<StageTaskAnswer> Tasks, int Version)> Read(HttpContext http, Guid dealId)
    {
        var ct = http.RequestAborted;
        var asOf = Query.Instant(http, "asOf");
        var knownAt = Query.Instant(http, "knownAt");
        var deal = (await deals.Fold(dealId, asOf, knownAt, ct)).State;
        var process = await kinds.Process(deal.Kind.Code, deal.Kind.Version, ct);
        var names = knownNames.At(knownAt);
        var settings = await names.Settings(ct);
        var context = new CompanyCommandContext(
            asOf ?? clock.GetUtcNow(),
            null,
            null,
            Rights.None,
            TimeZoneInfo.FindSystemTimeZoneById(settings.TimeZone!),
            Guid.CreateVersion7
        )
        {
            Calendar = settings.Calendar,
            WriteOffLimit = settings.WriteOffLimitIn(settings.BaseCurrency!.Value),
        };
        var situation = new DecisionContext(deal, process, context, await Standing(deal, process, asOf, knownAt, ct));
        var manager = deal.Manager is { } user ? new NamedAnswer(user.Value, await names.User(user, ct)) : null;
        var language = Language.Of(http);
        List<StageTaskAnswer> answers = [];
        foreach (var task in deal.RaisedTasks)
            answers.Add(await Answer(situation, task, (names, manager), language, ct));
        return (answers, deal.Version);
    }

    private async Task<ClientStanding?> Standing(
        Deal deal,
        DealProcess process,
        DateTimeOffset? asOf,
        DateTimeOffset? knownAt,
        CancellationToken ct
    )
    {
        if (
            deal.Client is not { } client
            || !deal.OpenTasks.Any(x =>
                process.Template(x.Code) is { } template && ClientStandings.AsksForDetails(template)
            )
        )
            return null;
        return ClientStandings.From((await deals.Client(client, asOf, knownAt, ct))?.State, client, 0);
    }

    private async ValueTask<StageTaskAnswer> Answer(
        DecisionContext at,
        StageTask x,
        (NamesAt At, NamedAnswer? Manager) names,
        string language,
        CancellationToken ct
    )
    {
        // A task of an earlier version of the kind, which the present one does not know, keeps its code for a title.
        var template = at.Process.Template(x.Code);
        var assignee =
            x.Assignee is { } user ? new NamedAnswer(user.Value, await names.At.User(user, ct))
            : x.Role is null ? names.Manager
            : null;
        return new StageTaskAnswer(
            x.Id.Value,
            x.Code,
            template?.Title.In(language) ?? x.Code,
            x.Stage,
            x.Status,
            assignee,
            x.Role,
            template?.Mandatory ?? true,
            template?.Automatic ?? false,
            x.RaisedAt,
            x.DueAt,
            x.Status == StageTaskStatus.Open && x.DueAt < at.Context.Now,
            x.ClosedAt,
            [.. x.Evidence.Select(e => $"{e.Fact}:{e.Id}")],
            [
                .. Checklist(template)
                    .Select(i => new ChecklistItemAnswer(i.Code, i.Title.In(language), x.Ticked.Contains(i.Code))),
            ],
            [.. Checks(at, template, x, language)],
            x.FirstDueAt ?? x.DueAt,
            x.Postponed
        );
    }

    private static IEnumerable<ChecklistItem> Checklist(TaskTemplate? template) =>
        template?.Checks.SelectMany(c => c.Leaves).OfType<ChecklistCheck>().SelectMany(c => c.Items) ?? [];

    private IEnumerable<CheckAnswer> Checks(
        DecisionContext at,
        TaskTemplate? template,
        StageTask task,
        string language
    ) =>
        task.Status switch
        {
            StageTaskStatus.Open when template is not null => Check
                .EvaluateAll(template.Checks, at.ForChecks, task.ForChecks)
                .Select(x => new CheckAnswer(
                    x.Code,
                    CheckTitles.All[x.Code].In(language),
                    x.Met,
                    ConditionValue.Of(x.Expected, language),
                    ConditionValue.Of(x.Actual, language),
                    [.. x.Blockers.Select(b => problems.Blocker(b, language))]
                )),
            StageTaskStatus.Completed when template is not null => template.Checks.Select(x => new CheckAnswer(
                x.Code,
                CheckTitles.All[x.Code].In(language),
                true,
                ConditionValue.Of("met", language),
                ConditionValue.Of("was met when the task was completed", language),
                []
            )),
            _ => [],
        };
}
