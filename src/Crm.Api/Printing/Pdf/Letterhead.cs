namespace Crm.Api.Printing.Pdf;

/// <summary>The head of the first page: logo and company, where to pay, title, parties, greeting.</summary>
internal static class Letterhead
{
    private const double LogoWidth = 190,
        LogoHeight = 52,
        Gap = 22;

    public static void Company(Sheets at, PrintedDocument x)
    {
        var (top, right) = (at.Y, at.Y);
        if (x.Brand.Logo is { } logo)
        {
            var scale = Math.Min(LogoWidth / logo.Width, LogoHeight / logo.Height);
            at.Page.Picture("Logo", Sheets.Left, top, logo.Width * scale, logo.Height * scale);
            right = Lines(at, x.Seller, top, named: true);
            at.Y = Math.Max(top + logo.Height * scale, right);
        }
        else
        {
            at.Write(at.Bold, 14, x.Seller.Name, at.Accent, width: 245, leading: 1.2);
            at.Y = Math.Max(at.Y, Lines(at, x.Seller, top + 1, named: false));
        }

        at.Y += 9;
        at.Page.Fill(Sheets.Left, at.Y, Sheets.Wide, 1.6, at.Accent);
        at.Y += 20;
    }

    public static void Title(Sheets at, PrintedDocument x)
    {
        at.Write(at.Bold, 17, x.Title, Ink.Text, leading: 1.2);
        at.Y += 3;
        at.Write(at.Regular, 9.5, string.Join("  \u00b7  ", x.Facts), Ink.Muted);
        at.Y += 14;
    }

    /// <summary>Side by side; line by line, so that even the longest goes over the page in order.</summary>
    public static void Parties(Sheets at, PrintedDocument x)
    {
        const double width = (Sheets.Wide - Gap) / 2;
        var left = Column(at, Labels.Seller.In(x.Language), x.Seller, width);
        var right = x.Buyer is { } buyer ? Column(at, Labels.Buyer.In(x.Language), buyer, width) : [];
        for (var i = 0; i < Math.Max(left.Count, right.Count); i++)
        {
            var height = Math.Max(i < left.Count ? left[i].Height : 0, i < right.Count ? right[i].Height : 0);
            at.Need(height);
            if (i < left.Count)
                at.Page.Text(left[i].Font, left[i].Size, Sheets.Left, at.Y + left[i].Size, left[i].Text, left[i].Ink);
            if (i < right.Count)
                at.Page.Text(
                    right[i].Font,
                    right[i].Size,
                    Sheets.Left + width + Gap,
                    at.Y + right[i].Size,
                    right[i].Text,
                    right[i].Ink
                );
            at.Y += height;
        }

        at.Y += 14;
    }

    private static List<(Typeface Font, double Size, string Text, Ink Ink, double Height)> Column(
        Sheets at,
        string label,
        PrintedParty party,
        double width
    ) =>
        [
            (at.Bold, 7.5, label.ToUpperInvariant(), at.Accent, 12.5),
            .. TextWrap.Lines(at.Bold, 10, party.Name, width).Select(x => (at.Bold, 10.0, x, Ink.Text, 13.5)),
            .. party
                .Lines.SelectMany(x => TextWrap.Lines(at.Regular, 8.5, x, width))
                .Select(x => (at.Regular, 8.5, x, Ink.Text, 11.5)),
        ];

    /// <summary>The company at the right edge; answers where it ends.</summary>
    private static double Lines(Sheets at, PrintedParty seller, double y, bool named)
    {
        const double width = 255;
        foreach (var line in named ? TextWrap.Lines(at.Bold, 9.5, seller.Name, width) : [])
        {
            at.Against(at.Bold, 9.5, Sheets.Right, y + 8.5, line, Ink.Text);
            y += 12.5;
        }

        foreach (var line in seller.Contacts.SelectMany(x => TextWrap.Lines(at.Regular, 8.5, x, width)))
        {
            at.Against(at.Regular, 8.5, Sheets.Right, y + 8, line, Ink.Muted);
            y += 11.5;
        }

        return y;
    }
}
