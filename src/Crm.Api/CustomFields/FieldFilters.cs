using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Domain.CustomFields;
using Crm.Projections.ReadModels.CustomFields;

namespace Crm.Api.CustomFields;

/// <summary>
/// Filters of a list by custom fields (<see cref="FieldFilterText"/>), each given once per condition; all of them hold.
/// Deals are also filtered by fields of their lines: one line fits all. Equality uses the index of the column; a range
/// filters the rows that the other conditions leave.
/// </summary>
public static class FieldFilters
{
    private const string Own = "customField",
        OfLines = "lineCustomField",
        Grammar =
            "`<code>:<value>`, or `<code>:<value>,<value>` for any of several. Numbers, amounts and dates also "
            + "`<code>:gte:<value>` with gte, gt, lte or lt. A value that contains a comma, a colon or a double quote is put "
            + "in double quotes, each quote in it doubled. May be repeated; all conditions must hold. Amounts require "
            + "`currency`.";

    /// <param name="things">What carries the fields, in the plural.</param>
    public static Param Param(string things, FieldOwner owner) =>
        new(Own, "string", $"Filters by custom fields of {things}: {Grammar}")
        {
            IsRepeatable = true,
            Check = async http => await Read(http, Registry(http), owner),
        };

    public static Param LineParam { get; } =
        new(
            OfLines,
            "string",
            $"Filters by custom fields of lines: {Grammar} Selects deals with one line that meets all of them: in the interest, "
                + "in an order, or in the latest issued revision of a proposal."
        )
        {
            IsRepeatable = true,
            Check = async http => await ReadOfLines(http, Registry(http)),
        };

    /// <summary>The conditions on the fields of each item itself.</summary>
    public static ValueTask<IReadOnlyList<FieldCondition>> Read(
        HttpContext http,
        CustomFieldRegistry fields,
        FieldOwner owner
    ) => Read(http, Own, fields, owner);

    /// <summary>The conditions on the fields of one line.</summary>
    public static ValueTask<IReadOnlyList<FieldCondition>> ReadOfLines(HttpContext http, CustomFieldRegistry fields) =>
        Read(http, OfLines, fields, FieldOwner.Line);

    /// <summary>Whether a condition compares money: its currency is <c>currency</c>.</summary>
    public static bool CompareMoney(IEnumerable<FieldCondition> conditions) =>
        conditions.Any(condition => condition is MoneyFieldWithin or FieldIsAnyOf { Values: [JsonObject, ..] });

    private static CustomFieldRegistry Registry(HttpContext http) =>
        http.RequestServices.GetRequiredService<CustomFieldRegistry>();

    /// <exception cref="ProblemException">400 with the faults of all conditions.</exception>
    private static async ValueTask<IReadOnlyList<FieldCondition>> Read(
        HttpContext http,
        string name,
        CustomFieldRegistry fields,
        FieldOwner owner
    )
    {
        List<FieldCondition> conditions = [];
        var faults = new ParameterFaults();
        foreach (var text in http.Request.Query[name].OfType<string>())
            if (FieldFilterText.Parse(text, out var fault) is not { } filter)
                faults.Add(name, "parameter.invalid", $"condition '{text}': {fault}");
            else if (await fields.Find(owner, filter.Code, http.RequestAborted) is not { } field)
                faults.Add(name, "parameter.invalid", await Unknown(filter.Code, fields, owner, http.RequestAborted));
            else
                await faults.Collect(() =>
                {
                    conditions.Add(new Reader(http, name, field).Condition(filter));
                    return ValueTask.CompletedTask;
                });
        faults.ThrowIfAny();
        return conditions;
    }

    private static async ValueTask<Phrase> Unknown(
        string code,
        CustomFieldRegistry fields,
        FieldOwner owner,
        CancellationToken ct
    )
    {
        var known = (await fields.Of(owner, ct)).Select(field => field.Code).ToArray();
        return ParameterCheck.Nearest(code, known) is { } near ? Named(code, $"did you mean '{near}'?")
            : known.Length == 0 ? (Phrase)$"a custom field; {owner}: none is defined"
            : (Phrase)$"'{code}' is none of {string.Join(", ", known)}";
    }

    private static Phrase Named(string code, Phrase expected) => $"custom field '{code}': {expected}";

    /// <summary>Reads the values of one field.</summary>
    /// <param name="parameter">Named by a fault.</param>
    private sealed class Reader(HttpContext http, string parameter, CustomField field)
    {
        public FieldCondition Condition(FieldFilterText filter) =>
            filter.Sign is { } sign
                ? Range(sign, filter.Values[0])
                : new FieldIsAnyOf(field.Code, [.. filter.Values.Select(Value)]);

        private FieldCondition Range(Comparison sign, string text) =>
            field.Type switch
            {
                FieldType.Number => new NumberFieldWithin(field.Code, sign, Number(text)),
                FieldType.Money => new MoneyFieldWithin(field.Code, sign, Number(text), Currency()),
                FieldType.Date => new DateFieldWithin(field.Code, sign, Date(text)),
                _ => throw Invalid("ranges are for numbers, money and dates"),
            };

        private JsonNode Value(string text) =>
            field.Type switch
            {
                FieldType.Number => JsonValue.Create(Number(text)),
                FieldType.Money => JsonSerializer.SerializeToNode(
                    new Money(Number(text), Currency()),
                    StoreFormat.Json
                )!,
                FieldType.YesNo => JsonValue.Create(
                    text switch
                    {
                        "true" => true,
                        "false" => false,
                        _ => throw Invalid("true or false"),
                    }
                ),
                FieldType.Date => JsonValue.Create(Date(text).ToString("O", CultureInfo.InvariantCulture)),
                FieldType.Choice => field.Choices.FirstOrDefault(x => x.Code == Codes.Fold(text)) is { } choice
                    ? JsonValue.Create(choice.Code)
                    : throw Invalid(Phrase.Data(field.Choices.Select(x => x.Code))),
                FieldType.Reference => Guid.TryParseExact(text, "D", out var id)
                    ? JsonValue.Create(id.ToString())
                    : throw Invalid("UUIDs, separated by commas"),
                _ => JsonValue.Create(text),
            };

        private decimal Number(string text) =>
            text.Length <= 24
            && ExactDecimal.TryParse(
                text,
                NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
                out var number
            )
                ? number
                : throw Invalid("a decimal number");

        private DateOnly Date(string text) =>
            DateJson.TryParse(text, out var date) ? date : throw Invalid("a date, such as 2026-11-23");

        private Currency Currency() =>
            Query.Currency(http) ?? throw ProblemException.Parameter(parameter, "filter.needs_currency", "currency=");

        private ProblemException Invalid(Phrase expected) => Query.Invalid(parameter, Named(field.Code, expected));
    }
}
