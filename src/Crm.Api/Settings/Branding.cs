using Crm.Domain.Settings;

namespace Crm.Api.Settings;

/// <summary>Appearance and standing texts of printed documents; a merge patch. Pictures have their own operations.</summary>
/// <param name="Accent">Colour of rules and headings, <c>#rrggbb</c>; null restores the default.</param>
/// <param name="Greeting">Opening text of proposals; null restores the neutral text.</param>
/// <param name="Terms">Text at the end of every proposal and invoice.</param>
/// <param name="Footer">Text at the foot of every page, at most 300 characters.</param>
/// <param name="Signatory">Name and position of the person who signs the company's documents.</param>
public sealed record BrandingBody(
    string? Accent = null,
    BrandText? Greeting = null,
    BrandText? Terms = null,
    BrandText? Footer = null,
    SignatoryBody? Signatory = null
)
{
    private const int LongestFooter = 300;

    public static BrandingBody Of(Branding x) =>
        new(
            x.Accent,
            x.Greeting,
            x.Terms,
            x.Footer,
            x.Signatory is null && x.SignatoryPosition is null ? null : new(x.Signatory?.Text, x.SignatoryPosition)
        );

    /// <summary>The branding as it is to be; pictures stay, and a name that stays keeps its salt.</summary>
    public Branding Wanted(Branding before) =>
        before with
        {
            Accent = Accent?.Trim().ToLowerInvariant(),
            Greeting = Checked(Greeting, "greeting", TextValidation.Long),
            Terms = Checked(Terms, "terms", TextValidation.Long),
            Footer = Checked(Footer, "footer", LongestFooter),
            Signatory =
                TextValidation.PersonalOrNull(Signatory?.Name, "/branding/signatory/name", TextValidation.Short)
                    is not { } name
                    ? null
                : name.SameText(before.Signatory) ? before.Signatory
                : name,
            SignatoryPosition = Checked(Signatory?.Position, "signatory/position", TextValidation.Short),
        };

    private static BrandText? Checked(BrandText? text, string member, int most) =>
        (
            TextValidation.Optional(text?.Ru, $"/branding/{member}/ru", most),
            TextValidation.Optional(text?.En, $"/branding/{member}/en", most)
        )
            is var (ru, en)
        && (ru ?? en) is not null
            ? new(ru, en)
            : null;
}

/// <summary>The person who signs the company's documents.</summary>
/// <param name="Name">Name as printed next to the signature.</param>
/// <param name="Position">Position (должность) of the person, per language of the documents.</param>
public sealed record SignatoryBody(string? Name = null, BrandText? Position = null);

/// <summary>Appearance and standing texts of printed documents.</summary>
/// <param name="Accent">Colour of rules and headings, <c>#rrggbb</c>; null: the default colour.</param>
/// <param name="Greeting">Opening text of proposals; null: a neutral text.</param>
/// <param name="Terms">Text at the end of every proposal and invoice; null: none.</param>
/// <param name="Footer">Text at the foot of every page; null: none.</param>
/// <param name="Signatory">The person who signs the company's documents; null: none.</param>
/// <param name="Logo">Logo at the head of documents; its content is available at GET /settings/branding/logo. Null: none.</param>
/// <param name="Signature">
/// Picture of the signature; its content is available at GET /settings/branding/signature. Null: none.
/// </param>
public sealed record BrandingAnswer(
    string? Accent,
    BrandText? Greeting,
    BrandText? Terms,
    BrandText? Footer,
    SignatoryAnswer? Signatory,
    BrandPictureAnswer? Logo,
    BrandPictureAnswer? Signature
)
{
    public static BrandingAnswer Of(Branding x) =>
        new(
            x.Accent,
            x.Greeting,
            x.Terms,
            x.Footer,
            x.Signatory is null && x.SignatoryPosition is null ? null : new(x.Signatory?.Text, x.SignatoryPosition),
            BrandPictureAnswer.Of(x.Logo),
            BrandPictureAnswer.Of(x.Signature)
        );
}

/// <summary>A picture of the company's branding.</summary>
/// <param name="Hash">SHA-256 of the picture, lower-case hex.</param>
/// <param name="ContentType">Media type: <c>image/png</c> or <c>image/jpeg</c>.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
public sealed record BrandPictureAnswer(string Hash, string ContentType, int Width, int Height)
{
    public static BrandPictureAnswer? Of(BrandPicture? picture) =>
        picture is null ? null : new(picture.Hash, picture.MediaType, picture.Width, picture.Height);
}

/// <summary>The person who signs the company's documents.</summary>
/// <param name="Name">Name as printed next to the signature; null when none is set.</param>
/// <param name="Position">Position (должность) of the person, per language of the documents; null when none is set.</param>
public sealed record SignatoryAnswer(string? Name, BrandText? Position);
