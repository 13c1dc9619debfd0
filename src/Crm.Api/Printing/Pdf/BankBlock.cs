namespace Crm.Api.Printing.Pdf;

/// <summary>Where to pay, laid out as on a Russian payment order, and the code that a bank's application reads.</summary>
internal static class BankBlock
{
    private const double CodeSide = 92,
        Pad = 4,
        Size = 8.5,
        Leading = 11;

    public static void Draw(Sheets at, PrintedDocument x)
    {
        if (x.Bank is not { } bank)
            return;
        var width = x.PaymentCode is null ? Sheets.Wide : Sheets.Wide - CodeSide - 18;
        var (left, top, label) = (Sheets.Left, at.Y, 44.0);
        var numbers = Math.Max(148, at.Regular.Width("00000000000000000000", Size) + Pad * 2 + 4);
        var split = left + width - numbers - label;
        var (column, right) = (split + label, left + width);

        var bankLines = TextWrap.Lines(at.Regular, Size, bank.BankName, split - left - Pad * 2);
        var payeeLines = TextWrap.Lines(at.Regular, Size, bank.Payee, split - left - Pad * 2);
        var bankHeight = Math.Max(2, bankLines.Count) * Leading + 12 + Pad;
        var idsHeight = Leading + Pad;
        var payeeHeight = Math.Max(2, payeeLines.Count) * Leading + 12 + Pad;
        var (ids, payee, bottom) = (
            top + bankHeight,
            top + bankHeight + idsHeight,
            top + bankHeight + idsHeight + payeeHeight
        );

        void Put(double px, double py, string text, Ink? ink = null, double size = Size) =>
            at.Page.Text(at.Regular, size, px + Pad, py + Leading - 1.5, text, ink ?? Ink.Text);
        for (var i = 0; i < bankLines.Count; i++)
            Put(left, top + 1 + i * Leading, bankLines[i]);
        Put(left, ids - 12.5, Labels.Bank.In(x.Language), Ink.Muted, 7);
        Put(split, top + 1, Labels.Bic.In(x.Language));
        Put(column, top + 1, bank.Bic);
        Put(split, top + 1 + Leading + 3, Labels.AccountNo.In(x.Language));
        Put(column, top + 1 + Leading + 3, bank.CorrespondentAccount);
        Put(left, ids + 1, $"{Labels.InnShort.In(x.Language)}  {bank.TaxId}");
        Put(left + (split - left) / 2, ids + 1, $"{Labels.KppShort.In(x.Language)}  {bank.Kpp}");
        for (var i = 0; i < payeeLines.Count; i++)
            Put(left, payee + 1 + i * Leading, payeeLines[i]);
        Put(left, bottom - 12.5, Labels.Payee.In(x.Language), Ink.Muted, 7);
        Put(split, ids + 1, Labels.AccountNo.In(x.Language));
        Put(column, ids + 1, bank.Account);

        foreach (
            var (x1, y1, x2, y2) in new[]
            {
                (left, top, right, top),
                (left, bottom, right, bottom),
                (left, top, left, bottom),
                (right, top, right, bottom),
                (split, top, split, bottom),
                (column, top, column, bottom),
                (left, ids, right, ids),
                (left, payee, split, payee),
                (left + (split - left) / 2, ids, left + (split - left) / 2, payee),
                (split, top + Leading + Pad, column, top + Leading + Pad),
                (column, top + Leading + Pad, right, top + Leading + Pad),
            }
        )
            at.Page.Line(x1, y1, x2, y2, 0.5, Ink.Muted);

        at.Y = bottom;
        if (x.PaymentCode is { } code)
        {
            var modules = QrModules.Of(code);
            at.Page.Squares(Sheets.Right - CodeSide, top, CodeSide / modules.Size, modules.Dark);
            var scan = Labels.Scan.In(x.Language);
            at.Page.Text(
                at.Regular,
                7,
                Sheets.Right - CodeSide / 2 - at.Regular.Width(scan, 7) / 2,
                top + CodeSide + 9,
                scan,
                Ink.Muted
            );
            at.Y = Math.Max(bottom, top + CodeSide + 12);
        }

        at.Y += 20;
    }
}
