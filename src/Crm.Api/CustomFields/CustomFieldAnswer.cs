using Crm.Domain.CustomFields;
using Crm.Projections.ReadModels.CustomFields;

namespace Crm.Api.CustomFields;

/// <summary>A title in both languages.</summary>
public sealed record FieldTitle(string Ru, string En)
{
    public Localized Checked(string pointer) =>
        new(
            TextValidation.Required(Ru, pointer + "/ru", TextValidation.Short),
            TextValidation.Required(En, pointer + "/en", TextValidation.Short)
        );

    public static FieldTitle Of(Localized x) => new(x.Ru, x.En);
}

/// <summary>One of the values of a choice.</summary>
/// <param name="Code">Kebab-case; values refer to it.</param>
public sealed record ChoiceBody(string Code, FieldTitle Title)
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

/// <summary>A custom field.</summary>
/// <param name="Choices">Of a choice, in the order of their adding.</param>
/// <param name="Target">Of a reference.</param>
/// <param name="Decimals">Of a number.</param>
/// <param name="Archived">Takes no values any more; those that are there stay.</param>
/// <param name="Version">The n of the ETag.</param>
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

    public Reply Reply() => new(200, this) { ETag = ETags.Of(Version) };

    public StoredAnswer ToStored(Viewer viewer) => StoredAnswer.Create(viewer, 200, this, ETags.Of(Version));

    public StoredAnswer ToCreated(Viewer viewer) =>
        StoredAnswer.Create(viewer, 201, this, ETags.OfBody(Version, this), $"/api/v1/custom-fields/{Id}");
}
