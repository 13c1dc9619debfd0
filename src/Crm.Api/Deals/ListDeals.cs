using Crm.Api.Catalog;
using Crm.Api.CustomFields;
using Crm.Domain.CustomFields;
using Crm.Domain.Deals.Process;
using Npgsql;

namespace Crm.Api.Deals;

/// <summary>GET /deals.</summary>
public static class ListDealsEndpoint
{
    private static readonly (string, string)[] Signs = [("gte", ">="), ("gt", ">"), ("lte", "<="), ("lt", "<")];

    private static readonly Param[] Filters =
    [
        new("status", "string", "open, won, lost; several by commas.", "open"),
        new("kind", "string", "Codes of kinds, by commas."),
        new("stage", "string", "Codes of stages, by commas.", "qualification,proposal"),
        new("managerId", "uuid", "Ids of managers, by commas."),
        new("clientId", "uuid", "Ids of clients, by commas."),
        new("sourceId", "string", "Ids or codes of sources, by commas."),
        new("unassigned", "boolean", "true: deals without a manager."),
        new("number", "string", "The number of one deal.", "D-000042"),
        new("currency", "string", "Currency of the expected amount (ISO 4217).", "RUB"),
        .. Range("expectedAmount", "decimal"),
        .. Range("probability", "integer"),
        .. Range("openedAt", "date-time"),
        .. Range("updatedAt", "date-time"),
        .. Range("expectedCloseOn", "date"),
        FieldFilters.Param("deals"),
        FieldFilters.LineParam,
        new(
            "q",
            "string",
            "Beginnings of words of title, number, comment, interest and the client's name, any script.",
            "поставка"
        ),
    ];

    private static readonly Dictionary<string, SortKey> Sorts = new SortKey[]
    {
        new("openedAt", "d.opened_at", "timestamptz", false),
        new("updatedAt", "d.updated_at", "timestamptz", false),
        new("expectedAmount", "d.expected_amount", "numeric", false),
        new("probability", "d.probability", "integer", false),
        new("expectedCloseOn", "d.expected_close_on", "date", false),
        new("number", "d.number", "text", false),
    }.ToDictionary(x => x.Name, StringComparer.Ordinal);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/deals", List)
            .Operation(
                "listDeals",
                Permissions.DealsRead,
                "Deals",
                "List deals",
                "Deals that fit all filters. Newest first unless sorted; pages are stable under inserts and have no depth limit.",
                query:
                [
                    .. Param.Page,
                    Param.Count,
                    new(
                        "sort",
                        "string",
                        $"Keys by commas, - for descending: {string.Join(", ", Sorts.Keys)}. By expectedAmount only together with currency.",
                        "-openedAt"
                    ),
                    .. Filters,
                ],
                refuses:
                [
                    "limit.invalid",
                    "cursor.invalid",
                    "sort.invalid",
                    "sort.needs_currency",
                    "filter.needs_currency",
                    "search.no_words",
                ]
            )
            .Answers<Listed<DealAnswer>>();

    private static async Task<IResult> List(
        HttpContext http,
        NpgsqlDataSource database,
        CursorSeal cursors,
        DealAnswers answers,
        Names names,
        KindBook kinds,
        FieldBook fields
    )
    {
        var ct = http.RequestAborted;
        var page = DealPage.Of(http);
        await Filter(http, page, names, kinds, ct);
        await FieldFilters.Apply(http, page, fields, FieldOwner.Deal);
        await FieldFilters.ApplyLines(http, page, fields);
        var (cards, next, total) = await page.Read(
            http,
            database,
            cursors,
            Sort(http),
            PageOf.Scope(http),
            DealPage.Read,
            ct
        );
        return await answers.Page(http, cards, next, total);
    }

    private static async Task Filter(HttpContext http, PageOf page, Names names, KindBook kinds, CancellationToken ct)
    {
        In(page, "d.status", Words(http, "status", ["open", "won", "lost", "voided"]));
        In(page, "d.kind", Words(http, "kind", kinds.Codes));
        In(
            page,
            "d.stage",
            Words(
                http,
                "stage",
                [.. kinds.Codes.SelectMany(kinds.Versions).SelectMany(x => x.Stages).Select(x => x.Code).Distinct()]
            )
        );
        if (Query.Ids(http, "managerId") is { } managers)
            page.AnyOf("d.manager_id", managers);
        In(page, "d.client_id", Query.Ids(http, "clientId"));
        if (Query.List(http, "sourceId") is { } sources)
            In(page, "d.source", await Codes(sources, names, ct));
        if (Query.Flag(http, "unassigned"))
            page.Where("d.manager_id is null");
        if (Query.Text(http, "number") is { } number)
            page.Where($"d.number = {page.Parameter(number)}");
        if (Query.Currency(http) is { } currency)
            page.Where($"d.currency = {page.Parameter(currency.Code)}");
        Between(http, page, "expectedAmount", "d.expected_amount", name => Query.Number(http, name));
        Between(http, page, "probability", "d.probability", name => Query.Number(http, name));
        Between(http, page, "openedAt", "d.opened_at", name => Query.Instant(http, name));
        Between(http, page, "updatedAt", "d.updated_at", name => Query.Instant(http, name));
        Between(http, page, "expectedCloseOn", "d.expected_close_on", name => Query.Date(http, name));
        if (Query.Text(http, "expectedAmount.lt") is not null || Query.Text(http, "expectedAmount.lte") is not null)
            page.Where("d.expected_amount >= 0");
        if (Query.Text(http, "expectedCloseOn.gt") is not null || Query.Text(http, "expectedCloseOn.gte") is not null)
            page.Where("d.expected_close_on < '9999-12-31'");
        Search(page, Query.Words(http, "q"));
    }

    /// <summary>Every word must begin a word of the deal or of its client.</summary>
    private static void Search(PageOf page, string[] prefixes)
    {
        foreach (var prefix in prefixes)
        {
            var word = page.Parameter(prefix);
            page.Where(
                $"(d.id in (select w.deal from {DealWords.Qualified} w where {SearchWords.Sql("w.words", word)}) or d.client_id in (select c.id from crm.mt_doc_client c where {SearchWords.Sql("c.words", word)}))"
            );
        }
    }

    private static SortKey[] Sort(HttpContext http)
    {
        var keys = (Query.List(http, "sort") ?? ["-openedAt"])
            .Select(x =>
                Sorts.TryGetValue(x.TrimStart('-'), out var key) && !x.StartsWith("--", StringComparison.Ordinal)
                    ? key with
                    {
                        Descending = x[0] == '-',
                    }
                    : throw ProblemException.Parameter("sort", "sort.invalid", string.Join(", ", Sorts.Keys))
            )
            .ToArray();
        if (keys.Length == 0 || keys.DistinctBy(x => x.Name).Count() != keys.Length)
            throw ProblemException.Parameter("sort", "sort.invalid", "each key once");
        if (keys.Any(x => x.Name == "expectedAmount") && Query.Text(http, "currency") is null)
            throw ProblemException.Parameter("sort", "sort.needs_currency", "currency=");
        return keys;
    }

    private static void In(PageOf page, string column, Array? values)
    {
        if (values is not null)
            page.Where(
                values.Length == 1
                    ? $"{column} = {page.Parameter(values.GetValue(0)!)}"
                    : $"{column} = any({page.Parameter(values)})"
            );
    }

    private static void Between<T>(HttpContext http, PageOf page, string name, string column, Func<string, T?> read)
        where T : struct
    {
        foreach (var (suffix, sign) in Signs)
            if (read($"{name}.{suffix}") is { } value)
                page.Where($"{column} {sign} {page.Parameter(value)}");
    }

    private static Param[] Range(string name, string type) =>
        [.. Signs.Select(x => new Param($"{name}.{x.Item1}", type, $"{name} {x.Item2} this."))];

    private static string[]? Words(HttpContext http, string name, IReadOnlyList<string> known) =>
        Query.List(http, name) is { } words
            ? words.FirstOrDefault(x => !known.Contains(x)) is { } odd
                ? throw Query.Invalid(name, $"'{odd}' is none of {string.Join(", ", known)}")
                : words
            : null;

    private static async Task<string[]> Codes(string[] sources, Names names, CancellationToken ct)
    {
        var codes = new string[sources.Length];
        for (var i = 0; i < sources.Length; i++)
            codes[i] = Guid.TryParse(sources[i], out var id) ? (await names.Source(id, ct))?.Code ?? "" : sources[i];
        return codes;
    }
}
