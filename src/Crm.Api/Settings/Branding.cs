using Crm.Domain.Settings;

namespace Crm.Api.Settings;

/// <summary>How printed documents look; a merge patch like the rest of the settings.</summary>
/// <param name="Accent">Colour of rules and headings, <c>#rrggbb</c>.</param>
/// <param name="Greeting">At the head of a proposal; a neutral one when absent.</param>
/// <param name="Terms">At the end of every proposal and invoice.</param>
/// <param name="Footer">At the foot of every page, at most 300 characters.</param>
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

/// <summary>Who signs the company's documents.</summary>
/// <param name="Name">As it is printed beside the signature.</param>
public sealed record SignatoryBody(string? Name = null, BrandText? Position = null);

/// <summary>How printed documents look, and what they always say.</summary>
/// <param name="Logo">GET /settings/branding/logo gives its bytes.</param>
/// <param name="Signature">GET /settings/branding/signature gives its bytes.</param>
public sealed record BrandingAnswer(
    string? Accent,
    BrandText? Greeting,
    BrandText? Terms,
    BrandText? Footer,
    SignatoryAnswer? Signatory,
    BrandPicture? Logo,
    BrandPicture? Signature
)
{
    public static BrandingAnswer Of(Branding x) =>
        new(
            x.Accent,
            x.Greeting,
            x.Terms,
            x.Footer,
            x.Signatory is null && x.SignatoryPosition is null ? null : new(x.Signatory?.Text, x.SignatoryPosition),
            x.Logo,
            x.Signature
        );
}

/// <summary>Who signs the company's documents.</summary>
public sealed record SignatoryAnswer(string? Name, BrandText? Position);
