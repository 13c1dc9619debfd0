using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Domain.CustomFields;
using Crm.Projections.ReadModels.CustomFields;

namespace Crm.Api.CustomFields;

/// <summary>
/// Filters of a list by custom fields: <c>customFields.code=a,b</c>, and <c>.gte .gt .lte .lt</c> for numbers, money and dates;
/// deals also by those of their lines. Equality asks the index of the column; a range looks at the rows that the other filters
/// leave.
/// </summary>
public static class FieldFilters
{
    private const string Own = "customFields.",
        OfLines = "lines.customFields.";
    private static readonly Dictionary<string, Comparison> Signs = new(StringComparer.Ordinal)
    {
        ["gte"] = Comparison.AtLeast,
        ["gt"] = Comparison.Above,
        ["lte"] = Comparison.AtMost,
        ["lt"] = Comparison.Below,
    };

    /// <param name="things">What carries the fields, in the plural.</param>
    public static Param Param(string things) =>
        new(
            Own + "*",
            "string",
            $"Filters by custom fields of {things}: customFields.<code>=a,b; numbers, amounts "
                + "and dates also with the suffixes .gte, .gt, .lte, .lt. Amounts require currency."
        );

    public static Param LineParam { get; } =
        new(
            OfLines + "*",
            "string",
            "Filters by custom fields of lines: lines.customFields.<code>=a,b; numbers, amounts and dates "
                + "also with the suffixes .gte, .gt, .lte, .lt. Amounts require currency. Selects deals with a "
                + "line that matches all of these filters: in the interest, in an order, or in the latest issued "
                + "revision of a proposal."
        );

    /// <summary>What a request asks of the fields of each thing itself.</summary>
    public static async ValueTask<List<FieldCondition>> Read(
        HttpContext http,
        CustomFieldRegistry book,
        FieldOwner owner
    ) => [.. (await Asked(http, Own, book, owner)).Select(asked => Condition(http, asked))];

    /// <summary>What a request asks of the fields of one line.</summary>
    public static async ValueTask<List<FieldCondition>> ReadOfLines(HttpContext http, CustomFieldRegistry book)
    {
        // Equalities first: of several faults the first that is found is answered.
        var asked = (await Asked(http, OfLines, book, FieldOwner.Line)).OrderBy(filter => filter.Sign is not null);
        return [.. asked.Select(filter => Condition(http, filter))];
    }

    /// <summary>The filters that a request has under a prefix; without a sign it asks for equality.</summary>
    private static async ValueTask<List<(string Name, CustomField Field, Comparison? Sign)>> Asked(
        HttpContext http,
        string prefix,
        CustomFieldRegistry book,
        FieldOwner owner
    )
    {
        List<(string, CustomField, Comparison?)> asked = [];
        foreach (var name in http.Request.Query.Keys.Where(x => x.StartsWith(prefix, StringComparison.Ordinal)))
        {
            var parts = name[prefix.Length..].Split('.');
            if (
                await book.Find(owner, parts[0], http.RequestAborted) is not { } field
                || parts.Length > 2
                || parts.Length == 2 && !Signs.ContainsKey(parts[1])
            )
                throw await Unknown(http, name, parts, prefix, book, owner);
            asked.Add((name, field, parts.Length == 1 ? null : Signs[parts[1]]));
        }

        return asked;
    }

    private static FieldCondition Condition(
        HttpContext http,
        (string Name, CustomField Field, Comparison? Sign) asked
    ) =>
        asked.Sign is { } comparison
            ? Range(http, asked.Field, asked.Name, comparison)
            : new FieldIsAnyOf(
                asked.Field.Code,
                [
                    .. http
                        .Request.Query[asked.Name]
                        .ToString()
                        .Split(',')
                        .Select(text => Value(http, asked.Field, asked.Name, text)),
                ]
            );

    private static JsonNode Value(HttpContext http, CustomField field, string name, string text) =>
        field.Type switch
        {
            FieldType.Number => JsonValue.Create(Number(text) ?? throw Query.Invalid(name, "a decimal number")),
            FieldType.Money => JsonSerializer.SerializeToNode(
                new Money(Number(text) ?? throw Query.Invalid(name, "a decimal number"), Currency(http, name)),
                StoreFormat.Json
            )!,
            FieldType.YesNo => JsonValue.Create(
                text switch
                {
                    "true" => true,
                    "false" => false,
                    _ => throw Query.Invalid(name, "true or false"),
                }
            ),
            FieldType.Date => DateJson.TryParse(text, out _)
                ? JsonValue.Create(text)
                : throw Query.Invalid(name, "a date, such as 2026-11-23"),
            FieldType.Choice => field.Choices.FirstOrDefault(x => x.Code == Codes.Fold(text)) is { } choice
                ? JsonValue.Create(choice.Code)
                : throw Query.Invalid(name, Phrase.Data(field.Choices.Select(x => x.Code))),
            FieldType.Reference => Guid.TryParseExact(text, "D", out var id)
                ? JsonValue.Create(id.ToString())
                : throw Query.Invalid(name, "UUIDs, separated by commas"),
            _ => JsonValue.Create(text),
        };

    private static FieldCondition Range(HttpContext http, CustomField field, string name, Comparison comparison) =>
        field.Type switch
        {
            FieldType.Number => new NumberFieldWithin(field.Code, comparison, Query.Number(http, name)!.Value),
            FieldType.Money => new MoneyFieldWithin(
                field.Code,
                comparison,
                Query.Number(http, name)!.Value,
                Currency(http, name)
            ),
            FieldType.Date => new DateFieldWithin(field.Code, comparison, Query.Date(http, name)!.Value),
            _ => throw Query.Invalid(name, "ranges are for numbers, money and dates"),
        };

    private static decimal? Number(string text) =>
        text.Length <= 24
        && ExactDecimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, out var number)
            ? number
            : null;

    private static Currency Currency(HttpContext http, string name) =>
        Query.Currency(http) ?? throw ProblemException.Parameter(name, "filter.needs_currency", "currency=");

    private static async ValueTask<ProblemException> Unknown(
        HttpContext http,
        string name,
        string[] parts,
        string prefix,
        CustomFieldRegistry book,
        FieldOwner owner
    )
    {
        var fields = await book.Of(owner, http.RequestAborted);
        var known = fields.Select(x => prefix + x.Code).ToArray();
        // A known field with an odd suffix: say which there are.
        if (fields.Any(x => x.Code == parts[0]))
            return ProblemException.Parameter(
                name,
                "parameter.unknown",
                Phrase.Data(Signs.Keys.Select(x => $"{prefix}{parts[0]}.{x}"))
            );
        return ProblemException.Parameter(
            name,
            "parameter.unknown",
            OperationGate.Nearest(prefix + parts[0], known) is { } near ? $"did you mean '{near}'?"
                : known.Length == 0 ? $"a custom field; {owner}: none is defined"
                : Phrase.Data(known)
        );
    }
}
