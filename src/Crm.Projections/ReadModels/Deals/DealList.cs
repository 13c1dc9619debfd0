using System.Globalization;
using Crm.Domain.Processes;
using Crm.Projections.ReadModels.Tasks;
using Npgsql;

namespace Crm.Projections.ReadModels.Deals;

/// <summary>A row of a deal list: the card as bytes, and the ids whose names are added.</summary>
public readonly record struct ListedDeal(byte[] Card, Guid? Client, Guid? Manager);

/// <summary>A column of deals that a list can filter by range.</summary>
public enum DealRange
{
    ExpectedAmount,
    Probability,
    OpenedAt,
    UpdatedAt,
    ExpectedCloseOn,
}

/// <summary>The deals that a caller may see.</summary>
public sealed class DealList : ListQuery
{
    public DealList(DealVisibility visibility)
        : this(visibility, []) { }

    /// <param name="behind">Only the deals behind a number of a report; its parameters come first.</param>
    public DealList(DealVisibility visibility, DrillDown behind)
        : this(visibility, behind.Parameters) => Where(behind.Sql);

    private DealList(DealVisibility visibility, IReadOnlyList<NpgsqlParameter> first)
        : base($"{StoreTables.Deals} d", "d.card, d.client_id, d.manager_id", "d.id")
    {
        foreach (var parameter in first)
            Parameter(parameter);
        if (visibility.Ways("d", Parameter) is { } seen)
            Only(seen);
    }

    public static SortColumn ById { get; } = new("id", "d.id", "uuid", false);

    /// <summary>Available sort orders.</summary>
    public static IReadOnlyList<SortColumn> Sorts { get; } =
    [
        new("openedAt", "d.opened_at", "timestamptz", false),
        new("updatedAt", "d.updated_at", "timestamptz", false),
        new("expectedAmount", "d.expected_amount", "numeric", false),
        new("probability", "d.probability", "integer", false),
        new("expectedCloseOn", "d.expected_close_on", "date", false)
        {
            Falling =
                "case when d.expected_close_on >= '9999-12-31' then '-infinity'::date else d.expected_close_on end",
        },
        new("number", "d.number", "text", false),
    ];

    public static ListedDeal Read(NpgsqlDataReader row) =>
        new(
            row.GetFieldValue<byte[]>(0),
            row.IsDBNull(1) ? null : row.GetGuid(1),
            row.IsDBNull(2) ? null : row.GetGuid(2)
        );

    public void InStatus(string[] statuses) => In("d.status", statuses);

    public void OfKind(string[] codes) => In("d.kind", codes);

    public void AtStage(string[] codes) => In("d.stage", codes);

    public void ManagedBy(Guid[] users) => InIndexed("d.manager_id", users);

    /// <summary>
    /// Open deals that are in their stage for longer than its norm, or all others.
    /// </summary>
    public void Stale(bool stale, IReadOnlyList<StageLimit> limits)
    {
        var longer = limits
            .GroupBy(limit => (limit.Kind, limit.EnteredBefore))
            .Select(same =>
                $"(d.kind = {Parameter(same.Key.Kind)} and d.stage = any({Parameter(same.Select(limit => limit.Stage).ToArray())}) "
                + $"and {DealTable.StageEntered} < {Parameter(Utc(same.Key.EnteredBefore))})"
            )
            .ToArray();
        var found = longer.Length == 0 ? "false" : $"(d.status = 'open' and ({string.Join(" or ", longer)}))";
        Where(stale ? found : $"({found}) is not true");
    }

    /// <summary>
    /// Open deals with nothing that is due on the day or later - no task, assignment, reminder or planned interaction - or all others.
    /// </summary>
    /// <param name="day">Beginning of the day.</param>
    public void Neglected(bool neglected, DateTimeOffset day)
    {
        var from = Parameter(day);
        var due =
            $"exists (select from {TaskTable.Qualified} t where t.deal_id = d.id and t.is_open and t.due_at >= {from} "
            + "and t.due_at < 'infinity') "
            + $"or exists (select from {StoreTables.Reminders} r where r.deal_id = d.id and r.next_at >= {from}) "
            + $"or exists (select from {StoreTables.Interactions} i where i.deal_id = d.id and i.status = 'planned' "
            + $"and i.occurred_at >= {from})";
        Where(neglected ? $"d.status = 'open' and not ({due})" : $"(d.status <> 'open' or {due})");
    }

    private static string Utc(DateTimeOffset second) =>
        second.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    public void Unassigned() => Where("d.manager_id is null");

    public void OfClient(Guid[] clients) => In("d.client_id", clients);

    public void FromSource(string[] codes) => In("d.source", codes);

    public void Numbered(string number) => Where($"d.number = {Parameter(number)}");

    /// <summary>Deals that have a document with this number.</summary>
    public void WithDocument(string key) => Where(HasDocument(key));

    public void InCurrency(Currency currency) => Where($"d.currency = {Parameter(currency.Code)}");

    /// <summary>A deal without the value matches no range, whatever placeholder the column has for sorting.</summary>
    public void Within(DealRange range, Comparison comparison, object bound)
    {
        Where($"{Column(range)} {comparison.Sql()} {Parameter(bound)}");
        if (range == DealRange.ExpectedAmount && comparison is Comparison.AtMost or Comparison.Below)
            Where("d.expected_amount >= 0");
        if (range == DealRange.ExpectedCloseOn && comparison is Comparison.AtLeast or Comparison.Above)
            Where("d.expected_close_on < '9999-12-31'");
    }

    public void WithFields(Crm.Projections.ReadModels.CustomFields.FieldCondition condition) =>
        Where(condition.Sql("d.custom_fields", Parameter));

    /// <summary>Deals with one line that satisfies all conditions on lines.</summary>
    public void WithLine(IReadOnlyList<Crm.Projections.ReadModels.CustomFields.FieldCondition> asked)
    {
        // The index finds deals where some line has a value; whether a single line satisfies all conditions is checked
        // afterwards.
        foreach (var equal in asked.OfType<Crm.Projections.ReadModels.CustomFields.FieldIsAnyOf>())
            Where(equal.SqlOfLines("d.line_fields", Parameter));
        if (asked is [] or [Crm.Projections.ReadModels.CustomFields.FieldIsAnyOf])
            return;
        var fits = asked.Select(condition => condition.Sql("l.fields", Parameter)).ToArray();
        Where(
            "d.line_fields is not null and exists (select from jsonb_array_elements(d.line_fields) l(fields) "
                + $"where {string.Join(" and ", fits)})"
        );
    }

    /// <summary>
    /// For each prefix a word of the deal or of its client starts with it; or a document of the deal has the number that was typed. The
    /// name of the client is on the deal's card; their legal details are found by those who may read them.
    /// </summary>
    /// <param name="clients">The deals through which the caller may read clients; null: none.</param>
    /// <param name="document">Key of a document's number; null: the text is none.</param>
    public void Finds(IReadOnlyList<string> prefixes, DealVisibility? clients, string? document)
    {
        if (prefixes.Count == 0)
            return;
        var words = string.Join(" and ", prefixes.Select(prefix => HasWord(prefix, clients)));
        Where(document is null ? words : $"({words} or {HasDocument(document)})");
    }

    private string HasWord(string prefix, DealVisibility? clients)
    {
        var word = Parameter(prefix);
        var found = SearchWords.Sql("c.words", word);
        if (clients is null)
            found += $" and {NameHas(word)}";
        else if (clients.Sql("s", Parameter) is { } seen)
            found +=
                $" and ({NameHas(word)} " + $"or c.id in (select s.client_id from {StoreTables.Deals} s where {seen}))";
        return $"(d.id in (select w.deal from {DealWords.Qualified} w where {SearchWords.Sql("w.words", word)}) "
            + $"or d.client_id in (select c.id from {StoreTables.Clients} c where {found}))";
    }

    private string HasDocument(string key) =>
        $"(d.document_keys is not null and d.document_keys @> array[{Parameter(key)}]::text[])";

    /// <summary>
    /// The words of a client begin with those of the name, which are as long as the name in its normal form. A name with characters
    /// beyond the basic plane loses its last words here.
    /// </summary>
    private static string NameHas(string prefix) =>
        SearchWords.Sql("left(c.words, char_length(normalize(c.name)))", prefix);

    private static string Column(DealRange range) =>
        range switch
        {
            DealRange.ExpectedAmount => "d.expected_amount",
            DealRange.Probability => "d.probability",
            DealRange.OpenedAt => "d.opened_at",
            DealRange.UpdatedAt => "d.updated_at",
            _ => "d.expected_close_on",
        };
}
