using System.Security.Cryptography;
using Crm.Domain.Deals.Settlement;
using CsCheck;

namespace Crm.Api.Tests.Printing;

/// <summary>PDF files: everything that was offered, the totals that the API states, and the same order over many pages.</summary>
public sealed class PdfTests
{
    private static readonly string[] Header = ["№|Наименование|Кол-во|Ед.|Цена,\u00a0руб.", "Скидка|НДС"];

    [Fact]
    public void A_proposal_says_who_offers_what_to_whom_for_how_much_and_until_when()
    {
        var content = Papers.Content(
            Papers.Line("Станок", 2, 1000, 10),
            Papers.Line("Наладка", 1.5m, 200, vat: null, unit: "день")
        );
        var rows = Papers.Pages(Papers.Pdf(Papers.Issued(content, revision: 2))).Single();
        rows.Should()
            .Contain([
                "Коммерческое предложение № D-000042-P1",
                "ПОСТАВЩИК|ПОКУПАТЕЛЬ",
                "ООО «Северные машины»|АО «Ромашка»",
                "ИНН 7701234567, КПП 770101001|ИНН 7707083893",
            ]);
        rows.Should()
            .Contain([
                "1|Станок|2|шт.|1\u00a0000,00|10\u00a0%|20\u00a0%|1\u00a0800,00",
                "2|Наладка|1,5|день|200,00|без НДС|300,00",
            ]);
        rows.Should()
            .Contain(x =>
                x.Contains("от 23\u00a0ноября\u00a02026\u00a0г.", StringComparison.Ordinal)
                && x.Contains("редакция 2", StringComparison.Ordinal)
            );
        rows.Should()
            .Contain([
                "Срок действия|Предложение действительно по 31\u00a0декабря\u00a02026\u00a0г. включительно.",
                "Доставка|До склада",
                "Оплата|50 % вперёд",
                "Страница 1 из 1",
            ]);
        (
            Papers.Sum(rows, "Сумма без скидки"),
            Papers.Sum(rows, "Скидка"),
            Papers.Sum(rows, "Итого без НДС"),
            Papers.Sum(rows, "НДС 20 %"),
            Papers.Sum(rows, "Не облагается НДС"),
            Papers.Sum(rows, "Всего")
        )
            .Should()
            .Be((2300m, -200m, 2100m, 360m, 300m, content.Total.Amount));
        rows.Should()
            .Contain("Две тысячи четыреста шестьдесят рублей 00 копеек")
            .And.Contain("Всего наименований 2, на сумму 2\u00a0460,00\u00a0руб.");
    }

    [Fact]
    public void In_English_it_says_the_same()
    {
        var rows = Papers
            .Pages(Papers.Pdf(Papers.Issued(Papers.Content(Papers.Line("Lathe", 2, 1000))), "en"))
            .Single();
        rows.Should()
            .Contain([
                "Commercial proposal No. D-000042-P1",
                "SUPPLIER|CUSTOMER",
                "1|Lathe|2|шт.|1,000.00|20%|2,000.00",
                "Total|2,400.00\u00a0RUB",
                "Two thousand four hundred rubles and 00 kopecks",
                "Page 1 of 1",
                "VAT 20%|400.00",
            ]);
    }

    [Fact]
    public void With_VAT_inside_the_prices_the_total_is_what_the_lines_add_up_to()
    {
        var lines = new[] { Papers.Line("А", 3, 99.99m, 0, 20, true), Papers.Line("Б", 1, 10, 0, 10, true) };
        var rows = Papers
            .Pages(Papers.Pdf(Papers.Issued(Papers.Content(lines) with { PriceIncludesVat = true })))
            .Single();
        (
            Papers.Sum(rows, "Всего"),
            Papers.Sum(rows, "В том числе НДС 20 %"),
            Papers.Sum(rows, "В том числе НДС 10 %"),
            Papers.Sum(rows, "НДС всего")
        )
            .Should()
            .Be((309.97m, 50m, 0.91m, 50.91m));
        rows.Should()
            .NotContain(x => x.StartsWith("Итого без НДС", StringComparison.Ordinal))
            .And.NotContain(x => x.StartsWith("Скидка", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_VAT_it_says_so()
    {
        var rows = Papers.Pages(Papers.Pdf(Papers.Issued(Papers.Content(Papers.Line("А", vat: null))))).Single();
        rows.Should()
            .Contain("НДС не облагается")
            .And.NotContain(x => x.StartsWith("НДС всего", StringComparison.Ordinal));
    }

    [Fact]
    public void Three_hundred_lines_go_over_pages_with_their_header_and_what_they_came_to()
    {
        var lines = Enumerable
            .Range(1, 300)
            .Select(i =>
                Papers.Line(
                    $"Позиция {i}"
                        + (
                            i % 7 == 0
                                ? " с названием, которое никак не помещается в одну строку таблицы и потому переносится на следующие"
                                : ""
                        ),
                    i,
                    10.01m,
                    i % 3
                )
            )
            .ToArray();
        var content = Papers.Content(lines);
        var pages = Papers.Pages(Papers.Pdf(Papers.Issued(content)));
        pages.Should().HaveCountGreaterThan(5);
        var tables = pages.Where(x => x.Any(r => Header.All(h => r.Contains(h, StringComparison.Ordinal)))).ToArray();
        tables
            .Length.Should()
            .BeGreaterThanOrEqualTo(
                pages.Count - 1,
                "every page with lines has the header: {0}",
                string.Join(" / ", pages[1].Take(4))
            );
        var (found, sum) = (0, 0m);
        foreach (var (page, i) in tables.Select((x, i) => (x, i)))
        {
            if (i > 0)
                Papers.Sum(page, "Перенесено").Should().Be(sum, "page {0} begins with what came before", i + 1);
            foreach (
                var row in page.Where(x => x.Contains("|Позиция ", StringComparison.Ordinal)).Select(x => x.Split('|'))
            )
            {
                row[0].Should().Be((++found).ToString(System.Globalization.CultureInfo.InvariantCulture));
                row[1].Should().StartWith($"Позиция {found}");
                Papers.Number(row[^1]).Should().Be(lines[found - 1].Net);
                sum += lines[found - 1].Net;
            }

            if (i < tables.Length - 1)
                Papers.Sum(page, "К переносу").Should().Be(sum, "page {0} ends with what it came to", i + 1);
        }

        found.Should().Be(300);
        sum.Should().Be(content.Lines.Sum(x => x.Net));
        var last = tables[^1];
        (Papers.Sum(last, "Итого без НДС"), Papers.Sum(last, "НДС 20 %"), Papers.Sum(last, "Всего"))
            .Should()
            .Be((content.Lines.Sum(x => x.Net), content.Lines.Sum(x => x.Vat), content.Total.Amount));
        pages
            .Select((x, i) => x.Any(r => r.EndsWith($"Страница {i + 1} из {pages.Count}", StringComparison.Ordinal)))
            .Should()
            .OnlyContain(x => x);
        pages.Skip(1).Should().OnlyContain(x => x[0] == "Коммерческое предложение № D-000042-P1");
    }

    [Fact]
    public void Nothing_that_is_written_leaves_the_page_and_no_word_is_lost()
    {
        var name = string.Join(' ', Enumerable.Range(0, 60).Select(i => $"слово{i}")) + " " + new string('Ш', 180);
        var events = Papers.Issued(Papers.Content(Papers.Line(name, 999_999_999m, 999_999.999999m, 33.333333m)));
        events = events with
        {
            Client = new(new(Guid.Empty), Papers.Text(new string('Ъ', 500)), null),
            Settings = events.Settings with
            {
                Profile = Papers.Profile with { RegisteredName = new string('W', 500), Address = new string('Ж', 500) },
            },
        };
        var pdf = Papers.Pdf(events);
        using var document = UglyToad.PdfPig.PdfDocument.Open(pdf);
        var letters = document
            .GetPages()
            .SelectMany(x => x.Letters)
            .Where(x => !string.IsNullOrWhiteSpace(x.Value))
            .ToArray();
        letters
            .Should()
            .OnlyContain(x =>
                x.StartBaseLine.X > 40 && x.EndBaseLine.X < 560 && x.StartBaseLine.Y > 20 && x.StartBaseLine.Y < 820
            );
        var drawn = string.Concat(letters.Select(x => x.Value));
        (drawn.Count(x => x == 'Ъ'), drawn.Count(x => x == 'Ш'), drawn.Count(x => x == 'Ж'))
            .Should()
            .Be((500, 180, 500));
        for (var i = 0; i < 60; i++)
            drawn.Should().Contain($"слово{i}");
    }

    [Fact]
    public void A_missing_glyph_is_an_empty_box_and_copying_still_gives_the_character()
    {
        var name = "Emoji 😀 CJK 漢字 Arabic مرحبا e\u0301 z\u0335\u0321 \u0007\u202Econtrol\u202C \uFFFE\uFEFF end";
        var rows = Papers.Pages(Papers.Pdf(Papers.Issued(Papers.Content(Papers.Line(name, 1, 1))))).Single();
        var drawn = string.Join("", rows);
        drawn
            .Should()
            .ContainAll("😀", "漢字", "مرحبا", "\u00e9", "control")
            .And.NotContainAny("\u202E", "\u0007", "\uFFFE");
    }

    [Fact]
    public void More_than_255_different_characters_are_no_limit()
    {
        var all = string.Concat(
            Enumerable
                .Range(0x20, 0x200)
                .Where(x => !char.IsControl((char)x) && !char.IsWhiteSpace((char)x))
                .Select(x => (char)x)
                .Concat(Enumerable.Range(0x400, 0x100).Select(x => (char)x))
        );
        var lines = all.Chunk(200).Select(x => Papers.Line(new string(x)));
        var drawn = string.Concat(Papers.Pages(Papers.Pdf(Papers.Issued(Papers.Content(lines)))).SelectMany(x => x));
        var composed = Crm.Api.Printing.PrintedText.Clean(all);
        composed.Distinct().Count().Should().BeGreaterThan(600);
        composed.Where(x => char.IsLetterOrDigit(x)).Except(drawn).Should().BeEmpty();
    }

    [Fact]
    public void Whatever_text_there_is_it_prints() =>
        Gen.String[
                Gen.OneOf(
                    Gen.Char,
                    Gen.Char[' ', '~'],
                    Gen.Char['\u0400', '\u04ff'],
                    Gen.Char['\u0300', '\u036f'],
                    Gen.Char['\ud800', '\udfff']
                ),
                0,
                300
            ]
            .Array[1, 6]
            .Sample(
                texts =>
                {
                    var events = Papers.Issued(
                        Papers.Content(texts.Select(x => Papers.Line("А" + x))) with
                        {
                            Terms = new("А" + texts[0], texts[^1], null),
                        }
                    );
                    Papers.Pages(Papers.Pdf(events)).Should().NotBeEmpty();
                    Papers.Html(events).Should().EndWith("</html>\n");
                },
                iter: new Cases(Few: 20, Full: 60).Count,
                threads: 1
            );

    [Fact]
    public void The_same_document_is_the_same_bytes()
    {
        var content = Papers.Content(Papers.Line("Станок"), Papers.Line("Ящик", 3, 7.77m));
        var first = Papers.Pdf(Papers.Issued(content));
        Papers.Pdf(Papers.Issued(content)).Should().Equal(first);
        SHA256.HashData(Papers.Pdf(Papers.Issued(content, 2))).Should().NotEqual(SHA256.HashData(first));
        using var document = UglyToad.PdfPig.PdfDocument.Open(first);
        (document.Information.Title, document.Information.CreationDate)
            .Should()
            .Be(("Коммерческое предложение № D-000042-P1", "D:20261123090000Z"));
    }

    [Fact]
    public void A_draft_is_marked_as_one_and_has_no_number()
    {
        var rows = Papers.Pages(Papers.Pdf(Papers.Draft(Papers.Content(Papers.Line("Станок"))))).Single();
        rows.Should()
            .Contain("Коммерческое предложение (проект)")
            .And.NotContain(x => x.Contains("№ D-", StringComparison.Ordinal));
        // The watermark slants: its letters stand on lines of their own.
        string.Concat(rows.Where(x => x.Length == 1)).Should().Be("ТКЕОРП");
        Papers
            .Pages(Papers.Pdf(Papers.Issued(Papers.Content(Papers.Line("Станок")))))
            .Single()
            .Where(x => x.Length == 1)
            .Should()
            .BeEmpty();
    }

    [Fact]
    public void Alternatives_stand_apart_and_count_in_no_total_and_lead_times_are_told()
    {
        var main = new LineDraft(new(Guid.CreateVersion7()), null, "Станок", 2, "шт.", 1000, 0, 20, null);
        var lines = Pricing.Of(
            [
                main,
                main with
                {
                    Line = new(Guid.CreateVersion7()),
                    Name = "Станок другой",
                    Price = 1500,
                    Alternative = true,
                    LeadTimeDays = 21,
                },
            ],
            false,
            Papers.Rub,
            new DocumentDiscount(10, null)
        );
        var content = Papers.Content(lines) with { LeadTimeDays = 45, Discount = new(10, null) };
        var rows = Papers.Pages(Papers.Pdf(Papers.Issued(content))).Single();
        (
            Papers.Sum(rows, "Сумма без скидки"),
            Papers.Sum(rows, "Скидка"),
            Papers.Sum(rows, "Итого без НДС"),
            Papers.Sum(rows, "Всего")
        )
            .Should()
            .Be((2000m, -200m, 1800m, content.Total.Amount));
        var at = rows.IndexOf("Варианты (в итог не входят)");
        at.Should()
            .BeGreaterThan(rows.FindIndex(x => x.StartsWith("Всего|", StringComparison.Ordinal)), "after the total");
        rows.Skip(at)
            .Should()
            .Contain([
                "1|Станок другой|2|шт.|1\u00a0500,00|300,00|20\u00a0%|2\u00a0700,00",
                "Срок поставки: 21\u00a0день",
                "Срок поставки|45\u00a0дней с даты заказа",
            ]);
        rows.Should().Contain(x => x.StartsWith("Всего наименований 1,", StringComparison.Ordinal));
        Papers
            .DecodedHtml(Papers.Issued(content), "en")
            .Should()
            .ContainAll("Alternatives", "45\u00a0days from the order", "Lead time: 21\u00a0days");
    }

    [Fact]
    public void Parts_of_a_line_show_no_discount_that_nobody_gave()
    {
        // A third of a line of 100.00: the parts are 33.33, 33.34 and 33.33.
        var line = Papers.Line("Треть", 0.333333m, 100, 0, 20) with
        {
            Net = 33.34m,
            Vat = 6.67m,
            Total = 40.01m,
        };
        var rows = Papers.Pages(Papers.Pdf(Papers.Invoiced(Papers.Content(line)))).Single();
        rows.Should()
            .NotContain(x =>
                x.Contains("Скидка", StringComparison.Ordinal)
                || x.Contains("Сумма без скидки", StringComparison.Ordinal)
            );
    }

    [Fact]
    public void What_goods_cost_is_nowhere() =>
        string.Concat(Papers.Pages(Papers.Pdf(Papers.Issued(Papers.Content(Papers.Line("А"))))).SelectMany(x => x))
            .Should()
            .NotContain("567,89");
}
