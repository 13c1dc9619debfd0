namespace Crm.Api.Printing.Pdf;

/// <summary>A document as a PDF file. Equal documents are equal bytes.</summary>
internal static class PdfPrint
{
    public static byte[] Of(PrintedDocument x)
    {
        var at = new Sheets(x);
        Letterhead.Company(at, x);
        BankBlock.Draw(at, x);
        Letterhead.Title(at, x);
        Letterhead.Parties(at, x);
        if (x.Greeting.Length > 0)
        {
            at.Write(at.Regular, 10, x.Greeting, Ink.Text);
            at.Y += 10;
        }

        new LineTable(at, x.Lines, x.Language).Draw(Closing.Height(at, x), carried: true);
        Closing.Sums(at, x);
        Closing.Alternatives(at, x);
        Closing.Terms(at, x);
        Closing.Signature(at, x);
        at.Number();
        return Written(at, x);
    }

    private static byte[] Written(Sheets at, PrintedDocument x)
    {
        var file = new PdfFile();
        var (catalog, tree) = (file.Reserve(), file.Reserve());
        var pictures = new Dictionary<string, int>(StringComparer.Ordinal);
        if (x.Brand.Logo is { } logo)
            pictures["Logo"] = PictureStream.Write(file, logo);
        if (x.Brand.Signature is { } signature)
            pictures["Signature"] = PictureStream.Write(file, signature);
        var (regular, bold) = (at.Regular.Write(file), at.Bold.Write(file));
        List<int> pages = [];
        foreach (var page in at.Pages)
        {
            var content = file.Stream("", page.Content);
            var shown =
                page.Pictures.Count == 0
                    ? ""
                    : $"/XObject<<{string.Concat(page.Pictures.Select(p => FormattableString.Invariant($"/{p} {pictures[p]} 0 R")))}>>";
            pages.Add(
                file.Add(
                    FormattableString.Invariant(
                        $"<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 {Canvas.Width} {Canvas.Height}]/Resources<</Font<</F1 {regular} 0 R/F2 {bold} 0 R>>{shown}>>/Contents {content} 0 R>>"
                    )
                )
            );
        }

        file.Set(
            tree,
            $"<</Type/Pages/Count {pages.Count}/Kids[{string.Join(' ', pages.Select(p => FormattableString.Invariant($"{p} 0 R")))}]>>"
        );
        file.Set(
            catalog,
            FormattableString.Invariant(
                $"<</Type/Catalog/Pages {tree} 0 R/Lang({x.Language})/ViewerPreferences<</DisplayDocTitle true>>>>"
            )
        );
        var info = file.Add(
            $"<</Title{PdfFile.Text(x.Title)}/Author{PdfFile.Text(x.Seller.Name)}/Producer(CRM)/CreationDate{PdfFile.Date(x.At)}/ModDate{PdfFile.Date(x.At)}>>"
        );
        return file.Write(catalog, info);
    }
}
