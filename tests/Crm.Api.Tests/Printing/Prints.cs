using System.Globalization;
using System.Net;
using System.Text;
using Crm.Api.Printing;
using Crm.Api.Printing.Html;
using Crm.Api.Printing.Pdf;
using Crm.Domain.Clients;
using Crm.Domain.Deals.Proposals;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Kernel;
using Crm.Domain.Settings;
using Microsoft.Extensions.DependencyInjection;
using UglyToad.PdfPig;

namespace Crm.Api.Tests.Printing;

/// <summary>Documents to print, and readers of the printed output. PDF is read by a library that was not used to write it.</summary>
internal static class Prints
{
    private static readonly ServiceProvider Services = new ServiceCollection()
        .AddLogging()
        .AddPrinting()
        .BuildServiceProvider();

    public static readonly Currency Rub = new("RUB");

    public static readonly CompanyProfile Profile = new(
        "Северные машины",
        "ООО «Северные машины»",
        "7701234567",
        "127006, г. Москва, ул. Садовая-Триумфальная, д. 14",
        "+7 (495) 123-45-67",
        "sales@sevmash.example",
        "770101001",
        "ПАО СБЕРБАНК, г. Москва",
        "044525225",
        "40702810438000060473",
        "30101810400000000225"
    );

    public static readonly CompanySettings Settings = CompanySettings.Initial with
    {
        Profile = Profile,
        BaseCurrency = Rub,
        TimeZone = "Europe/Moscow",
    };

    public static readonly PrintedClient Client = new(
        new(Guid.Empty),
        Text("Ромашка"),
        new LegalDetails(Text("7707083893"), Text("АО «Ромашка»"), Text("117997, г. Москва, ул. Вавилова, д. 19"), null)
    );

    public static Personal Text(string text) => Personal.Seal(text, "salt");

    public static PricedLine Line(
        string name,
        decimal quantity = 1,
        decimal price = 100,
        decimal discount = 0,
        decimal? vat = 20,
        bool includesVat = false,
        string? unit = "шт.",
        Currency? currency = null
    ) =>
        PricedLine.From(
            new LineDraft(new(Guid.CreateVersion7()), null, name, quantity, unit, price, discount, vat, 1234567.89m),
            includesVat,
            currency ?? Rub
        );

    public static ProposalContent Content(params IEnumerable<PricedLine> lines) =>
        new([.. lines], Rub, false, new DateOnly(2026, 12, 31), new ProposalTerms("До склада", "50 % вперёд", null));

    public static PrintSource Draft(ProposalContent content) =>
        new(
            Guid.Parse("0198f3a0-0000-7000-8000-000000000001"),
            new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero),
            new DateOnly(2026, 11, 23),
            Settings,
            Client
        )
        {
            Content = content,
        };

    public static PrintSource Issued(ProposalContent content, int revision = 1) =>
        Draft(content) with
        {
            Issued = new ProposalIssued(
                new(Guid.Empty),
                "D-000042-P1",
                revision,
                content,
                content.Total,
                content.ValidUntil,
                default,
                false
            ),
        };

    public static PrintSource Invoiced(ProposalContent content, DateOnly? due = null) =>
        Draft(content) with
        {
            Content = null,
            Order = "D-000042-O1",
            Invoice = new InvoiceIssued(
                new(Guid.Empty),
                "D-000042-I1",
                null,
                [
                    .. content.Lines.Select(l => new InvoiceLine(
                        l.Line,
                        null,
                        l.Name,
                        l.Quantity,
                        l.Unit,
                        l.Price,
                        l.DiscountPercent,
                        l.VatRate,
                        l.Net,
                        l.Vat,
                        l.Total
                    )),
                ],
                content.PriceIncludesVat,
                content.Total,
                content.Lines.Sum(x => x.Net),
                content.Lines.Sum(x => x.Vat),
                due
            ),
        };

    public static byte[] Pdf(
        PrintSource events,
        string language = "ru",
        Picture? logo = null,
        Picture? signature = null
    ) => PdfPrint.Render(DocumentBuilder.Build(events, language, logo, signature));

    /// <summary>The page as it is served. Rendering ends synchronously, since no component waits for anything.</summary>
    public static string Html(PrintSource source, string language = "ru", Picture? logo = null)
    {
        var document = DocumentBuilder.Build(source, language, logo, null);
        return Encoding.UTF8.GetString(
            Services.GetRequiredService<HtmlPrint>().RenderAsync(document).GetAwaiter().GetResult()
        );
    }

    /// <summary>The page with its entities decoded, so that tests do not depend on the encoding of characters.</summary>
    public static string DecodedHtml(PrintSource source, string language = "ru", Picture? logo = null) =>
        WebUtility.HtmlDecode(Html(source, language, logo));

    /// <summary>The rows of each page from top to bottom: the texts on one base line, separated by bars.</summary>
    public static List<List<string>> Pages(byte[] pdf)
    {
        using var document = PdfDocument.Open(pdf);
        return
        [
            .. document
                .GetPages()
                .Select(page =>
                    page.Letters.GroupBy(x => Math.Round(x.StartBaseLine.Y, 1))
                        .OrderByDescending(x => x.Key)
                        .Select(row => Row([.. row.OrderBy(x => x.StartBaseLine.X)]))
                        .ToList()
                ),
        ];
    }

    /// <summary>Parses a number as Russian documents write it.</summary>
    public static decimal Number(string text) =>
        decimal.Parse(
            text.Replace("\u00a0", "", StringComparison.Ordinal)
                .Replace("руб.", "", StringComparison.Ordinal)
                .Replace('\u2212', '-')
                .Replace(',', '.'),
            CultureInfo.InvariantCulture
        );

    /// <summary>The amount in the row that begins with a label.</summary>
    public static decimal Sum(IEnumerable<string> rows, string label) =>
        Number(rows.Single(x => x.StartsWith(label + "|", StringComparison.Ordinal)).Split('|')[1]);

    private static string Row(IReadOnlyList<UglyToad.PdfPig.Content.Letter> letters)
    {
        var row = new StringBuilder();
        for (var i = 0; i < letters.Count; i++)
        {
            if (i > 0 && letters[i].StartBaseLine.X - letters[i - 1].EndBaseLine.X > 3)
                row.Append('|');
            row.Append(letters[i].Value);
        }

        return row.ToString();
    }
}
