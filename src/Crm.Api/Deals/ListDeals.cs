using Crm.Api.CustomFields;
using Crm.Api.Paging;
using Crm.Domain.CustomFields;
using Crm.Domain.Deals.Lifecycle;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Processes;
using Crm.Projections.ReadModels.DealKinds;
using Npgsql;

namespace Crm.Api.Deals;

/// <summary>GET /deals.</summary>
public static class ListDealsEndpoint
{
    private static readonly (string Suffix, string Words, Comparison Comparison)[] Signs =
    [
        ("gte", "at least", Comparison.AtLeast),
        ("gt", "above", Comparison.Above),
        ("lte", "at most", Comparison.AtMost),
        ("lt", "below", Comparison.Below),
    ];

    private static readonly Param[] Filters =
    [
        Param.Several("status", ValueSet.Of<DealStatus>(), "States; any of several.", "open"),
        new Param("kind", "string", "Codes of deal kinds, separated by commas.").Checked(http =>
            KindsOf(http, RegistryOf(http))
        ),
        new Param("stage", "string", "Codes of stages, separated by commas.", "qualification,proposal").Checked(http =>
            StagesOf(http, RegistryOf(http))
        ),
        new("managerId", "uuid", "Ids of managers, separated by commas."),
        new("clientId", "uuid", "Ids of clients, separated by commas."),
        new Param("source", "string", "Codes of lead sources, separated by commas.").Checked(http =>
            Query.Codes(http, "source")
        ),
        new("unassigned", "boolean", "`true`: only deals without a manager."),
        new(
            "neglected",
            "boolean",
            "`true`: only open deals for which nothing is due today or later: no task, assignment, reminder or planned interaction. "
                + "`false`: only others."
        ),
        new(
            "stale",
            "boolean",
            "`true`: only open deals that are in their stage for more calendar days than its `normDays` in the kind's version in force; "
                + "`false`: only others."
        ),
        new("number", "string", "Number of a deal.", "D-000042"),
        new Param(
            "documentNumber",
            "string",
            "Number of a proposal, order, invoice, shipment or payment of the deal; prefix, year and leading zeros may be left out.",
            "21"
        ).Checked(http => DocumentKey(http)),
        new Param(
            "currency",
            "string",
            "Currency of the expected amount, ISO 4217. With a filter by a custom field of money and none by expectedAmount it is the "
                + "currency of that field only.",
            "RUB"
        ).Checked(http => Query.Currency(http)),
        .. Range("expectedAmount", "decimal").Select(bound => bound.Checked(http => Query.Amount(http, bound.Name))),
        .. Range("probability", "integer"),
        .. Range("openedAt", "date-time"),
        .. Range("updatedAt", "date-time"),
        .. Range("expectedCloseOn", "date"),
        FieldFilters.Param("deals", FieldOwner.Deal),
        FieldFilters.LineParam,
        new Param(
            "q",
            "string",
            "Searches title, number, comment, interest and the client's name by the beginnings of words, in "
                + "any script."
                + Param.OneLetter,
            "поставка"
        ).Checked(http => Query.Words(http, "q")),
    ];

    private static readonly Dictionary<string, SortColumn> Sorts = DealList.Sorts.ToDictionary(
        key => key.Name,
        StringComparer.Ordinal
    );

    private static readonly Param SortParameter = (
        Param.Several(
            "sort",
            ValueSet.Sort("DealSort", [.. Sorts.Keys]),
            "Sort keys; later ones sort what is equal by the earlier ones. expectedAmount requires currency.",
            "-openedAt"
        ) with
        {
            Fault = "sort.invalid",
        }
    ).Checked(http => Sort(http));

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/deals", List)
            .Operation(
                new("listDeals")
                {
                    Permission = Permissions.DealsRead,
                    Tag = "Deals",
                    Summary = "List deals",
                    Description =
                        "Deals that match all filters, newest first unless sorted. Pages are stable while "
                        + "deals are added, and there is no depth limit.",
                    Query = [.. Param.Page, Param.Count, SortParameter, .. Filters],
                    Refusals =
                    [
                        "limit.invalid",
                        "cursor.invalid",
                        "sort.invalid",
                        "sort.needs_currency",
                        "filter.needs_currency",
                        "search.no_words",
                    ],
                }
            )
            .AnswersList<DealAnswer>();

    private static async Task<IResult> List(
        HttpContext http,
        NpgsqlDataSource database,
        CursorSeal cursors,
        DealAnswers answers,
        Names names,
        KindRegistry kinds,
        CustomFieldRegistry fields
    )
    {
        var list = new DealList(Caller.Of(http).Visibility);
        await Filter(http, list, names, kinds, http.RequestAborted);
        var own = await FieldFilters.Read(http, fields, FieldOwner.Deal);
        var ofLines = await FieldFilters.ReadOfLines(http, fields);
        foreach (var condition in own)
            list.WithFields(condition);
        list.WithLine(ofLines);
        if (
            Query.Currency(http) is { } currency
            && (FiltersExpectedAmount(http) || !FieldFilters.CompareMoney([.. own, .. ofLines]))
        )
            list.InCurrency(currency);
        return await answers.Page(http, new PageOf(list), Sort(http), database, cursors);
    }

    private static async Task Filter(
        HttpContext http,
        DealList list,
        Names names,
        KindRegistry kinds,
        CancellationToken ct
    )
    {
        if (Query.List(http, "status") is { } statuses)
            list.InStatus(statuses);
        if (KindsOf(http, kinds) is { } codes)
            list.OfKind(codes);
        if (StagesOf(http, kinds) is { } stages)
            list.AtStage(stages);
        if (Query.Ids(http, "managerId") is { } managers)
            list.ManagedBy(managers);
        if (Query.Ids(http, "clientId") is { } clients)
            list.OfClient(clients);
        if (Query.Codes(http, "source") is { } sources)
            list.FromSource(await Sources(sources, names, ct));
        if (Query.Flag(http, "unassigned"))
            list.Unassigned();
        if (Query.Text(http, "neglected") is not null)
            list.Neglected(Query.Flag(http, "neglected"), StartOfToday(http));
        if (Query.Text(http, "stale") is not null)
            list.Stale(Query.Flag(http, "stale"), LimitsOf(http, kinds));
        if (Query.Code(http, "number") is { } number)
            list.Numbered(number);
        if (DocumentKey(http) is { } document)
            list.WithDocument(document);
        Within(list, "expectedAmount", DealRange.ExpectedAmount, name => Query.Amount(http, name));
        Within(list, "probability", DealRange.Probability, name => Query.Number(http, name));
        Within(list, "openedAt", DealRange.OpenedAt, name => Query.Instant(http, name));
        Within(list, "updatedAt", DealRange.UpdatedAt, name => Query.Instant(http, name));
        Within(list, "expectedCloseOn", DealRange.ExpectedCloseOn, name => Query.Date(http, name));
        var grants = Caller.Of(http).Grants;
        var readsClients = grants.ClientsOf(Permissions.ClientsRead) is { } reach
            ? DealVisibility.Of(grants, reach)
            : null;
        list.Finds([.. Query.Words(http, "q")], readsClients, DocumentNumbers.KeyOf(Query.Text(http, "q") ?? ""));
    }

    /// <summary>In the company's time zone.</summary>
    private static DateTimeOffset StartOfToday(HttpContext http)
    {
        var zone = http.RequestServices.GetRequiredService<Company>().TimeZone;
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var midnight = TimeZoneInfo.ConvertTime(now, zone).Date;
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    private static bool FiltersExpectedAmount(HttpContext http) =>
        http.Request.Query.Keys.Any(name => name.StartsWith("expectedAmount.", StringComparison.Ordinal))
        || Query.List(http, "sort")?.Any(key => key.TrimStart('-') == "expectedAmount") == true;

    private static IReadOnlyList<StageLimit> LimitsOf(HttpContext http, KindRegistry kinds) =>
        kinds.Limits(
            http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow(),
            http.RequestServices.GetRequiredService<Company>().TimeZone
        );

    private static KindRegistry RegistryOf(HttpContext http) => http.RequestServices.GetRequiredService<KindRegistry>();

    private static string[]? KindsOf(HttpContext http, KindRegistry kinds) => Codes(http, "kind", kinds.Codes);

    private static string[]? StagesOf(HttpContext http, KindRegistry kinds) =>
        Codes(
            http,
            "stage",
            [
                .. kinds
                    .Codes.SelectMany(kinds.Versions)
                    .SelectMany(process => process.Stages)
                    .Select(stage => stage.Code)
                    .Distinct(),
            ]
        );

    private static string? DocumentKey(HttpContext http) =>
        Query.Code(http, "documentNumber") is { } typed
            ? DocumentNumbers.KeyOf(typed) ?? throw Query.Invalid("documentNumber", "a number with letters or digits")
            : null;

    private static SortColumn[] Sort(HttpContext http)
    {
        var keys = (Query.List(http, "sort") ?? ["-openedAt"])
            .Select(key => key[0] == '-' ? Sorts[key[1..]].InDescendingOrder : Sorts[key])
            .ToArray();
        if (keys.Length == 0 || keys.DistinctBy(x => x.Name).Count() != keys.Length)
            throw ProblemException.Parameter("sort", "sort.invalid", "each key once");
        if (keys.Any(x => x.Name == "expectedAmount") && Query.Text(http, "currency") is null)
            throw ProblemException.Parameter("sort", "sort.needs_currency", "currency=");
        return keys;
    }

    private static void Within<T>(DealList list, string name, DealRange range, Func<string, T?> read)
        where T : struct
    {
        foreach (var (suffix, _, comparison) in Signs)
            if (read($"{name}.{suffix}") is { } value)
                list.Within(range, comparison, value);
    }

    private static Param[] Range(string name, string type) =>
        [
            .. Signs.Select(x => new Param(
                $"{name}.{x.Suffix}",
                type,
                $"Only deals whose {name} is {x.Words} this value."
            )),
        ];

    /// <summary>Codes that are of small letters by rule.</summary>
    private static string[]? Codes(HttpContext http, string name, IReadOnlyList<string> known) =>
        Known(Query.Codes(http, name)?.Select(Domain.Kernel.Codes.Fold).ToArray(), name, known);

    private static string[]? Known(string[]? given, string name, IReadOnlyList<string> known) =>
        given is { } words
            ? words.FirstOrDefault(x => !known.Contains(x)) is { } odd
                ? throw Query.Invalid(name, $"'{odd}' is none of {string.Join(", ", known)}")
                : words
            : null;

    private static async Task<string[]> Sources(string[] sources, Names names, CancellationToken ct)
    {
        var codes = new string[sources.Length];
        for (var i = 0; i < sources.Length; i++)
            codes[i] = Guid.TryParse(sources[i], out var id)
                ? (await names.Source(id, ct))?.Code ?? ""
                : (await names.SourceTyped(sources[i], ct))?.Code ?? sources[i];
        return codes;
    }
}
