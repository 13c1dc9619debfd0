using System.Security.Cryptography;
using System.Text;

namespace Crm.Api.HostPages;

/// <summary>The style sheet of the host's pages, and the policy that admits it and nothing else.</summary>
internal static class PageStyle
{
    public static string Rules { get; } = Load();

    /// <summary>Content-Security-Policy: the page's own style, the icon, no script.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Rules)))}'; "
        + "img-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private static string Load()
    {
        using var stream =
            typeof(PageStyle).Assembly.GetManifestResourceStream("Crm.Api.HostPages.page.css")
            ?? throw new InvalidOperationException("page.css is not a resource of the assembly");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
