namespace Crm.Api.Printing.Pdf;

/// <summary>Renders a document as a PDF file. Equal documents give equal bytes.</summary>
internal static class PdfPrint
{
    /// <summary>Names of the pictures in the resources of the pages.</summary>
    public const string Logo = "Logo",
        Signature = "Signature";

    public static byte[] Render(PrintedDocument document)
    {
        var writer = new PageWriter(document);
        Letterhead.WriteCompany(writer, document);
        BankBlock.Write(writer, document);
        Letterhead.WriteTitle(writer, document);
        Letterhead.WriteParties(writer, document);
        if (document.Greeting.Length > 0)
        {
            writer.Write(writer.Style(10, Ink.Text), document.Greeting);
            writer.Y += 10;
        }

        var lines = new LineTable(writer, document.Lines, document.Language) { PrintsRunningTotals = true };
        lines.Write(heightAfter: Closing.Height(writer, document));
        Closing.WriteTotals(writer, document);
        Closing.WriteAlternatives(writer, document);
        Closing.WriteTerms(writer, document);
        Closing.WriteSignature(writer, document);
        writer.WriteFooters();
        return File(writer, document);
    }

    private static byte[] File(PageWriter writer, PrintedDocument document)
    {
        var file = new PdfFile();
        var (catalog, tree) = (file.Reserve(), file.Reserve());
        var pictures = new Dictionary<string, int>(StringComparer.Ordinal);
        if (document.Brand.Logo is { } logo)
            pictures[Logo] = PdfPictures.Write(file, logo);
        if (document.Brand.Signature is { } signature)
            pictures[Signature] = PdfPictures.Write(file, signature);
        var drawn = new[] { writer.Regular, writer.Bold, writer.Regular.Fallback, writer.Bold.Fallback }
            .OfType<DocumentFont>()
            .Select(font => FormattableString.Invariant($"/{font.Resource} {font.Write(file)} 0 R"));
        var fonts = $"/Font<<{string.Concat(drawn)}>>";
        List<string> pages = [];
        foreach (var page in writer.Pages)
            pages.Add(
                FormattableString.Invariant($"{WritePage(file, tree, page, fonts + XObjects(page, pictures))} 0 R")
            );
        file.Set(tree, $"<</Type/Pages/Count {pages.Count}/Kids[{string.Join(' ', pages)}]>>");
        file.Set(
            catalog,
            FormattableString.Invariant($"<</Type/Catalog/Pages {tree} 0 R/Lang({document.Language})")
                + "/ViewerPreferences<</DisplayDocTitle true>>>>"
        );
        return file.Write(catalog, WriteInformation(file, document));
    }

    private static int WritePage(PdfFile file, int tree, Canvas page, string resources)
    {
        var content = file.Stream("", page.Content);
        return file.Add(
            FormattableString.Invariant($"<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 {Canvas.Width} {Canvas.Height}]")
                + FormattableString.Invariant($"/Resources<<{resources}>>/Contents {content} 0 R>>")
        );
    }

    private static string XObjects(Canvas page, Dictionary<string, int> pictures)
    {
        var names = page.Pictures.Select(name => FormattableString.Invariant($"/{name} {pictures[name]} 0 R"));
        return page.Pictures.Count == 0 ? "" : $"/XObject<<{string.Concat(names)}>>";
    }

    private static int WriteInformation(PdfFile file, PrintedDocument document)
    {
        var date = PdfFile.Date(document.At);
        return file.Add(
            $"<</Title{PdfFile.Text(document.Title)}/Author{PdfFile.Text(document.Seller.Name)}"
                + $"/Producer(CRM)/CreationDate{date}/ModDate{date}>>"
        );
    }
}
