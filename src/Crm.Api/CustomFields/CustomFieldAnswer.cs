using Crm.Domain.CustomFields;
using Crm.Projections.ReadModels.CustomFields;

namespace Crm.Api.CustomFields;

/// <summary>A name in both languages.</summary>
/// <param name="Ru">Name in Russian.</param>
/// <param name="En">Name in English.</param>
public sealed record FieldTitle(string Ru, string En)
{
    public Localized Checked(string pointer) =>
        new(
            TextValidation.Required(Ru, pointer + "/ru", TextValidation.Short),
            TextValidation.Required(En, pointer + "/en", TextValidation.Short)
        );

    public static FieldTitle Of(Localized x) => new(x.Ru, x.En);
}

/// <summary>One of the values of a custom field of the type choice.</summary>
/// <param name="Code">Stable code of the value in kebab-case; stored values refer to it.</param>
/// <param name="Title">Name of the value in both languages.</param>
public sealed record ChoiceBody([property: Identifier] string Code, FieldTitle Title)
{
    private const int Most = 200;

    public static ImmutableArray<FieldChoice> Checked(IReadOnlyList<ChoiceBody>? choices) =>
        [
            .. TextValidation
                .Most(choices, "/choices", Most)
                .Select(
                    (x, i) =>
                        new FieldChoice(
                            TextValidation.Required(x.Code, $"/choices/{i}/code", TextValidation.Short),
                            x.Title.Checked($"/choices/{i}/title")
                        )
                ),
        ];
}

/// <summary>A custom field (дополнительный реквизит) that the company defined.</summary>
/// <param name="Owner">What carries the field: deals, clients or document lines.</param>
/// <param name="Code">Code of the field, unique for its owner; never changes.</param>
/// <param name="Type">Type of the values; never changes.</param>
/// <param name="Title">Name of the field in both languages.</param>
/// <param name="Choices">Allowed values of a choice field, in the order in which they were added; empty for other types.</param>
/// <param name="Target">What the values of a reference field refer to; null for other types.</param>
/// <param name="Decimals">Number of decimals of a number field; null for other types.</param>
/// <param name="Archived"><c>true</c> when the field accepts no new values; existing values stay.</param>
/// <param name="RecordedAt">Time at which the field was defined.</param>
/// <param name="Version">Version: number of events of the field so far; the <c>n</c> of the ETag.</param>
public sealed record CustomFieldAnswer(
    Guid Id,
    FieldOwner Owner,
    string Code,
    FieldType Type,
    FieldTitle Title,
    IReadOnlyList<ChoiceBody> Choices,
    FieldTarget? Target,
    int? Decimals,
    bool Archived,
    DateTimeOffset RecordedAt,
    int Version
)
{
    public static CustomFieldAnswer Of(CustomFieldDocument x) =>
        new(
            x.Id,
            x.State.Owner,
            x.State.Code,
            x.State.Type,
            FieldTitle.Of(x.State.Title),
            [.. x.State.Choices.Select(c => new ChoiceBody(c.Code, FieldTitle.Of(c.Title)))],
            x.State.Target,
            x.State.Decimals,
            x.State.Archived,
            x.RecordedAt,
            x.Version
        );

    public Reply Reply() => new(200, this) { Version = Version };

    public StoredAnswer ToStored(Viewer viewer) => StoredAnswer.Create(viewer, 200, this, Version);

    public StoredAnswer ToCreated(Viewer viewer) =>
        StoredAnswer.Create(viewer, 201, this, Version, $"/api/v1/custom-fields/{Id}");
}
