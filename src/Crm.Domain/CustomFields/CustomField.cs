using System.Text.Json.Serialization;

namespace Crm.Domain.CustomFields;

/// <summary>What carries a custom field: <c>deal</c>, <c>client</c> or <c>line</c> (a line of a document).</summary>
[JsonConverter(typeof(CamelCase<FieldOwner>))]
public enum FieldOwner
{
    Deal,
    Client,
    Line,
}

/// <summary>Type of a custom field's values; it never changes.</summary>
[JsonConverter(typeof(CamelCase<FieldType>))]
public enum FieldType
{
    Text,
    Number,
    Money,
    Date,
    Choice,

    [JsonStringEnumMemberName("yes-no")]
    YesNo,
    Reference,
}

/// <summary>What a reference field refers to: <c>client</c>, <c>user</c>, <c>product</c> or <c>deal</c>.</summary>
[JsonConverter(typeof(CamelCase<FieldTarget>))]
public enum FieldTarget
{
    Client,
    User,
    Product,
    Deal,
}

/// <summary>One option of a choice field.</summary>
public sealed record FieldChoice(string Code, Localized Title);

/// <summary>
/// A field that a company adds to the product. Code, owner and type never change, because values refer to them.
/// </summary>
/// <param name="Code">Kebab-case, unique among the fields of its owner.</param>
/// <param name="Choices">For a choice field. Choices are never removed, because values may refer to them.</param>
/// <param name="Target">For a reference field.</param>
/// <param name="Decimals">For a number field: 0 to 6.</param>
public sealed record CustomField(
    FieldOwner Owner,
    string Code,
    FieldType Type,
    Localized Title,
    ImmutableArray<FieldChoice> Choices,
    FieldTarget? Target,
    int? Decimals,
    bool Archived
)
{
    public const int MostDecimals = 6;
    private const int LongestCode = 50;

    /// <summary>Folds one event; total.</summary>
    public static CustomField? Evolve(CustomField? before, DomainEvent domainEvent) =>
        domainEvent switch
        {
            CustomFieldDefined f => f.Field,
            CustomFieldRetitled f => before is null ? null : before with { Title = f.Title },
            CustomFieldChoicesAdded f => before is null
                ? null
                : before with
                {
                    Choices = [.. before.Choices, .. f.Choices],
                },
            CustomFieldArchived => before is null ? null : before with { Archived = true },
            CustomFieldRestored => before is null ? null : before with { Archived = false },
            _ => throw new ArgumentOutOfRangeException(
                nameof(domainEvent),
                domainEvent.GetType().Name,
                "a fact that no custom field knows"
            ),
        };

    /// <summary>All faults of a definition.</summary>
    public IEnumerable<Fault> Faults()
    {
        if (!IsCode(Code))
            yield return new(
                "/code",
                "custom_field.code",
                $"kebab-case, such as delivery-city, at most {LongestCode} characters"
            );
        if (Type == FieldType.Choice && Choices.IsEmpty)
            yield return new("/choices", "member.required", "at least one choice");
        if (Type != FieldType.Choice && !Choices.IsEmpty)
            yield return new("/choices", "member.not_applicable", "only with type choice");
        if (Type == FieldType.Reference && Target is null)
            yield return new("/target", "member.required", "what it refers to");
        if (Type != FieldType.Reference && Target is not null)
            yield return new("/target", "member.not_applicable", "only with type reference");
        if (Type != FieldType.Number && Decimals is not null)
            yield return new("/decimals", "member.not_applicable", "only with type number");
        if (Decimals is < 0 or > MostDecimals)
            yield return new("/decimals", "member.invalid", $"0 to {MostDecimals}");
        foreach (var fault in ChoiceFaults(Choices, []))
            yield return fault;
    }

    internal static IEnumerable<Fault> ChoiceFaults(
        ImmutableArray<FieldChoice> choices,
        ImmutableArray<FieldChoice> known
    )
    {
        for (var i = 0; i < choices.Length; i++)
        {
            if (!IsCode(choices[i].Code))
                yield return new($"/choices/{i}/code", "custom_field.code", "kebab-case");
            if (choices.Take(i).Concat(known).Any(x => x.Code == choices[i].Code))
                yield return new($"/choices/{i}/code", "custom_field.choice_twice", "each code once");
        }
    }

    private static bool IsCode(string text) =>
        text.Length is > 0 and <= LongestCode
        && text[0] != '-'
        && text[^1] != '-'
        && !text.Contains("--", StringComparison.Ordinal)
        && text.All(x => x is '-' or (>= 'a' and <= 'z') or (>= '0' and <= '9'));
}

// Life cycle of a definition. The author is in the event's metadata.
public sealed record CustomFieldDefined(CustomField Field) : DomainEvent;

public sealed record CustomFieldRetitled(Localized Title) : DomainEvent;

public sealed record CustomFieldChoicesAdded(ImmutableArray<FieldChoice> Choices) : DomainEvent;

public sealed record CustomFieldArchived : DomainEvent;

public sealed record CustomFieldRestored : DomainEvent;
