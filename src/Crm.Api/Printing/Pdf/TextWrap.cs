namespace Crm.Api.Printing.Pdf;

/// <summary>Breaks text into lines of a width: between words, after hyphens and slashes, and inside a word that is longer than a line.</summary>
internal static class TextWrap
{
    public static IReadOnlyList<string> Lines(Typeface font, double size, string text, double width)
    {
        List<string> lines = [];
        foreach (var paragraph in text.Split('\n'))
            Paragraph(font, size, paragraph, width, lines);
        return lines;
    }

    private static void Paragraph(Typeface font, double size, string text, double width, List<string> lines)
    {
        var (line, room) = ("", width);
        foreach (var piece in Pieces(text))
        {
            var taken = font.Width(piece, size);
            // The space at the end of a line takes no room: it is not drawn.
            if (taken - (piece[^1] == ' ' ? font.Width(" ", size) : 0) <= room + 0.001)
            {
                (line, room) = (line + piece, room - taken);
                continue;
            }

            if (line.Length > 0)
                lines.Add(line.TrimEnd(' '));
            (line, room) = Cut(font, size, piece, width, lines);
        }

        lines.Add(line.TrimEnd(' '));
    }

    /// <summary>A word longer than a line fills as many lines as it needs; what is left begins the next one.</summary>
    private static (string Line, double Room) Cut(
        Typeface font,
        double size,
        string piece,
        double width,
        List<string> lines
    )
    {
        var (line, room) = ("", width);
        foreach (var rune in piece.EnumerateRunes())
        {
            var (text, taken) = (rune.ToString(), font.Width(rune.ToString(), size));
            if (taken > room + 0.001 && line.Length > 0 && text != " ")
            {
                lines.Add(line);
                (line, room) = ("", width);
            }

            (line, room) = (line + text, room - taken);
        }

        return (line, room);
    }

    private static IEnumerable<string> Pieces(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var ends =
                text[i] == ' '
                    ? i + 1 == text.Length || text[i + 1] != ' '
                    : text[i] is '-' or '/' or '\u2010'
                        && i > start
                        && i + 1 < text.Length
                        && char.IsLetter(text[i + 1])
                        && char.IsLetter(text[i - 1]);
            if (!ends)
                continue;
            yield return text[start..(i + 1)];
            start = i + 1;
        }

        if (start < text.Length)
            yield return text[start..];
    }
}
