using Crm.Domain.Assignments;
using Crm.Projections.ReadModels.Tasks;

namespace Crm.Api.Assignments;

/// <summary>Filters and sort orders that the inbox and the list of assignments share.</summary>
public sealed class TaskFilters(AccessRegistry access, Authorizer authorizer, VisibleDeals deals, TimeProvider clock)
{
    private const string Me = "me";

    private static readonly (string Suffix, string Words, Comparison Comparison)[] Bounds =
    [
        ("gte", "at or after", Comparison.AtLeast),
        ("gt", "after", Comparison.Above),
        ("lte", "at or before", Comparison.AtMost),
        ("lt", "before", Comparison.Below),
    ];

    private static readonly Dictionary<string, SortColumn> Sorts = TaskList.Sorts.ToDictionary(
        key => key.Name,
        StringComparer.Ordinal
    );

    /// <summary>The sort parameter.</summary>
    public static Param Sort { get; } =
        (
            Param.Several(
                "sort",
                ValueSet.Sort("TaskSort", [.. Sorts.Keys]),
                "Sort keys; later ones sort what is equal by the earlier ones.",
                "dueAt"
            ) with
            {
                Fault = "sort.invalid",
            }
        ).Checked(http => SortOf(http));

    /// <summary>The filters.</summary>
    public static Param[] Shared { get; } =
    [
        new Param(
            "assignee",
            "string",
            "The assignee: `me` (with the absent users whose deputy the caller is) or the id of a user.",
            Me
        ).Checked(http => UserOf(http, "assignee")),
        new Param("author", "string", "Who gave the assignment: `me` or the id of a user.", Me).Checked(http =>
            UserOf(http, "author")
        ),
        new Param("reviewer", "string", "Who reviews the assignment: `me` or the id of a user.", Me).Checked(http =>
            UserOf(http, "reviewer")
        ),
        new Param(
            "role",
            "string",
            "Code of a role: what is open to its members and nobody has accepted.",
            "sales-manager"
        ).Checked(http => Query.Code(http, "role")),
        new("teamId", "uuid", "Id of a team: what its members have."),
        new("dealId", "uuid", "Id of a deal that the caller sees."),
        new(
            "clientId",
            "uuid",
            "Id of a client: what is about the client or one of their deals, as far as the caller sees them."
        ),
        Param.Several("importance", ValueSet.Of<Importance>(), "Degrees of importance; any of several.", "high"),
        .. Bounds.Select(bound => new Param(
            $"dueAt.{bound.Suffix}",
            "date-time",
            $"Only what is due {bound.Words} this time."
        )),
        new("overdue", "boolean", "`true`: only what is open and past its due date."),
    ];

    public static SortColumn[] SortOf(HttpContext http)
    {
        var keys = (Query.List(http, "sort") ?? ["dueAt"])
            .Select(key => key[0] == '-' ? Sorts[key[1..]].InDescendingOrder : Sorts[key])
            .ToArray();
        return keys.Length > 0 && keys.DistinctBy(key => key.Name).Count() == keys.Length
            ? keys
            : throw ProblemException.Parameter("sort", "sort.invalid", "each key once");
    }

    /// <summary>What the caller may see of what the shared filters admit.</summary>
    public async Task<TaskList> List(HttpContext http)
    {
        var (grants, ct) = (Caller.Of(http).Grants, http.RequestAborted);
        var visibility = new TaskVisibility(grants);
        var (assignee, author, reviewer) = (UserOf(http, "assignee"), UserOf(http, "author"), UserOf(http, "reviewer"));
        var role = Query.Code(http, "role") is { } code ? Codes.Fold(code) : null;
        // A filter that admits only what the caller sees needs no other condition, and its index gives the first page.
        var isImplied =
            assignee is { } one && visibility.Covers(one)
            || author is { } giver && visibility.Covers(giver)
            || reviewer is { } judge && visibility.IsCaller(judge);
        var list = new TaskList(isImplied ? null : visibility);
        // The tasks of absent users are done by their deputies.
        if (assignee is { } user)
            list.AssignedTo(
                Query.Text(http, "assignee") == Me
                    ?
                    [
                        user,
                        .. grants.ActsFor.Select(absent => absent.User).OfType<UserId>().Select(absent => absent.Value),
                    ]
                    : [user]
            );
        if (author is { } by)
            list.GivenBy(by);
        if (reviewer is { } reviewing)
            list.ReviewedBy(reviewing);
        if (role is not null)
            list.OpenTo(role);
        if (Query.Id(http, "teamId") is { } team)
            list.AssignedTo(Members(await access.Staff(ct), new(team)));
        await About(http, list, grants, ct);
        if (Query.List(http, "importance") is { } degrees)
            list.OfImportance([.. degrees.Select(word => (int)Enum.Parse<Importance>(word, ignoreCase: true))]);
        foreach (var (suffix, _, comparison) in Bounds)
            if (Query.Instant(http, "dueAt." + suffix) is { } bound)
                list.Due(comparison, bound);
        if (Query.Flag(http, "overdue"))
            list.Overdue(clock.GetUtcNow());
        return list;
    }

    /// <summary>What a task is about is no filter for those who do not see it: they would learn of it.</summary>
    private async Task About(HttpContext http, TaskList list, Grants grants, CancellationToken ct)
    {
        var caller = Caller.Of(http);
        if (Query.Id(http, "dealId") is { } deal)
        {
            list.OfDeal(deal);
            if (!await deals.Contains(deal, caller.Visibility, ct))
                list.Nothing();
        }

        if (Query.Id(http, "clientId") is { } client)
        {
            list.OfClient(client, DealVisibility.Of(grants));
            if (!await authorizer.SeesClient(caller, client, Permissions.ClientsRead, ct))
                list.Nothing();
        }
    }

    private static Guid[] Members(Staff staff, TeamId team) =>
        [.. staff.Users.Values.Where(user => user.Team == team).Select(user => user.Id.Value)];

    private static Guid? UserOf(HttpContext http, string name) =>
        Query.Text(http, name) is not { } text ? null
        : text == Me ? Caller.Of(http).User?.Value ?? Guid.Empty
        : Guid.TryParseExact(text, "D", out var id) ? id
        : throw Query.Invalid(name, "me or a UUID");
}
