using System.Text.RegularExpressions;

namespace Crm.Domain.Settings;

/// <summary>A text in each language of the company's documents. A language whose text is null prints nothing.</summary>
/// <param name="Ru">Text of Russian documents.</param>
/// <param name="En">Text of English documents.</param>
public sealed record BrandText([SeveralLines] string? Ru = null, [SeveralLines] string? En = null)
{
    public string? In(string language) => language == "ru" ? Ru : En;
}

/// <summary>A picture of the company's branding.</summary>
/// <param name="Hash">SHA-256 of the picture, lower-case hex.</param>
/// <param name="MediaType">Media type: <c>image/png</c> or <c>image/jpeg</c>.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
public sealed record BrandPicture(string Hash, string MediaType, int Width, int Height);

/// <summary>
/// Look and standard texts of the company's documents. The layout is part of the product, the brand is the company's.
/// </summary>
/// <param name="Accent">Colour of lines and headings, <c>#rrggbb</c>.</param>
/// <param name="Greeting">At the beginning of a proposal.</param>
/// <param name="Terms">At the end of every proposal and invoice.</param>
/// <param name="Footer">At the bottom of every page.</param>
public sealed partial record Branding(
    string? Accent = null,
    BrandText? Greeting = null,
    BrandText? Terms = null,
    BrandText? Footer = null,
    Personal? Signatory = null,
    BrandText? SignatoryPosition = null,
    BrandPicture? Logo = null,
    BrandPicture? Signature = null
)
{
    public static Branding Initial { get; } = new();

    public IEnumerable<Fault> Faults(string pointer)
    {
        if (Accent is not null && !Colour().IsMatch(Accent))
            yield return new Fault(pointer + "/accent", "branding.accent", "a colour as #rrggbb");
    }

    /// <summary>By the name of the picture: <c>logo</c> or <c>signature</c>.</summary>
    public Branding With(string picture, BrandPicture? value) =>
        picture == "logo" ? this with { Logo = value } : this with { Signature = value };

    [GeneratedRegex(@"^#[0-9a-f]{6}\z", RegexOptions.CultureInvariant, 200)]
    private static partial Regex Colour();
}

/// <summary>The look of the company's documents was changed.</summary>
public sealed record CompanyBrandingChanged(Branding Branding) : DomainEvent;
