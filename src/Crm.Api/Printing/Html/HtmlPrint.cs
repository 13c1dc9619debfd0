using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Crm.Api.Printing.Html;

/// <summary>
/// A document as one page of HTML that needs nothing from elsewhere. Whatever anybody wrote is text in it, and its own policy allows
/// no script at all: only the one style sheet, by its hash, and pictures that it carries itself.
/// </summary>
internal static class HtmlPrint
{
    public static byte[] Of(PrintedDocument x)
    {
        var style = Style.Of(x.Brand.Accent);
        var policy =
            $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'; img-src data:; base-uri 'none'; form-action 'none'";
        var page = new Markup();
        page.Raw("<!DOCTYPE html>\n<html lang=\"")
            .Text(x.Language)
            .Raw("\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"")
            .Text(policy)
            .Raw("\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
            .Text(x.Title)
            .Raw("</title>\n<style>")
            .Raw(style)
            .Raw("</style>\n</head>\n<body>\n<main>\n");
        if (x.Draft)
            page.Raw("<div class=\"draft\" aria-hidden=\"true\">").Text(Labels.Draft.In(x.Language)).Raw("</div>\n");
        Head(page, x);
        Bank(page, x);
        page.Element("h1", x.Title).Element("p", string.Join(" \u00b7 ", x.Facts), "facts");
        page.Raw("<section class=\"parties\">\n");
        Party(page, Labels.Seller.In(x.Language), x.Seller);
        if (x.Buyer is { } buyer)
            Party(page, Labels.Buyer.In(x.Language), buyer);
        page.Raw("</section>\n");
        if (x.Greeting.Length > 0)
            page.Element("p", x.Greeting, "text");
        Table(page, x.Lines);
        Sums(page, x);
        if (x.Alternatives is { } alternatives)
        {
            page.Element("h2", Labels.Alternatives.In(x.Language));
            Table(page, alternatives);
        }

        if (x.Terms.Length > 0)
            page.Raw("<dl class=\"terms\">\n");
        foreach (var term in x.Terms)
            page.Element("dt", term.Heading).Element("dd", term.Text, "text");
        if (x.Terms.Length > 0)
            page.Raw("</dl>\n");
        Signature(page, x);
        if (x.Brand.Footer.Length > 0)
            page.Element("footer", x.Brand.Footer);
        return page.Raw("</main>\n</body>\n</html>\n").Bytes;
    }

    private static void Head(Markup page, PrintedDocument x)
    {
        page.Raw("<header>\n");
        if (x.Brand.Logo is { } logo)
            page.Picture("logo", logo, x.Seller.Name);
        page.Raw("<div class=\"company\">").Element("strong", x.Seller.Name);
        foreach (var line in x.Seller.Contacts)
            page.Element("div", line);
        page.Raw("</div>\n</header>\n");
    }

    private static void Party(Markup page, string label, PrintedParty party)
    {
        page.Raw("<div>").Element("h2", label).Element("strong", party.Name);
        foreach (var line in party.Lines)
            page.Element("div", line);
        page.Raw("</div>\n");
    }

    private static void Table(Markup page, PrintedTable table)
    {
        page.Raw("<table class=\"lines\">\n<thead><tr>");
        foreach (var column in table.Columns)
            page.Element("th", column.Title, column.Right ? "number" : null);
        page.Raw("</tr></thead>\n<tbody>\n");
        foreach (var row in table.Rows)
        {
            page.Raw("<tr>");
            for (var i = 0; i < row.Length; i++)
                page.Element(
                    "td",
                    row[i],
                    table.Columns[i].Right ? "number"
                        : table.Columns[i].Wide ? "text wide"
                        : "text"
                );
            page.Raw("</tr>\n");
        }

        page.Raw("</tbody>\n</table>\n");
    }

    private static void Sums(Markup page, PrintedDocument x)
    {
        page.Raw("<section class=\"closing\">\n<table class=\"sums\">\n");
        foreach (var sum in x.Totals)
            page.Raw(sum.Strong ? "<tr class=\"strong\">" : "<tr>")
                .Element("th", sum.Label)
                .Element("td", sum.Amount, "number")
                .Raw("</tr>\n");
        page.Raw("</table>\n").Element("p", x.Summary).Element("p", x.InWords, "words").Raw("</section>\n");
    }

    private static void Bank(Markup page, PrintedDocument x)
    {
        if (x.Bank is not { } bank)
            return;
        string L(Localized label) => label.In(x.Language);
        page.Raw("<section class=\"bank\">\n<table>\n<tr><td colspan=\"2\" rowspan=\"2\">")
            .Element("div", bank.BankName)
            .Element("small", L(Labels.Bank))
            .Raw("</td>")
            .Element("td", L(Labels.Bic))
            .Element("td", bank.Bic)
            .Raw("</tr>\n<tr>")
            .Element("td", L(Labels.AccountNo))
            .Element("td", bank.CorrespondentAccount)
            .Raw("</tr>\n<tr>")
            .Element("td", $"{L(Labels.InnShort)} {bank.TaxId}")
            .Element("td", $"{L(Labels.KppShort)} {bank.Kpp}")
            .Raw("<td rowspan=\"2\">")
            .Text(L(Labels.AccountNo))
            .Raw("</td><td rowspan=\"2\">")
            .Text(bank.Account)
            .Raw("</td></tr>\n<tr><td colspan=\"2\">")
            .Element("div", bank.Payee)
            .Element("small", L(Labels.Payee))
            .Raw("</td></tr>\n</table>\n");
        if (x.PaymentCode is { } code)
            Code(page, QrModules.Of(code), L(Labels.Scan));
        page.Raw("</section>\n");
    }

    private static void Code(Markup page, QrModules code, string caption)
    {
        var path = string.Concat(
            code.Dark.Select(d => FormattableString.Invariant($"M{d.Column} {d.Row}h{d.Length}v1h-{d.Length}z"))
        );
        page.Raw(
                FormattableString.Invariant(
                    $"<figure><svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-2 -2 {code.Size + 4} {code.Size + 4}\" shape-rendering=\"crispEdges\" role=\"img\"><path d=\"{path}\"/></svg>"
                )
            )
            .Element("figcaption", caption)
            .Raw("</figure>\n");
    }

    private static void Signature(Markup page, PrintedDocument x)
    {
        page.Raw("<section class=\"signature\">")
            .Element("span", x.Brand.SignatoryPosition)
            .Raw("<span class=\"line\">");
        if (x.Brand.Signature is { } picture)
            page.Picture("sign", picture, "");
        page.Raw("</span>").Element("strong", x.Brand.SignatoryName).Raw("</section>\n");
    }

    /// <summary>Text is encoded wherever it comes from; only constants of ours go in raw.</summary>
    private sealed class Markup
    {
        private readonly StringBuilder text = new();

        public byte[] Bytes => Encoding.UTF8.GetBytes(text.ToString());

        public Markup Raw(string markup)
        {
            text.Append(markup);
            return this;
        }

        public Markup Text(string content)
        {
            foreach (var c in content)
                _ = c switch
                {
                    '&' => text.Append("&amp;"),
                    '<' => text.Append("&lt;"),
                    '>' => text.Append("&gt;"),
                    '"' => text.Append("&quot;"),
                    '\'' => text.Append("&#39;"),
                    _ => text.Append(c),
                };
            return this;
        }

        public Markup Element(string name, string content, string? kind = null)
        {
            text.Append(CultureInfo.InvariantCulture, $"<{name}{(kind is null ? "" : $" class=\"{kind}\"")}>");
            return Text(content).Raw($"</{name}>");
        }

        public Markup Picture(string kind, Picture picture, string alternative) =>
            Raw(
                    $"<img class=\"{kind}\" src=\"data:{picture.MediaType};base64,{Convert.ToBase64String(picture.Bytes)}\" alt=\""
                )
                .Text(alternative)
                .Raw("\">");
    }
}
