namespace Crm.Api.Printing.Html;

/// <summary>The style sheet of printed pages, on screen and on paper: <c>print.css</c>.</summary>
internal static class StyleSheet
{
    private static readonly string Rules = Load();

    /// <param name="accent">
    /// Colour of the brand, <c>#rrggbb</c>. The settings accept no other form, so it cannot end the style element.
    /// </param>
    public static string For(string accent) => $":root {{ --accent: {accent}; }}\n{Rules}";

    private static string Load()
    {
        using var stream =
            typeof(StyleSheet).Assembly.GetManifestResourceStream("Crm.Api.Printing.Html.print.css")
            ?? throw new InvalidOperationException("print.css is not a resource of the assembly");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
