namespace Crm.Api.Printing.Pdf;

/// <summary>The head of the first page: logo and company, title, parties.</summary>
internal static class Letterhead
{
    private const double LogoWidth = 190,
        LogoHeight = 52,
        Gap = 22;

    /// <summary>A line of one of the two columns.</summary>
    private readonly record struct ColumnLine(TextStyle Style, string Text, double Height);

    public static void WriteCompany(PageWriter writer, PrintedDocument document)
    {
        var top = writer.Y;
        if (document.Brand.Logo is { } logo)
        {
            var scale = Math.Min(LogoWidth / logo.Width, LogoHeight / logo.Height);
            writer.Page.Picture(PdfPrint.Logo, PageWriter.Left, top, logo.Width * scale, logo.Height * scale);
            var bottom = WriteAtRight(writer, document.Seller, top, withName: true);
            writer.Y = Math.Max(top + logo.Height * scale, bottom);
        }
        else
        {
            writer.Write(writer.BoldStyle(14, writer.Accent), document.Seller.Name, width: 245, leading: 1.2);
            writer.Y = Math.Max(writer.Y, WriteAtRight(writer, document.Seller, top + 1, withName: false));
        }

        writer.Y += 9;
        writer.Page.Fill(PageWriter.Left, writer.Y, PageWriter.Width, 1.6, writer.Accent);
        writer.Y += 20;
    }

    public static void WriteTitle(PageWriter writer, PrintedDocument document)
    {
        writer.Write(writer.BoldStyle(17, Ink.Text), document.Title, leading: 1.2);
        writer.Y += 3;
        writer.Write(writer.Style(9.5, Ink.Muted), string.Join("  \u00b7  ", document.Details));
        writer.Y += 14;
    }

    /// <summary>Seller and buyer in two columns, line by line: so even the longest details continue on the next page.</summary>
    public static void WriteParties(PageWriter writer, PrintedDocument document)
    {
        const double width = (PageWriter.Width - Gap) / 2;
        var left = Column(writer, Labels.Seller.In(document.Language), document.Seller, width);
        var right = document.Buyer is { } buyer ? Column(writer, Labels.Buyer.In(document.Language), buyer, width) : [];
        for (var i = 0; i < Math.Max(left.Count, right.Count); i++)
        {
            var height = Math.Max(i < left.Count ? left[i].Height : 0, i < right.Count ? right[i].Height : 0);
            writer.EnsureRoom(height);
            if (i < left.Count)
                WriteLine(writer, left[i], PageWriter.Left);
            if (i < right.Count)
                WriteLine(writer, right[i], PageWriter.Left + width + Gap);
            writer.Y += height;
        }

        writer.Y += 14;
    }

    private static void WriteLine(PageWriter writer, ColumnLine line, double x) =>
        writer.Page.Text(line.Style, x, writer.Y + line.Style.Size, line.Text);

    private static List<ColumnLine> Column(PageWriter writer, string label, PrintedParty party, double width)
    {
        var (name, details) = (writer.BoldStyle(10, Ink.Text), writer.Style(8.5, Ink.Text));
        return
        [
            new(writer.BoldStyle(7.5, writer.Accent), label.ToUpperInvariant(), 12.5),
            .. name.Wrap(party.Name, width).Select(line => new ColumnLine(name, line, 13.5)),
            .. party
                .Lines.SelectMany(line => details.Wrap(line, width))
                .Select(line => new ColumnLine(details, line, 11.5)),
        ];
    }

    /// <summary>Writes the company at the right edge and returns where it ends.</summary>
    private static double WriteAtRight(PageWriter writer, PrintedParty seller, double y, bool withName)
    {
        const double width = 255;
        var (name, contacts) = (writer.BoldStyle(9.5, Ink.Text), writer.Style(8.5, Ink.Muted));
        foreach (var line in withName ? name.Wrap(seller.Name, width) : [])
        {
            writer.TextRight(name, PageWriter.Right, y + 8.5, line);
            y += 12.5;
        }

        foreach (var line in seller.Contacts.SelectMany(contact => contacts.Wrap(contact, width)))
        {
            writer.TextRight(contacts, PageWriter.Right, y + 8, line);
            y += 11.5;
        }

        return y;
    }
}
