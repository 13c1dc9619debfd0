namespace Crm.Api.Printing.Pdf;

/// <summary>The bank details, laid out as on a Russian payment order, and the payment QR code beside them.</summary>
internal static class BankBlock
{
    private const double CodeSide = 92,
        Pad = 4,
        Size = 8.5,
        Leading = 11;
    private static readonly Pen Border = new(0.5, Ink.Muted);

    /// <summary>The positions of the borders; above <see cref="Ids"/> is the bank, below <see cref="Payee"/> is the payee.</summary>
    private sealed record Grid(IReadOnlyList<string> BankLines, IReadOnlyList<string> PayeeLines)
    {
        public required double Top { get; init; }
        public required double Right { get; init; }

        /// <summary>Between names and labels.</summary>
        public required double Split { get; init; }

        /// <summary>Between labels and numbers.</summary>
        public required double Numbers { get; init; }

        public double Ids => Top + NameHeight(BankLines);
        public double Payee => Ids + Leading + Pad;
        public double Bottom => Payee + NameHeight(PayeeLines);

        /// <summary>Between tax id and KPP.</summary>
        public double Kpp => PageWriter.Left + (Split - PageWriter.Left) / 2;

        private static double NameHeight(IReadOnlyList<string> lines) => Math.Max(2, lines.Count) * Leading + 12 + Pad;
    }

    public static void Write(PageWriter writer, PrintedDocument document)
    {
        if (document.Bank is not { } bank)
            return;
        var width = document.PaymentCode is null ? PageWriter.Width : PageWriter.Width - CodeSide - 18;
        var grid = Measure(writer, bank, PageWriter.Left + width);
        WriteBank(writer, grid, bank, document.Language);
        WritePayee(writer, grid, bank, document.Language);
        DrawBorders(writer.Page, grid);
        writer.Y = grid.Bottom;
        if (document.PaymentCode is { } code)
        {
            DrawCode(writer, grid.Top, code, Labels.Scan.In(document.Language));
            writer.Y = Math.Max(grid.Bottom, grid.Top + CodeSide + 12);
        }

        writer.Y += 20;
    }

    private static Grid Measure(PageWriter writer, PrintedBank bank, double right)
    {
        const double labels = 44;
        var style = writer.Style(Size, Ink.Text);
        // An account number has twenty digits.
        var numbers = Math.Max(148, style.Width(new string('0', 20)) + Pad * 2 + 4);
        var split = right - numbers - labels;
        var width = split - PageWriter.Left - Pad * 2;
        return new Grid(style.Wrap(bank.BankName, width), style.Wrap(bank.Payee, width))
        {
            Top = writer.Y,
            Right = right,
            Split = split,
            Numbers = split + labels,
        };
    }

    private static void WriteBank(PageWriter writer, Grid grid, PrintedBank bank, string language)
    {
        var style = writer.Style(Size, Ink.Text);
        for (var i = 0; i < grid.BankLines.Count; i++)
            Put(writer, style, (PageWriter.Left, grid.Top + 1 + i * Leading), grid.BankLines[i]);
        Put(writer, writer.Style(7, Ink.Muted), (PageWriter.Left, grid.Ids - 12.5), Labels.Bank.In(language));
        var (first, second) = (grid.Top + 1, grid.Top + 1 + Leading + 3);
        Put(writer, style, (grid.Split, first), Labels.Bic.In(language));
        Put(writer, style, (grid.Numbers, first), bank.Bic);
        Put(writer, style, (grid.Split, second), Labels.AccountNo.In(language));
        Put(writer, style, (grid.Numbers, second), bank.CorrespondentAccount);
    }

    private static void WritePayee(PageWriter writer, Grid grid, PrintedBank bank, string language)
    {
        var style = writer.Style(Size, Ink.Text);
        var ids = grid.Ids + 1;
        Put(writer, style, (PageWriter.Left, ids), $"{Labels.InnShort.In(language)}  {bank.TaxId}");
        Put(writer, style, (grid.Kpp, ids), $"{Labels.KppShort.In(language)}  {bank.Kpp}");
        for (var i = 0; i < grid.PayeeLines.Count; i++)
            Put(writer, style, (PageWriter.Left, grid.Payee + 1 + i * Leading), grid.PayeeLines[i]);
        Put(writer, writer.Style(7, Ink.Muted), (PageWriter.Left, grid.Bottom - 12.5), Labels.Payee.In(language));
        Put(writer, style, (grid.Split, ids), Labels.AccountNo.In(language));
        Put(writer, style, (grid.Numbers, ids), bank.Account);
    }

    private static void Put(PageWriter writer, TextStyle style, (double X, double Y) at, string text) =>
        writer.Page.Text(style, at.X + Pad, at.Y + Leading - 1.5, text);

    private static void DrawBorders(Canvas page, Grid grid)
    {
        const double left = PageWriter.Left;
        var afterBic = grid.Top + Leading + Pad;
        page.HorizontalLine(left, grid.Right, grid.Top, Border);
        page.HorizontalLine(left, grid.Right, grid.Bottom, Border);
        page.VerticalLine(left, grid.Top, grid.Bottom, Border);
        page.VerticalLine(grid.Right, grid.Top, grid.Bottom, Border);
        page.VerticalLine(grid.Split, grid.Top, grid.Bottom, Border);
        page.VerticalLine(grid.Numbers, grid.Top, grid.Bottom, Border);
        page.HorizontalLine(left, grid.Right, grid.Ids, Border);
        page.HorizontalLine(left, grid.Split, grid.Payee, Border);
        page.VerticalLine(grid.Kpp, grid.Ids, grid.Payee, Border);
        page.HorizontalLine(grid.Split, grid.Numbers, afterBic, Border);
        page.HorizontalLine(grid.Numbers, grid.Right, afterBic, Border);
    }

    private static void DrawCode(PageWriter writer, double top, string code, string caption)
    {
        var modules = QrModules.Encode(code);
        var style = writer.Style(7, Ink.Muted);
        writer.Page.Squares(PageWriter.Right - CodeSide, top, CodeSide / modules.Size, modules.Dark);
        var middle = PageWriter.Right - CodeSide / 2;
        writer.Page.Text(style, middle - style.Width(caption) / 2, top + CodeSide + 9, caption);
    }
}
