namespace Crm.Api.Printing.Pdf;

/// <summary>Breaks text into lines: at spaces, after hyphens and slashes, and inside a word that is longer than a line.</summary>
internal static class TextWrap
{
    /// <summary>Widths are sums of rounded numbers: a word that fits exactly must not be broken for the last digit.</summary>
    private const double Tolerance = 0.001;

    public static IReadOnlyList<string> Lines(DocumentFont font, double size, string text, double width)
    {
        List<string> lines = [];
        foreach (var paragraph in text.Split('\n'))
            WrapParagraph(font, size, paragraph, width, lines);
        return lines;
    }

    private static void WrapParagraph(DocumentFont font, double size, string text, double width, List<string> lines)
    {
        var (line, room) = ("", width);
        foreach (var segment in Segments(text))
        {
            var needed = font.Width(segment, size);
            // The space at the end of a line is not drawn, so it needs no room.
            var endingSpace = segment[^1] == ' ' ? font.Width(" ", size) : 0;
            if (needed - endingSpace <= room + Tolerance)
            {
                (line, room) = (line + segment, room - needed);
                continue;
            }

            if (line.Length > 0)
                lines.Add(line.TrimEnd(' '));
            (line, room) = BreakWord(font, size, segment, width, lines);
        }

        lines.Add(line.TrimEnd(' '));
    }

    /// <summary>A word longer than a line fills as many lines as it needs; the rest of it begins the next line.</summary>
    private static (string Line, double Room) BreakWord(
        DocumentFont font,
        double size,
        string word,
        double width,
        List<string> lines
    )
    {
        var (line, room) = ("", width);
        foreach (var rune in word.EnumerateRunes())
        {
            var text = rune.ToString();
            var needed = font.Width(text, size);
            if (needed > room + Tolerance && line.Length > 0 && text != " ")
            {
                lines.Add(line);
                (line, room) = ("", width);
            }

            (line, room) = (line + text, room - needed);
        }

        return (line, room);
    }

    /// <summary>The parts of a text between which a line may break, with the spaces that follow them.</summary>
    private static IEnumerable<string> Segments(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (!EndsSegment(text, i, start))
                continue;
            yield return text[start..(i + 1)];
            start = i + 1;
        }

        if (start < text.Length)
            yield return text[start..];
    }

    private static bool EndsSegment(string text, int i, int start)
    {
        var hasNext = i + 1 < text.Length;
        if (text[i] == ' ')
            return !hasNext || text[i + 1] != ' ';
        // Numbers and ranges such as 10-20 are not broken.
        return text[i] is '-' or '/' or '\u2010'
            && i > start
            && hasNext
            && char.IsLetter(text[i + 1])
            && char.IsLetter(text[i - 1]);
    }
}
