using System.Security.Cryptography;
using CsCheck;

namespace Crm.Api.Tests.Printing;

/// <summary>PDF pages: headers and carried sums over many pages, margins, any character, and the same bytes each time.</summary>
public sealed class PdfLayoutTests
{
    private static readonly string[] Header = ["№|Наименование|Кол-во|Ед.|Цена,\u00a0руб.", "Скидка|НДС"];

    [Fact]
    public void Three_hundred_lines_go_over_pages_with_their_header_and_what_they_came_to()
    {
        var lines = Enumerable
            .Range(1, 300)
            .Select(i =>
                Prints.Line(
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
        var content = Prints.Content(lines);
        var pages = Prints.Pages(Prints.Pdf(Prints.Issued(content)));
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
                Prints.Sum(page, "Перенесено").Should().Be(sum, "page {0} begins with what came before", i + 1);
            foreach (
                var row in page.Where(x => x.Contains("|Позиция ", StringComparison.Ordinal)).Select(x => x.Split('|'))
            )
            {
                row[0].Should().Be((++found).ToString(System.Globalization.CultureInfo.InvariantCulture));
                row[1].Should().StartWith($"Позиция {found}");
                Prints.Number(row[^1]).Should().Be(lines[found - 1].Net);
                sum += lines[found - 1].Net;
            }

            if (i < tables.Length - 1)
                Prints.Sum(page, "К переносу").Should().Be(sum, "page {0} ends with what it came to", i + 1);
        }

        found.Should().Be(300);
        sum.Should().Be(content.Lines.Sum(x => x.Net));
        var last = tables[^1];
        (Prints.Sum(last, "Итого без НДС"), Prints.Sum(last, "НДС 20 %"), Prints.Sum(last, "Всего"))
            .Should()
            .Be((content.Lines.Sum(x => x.Net), content.Lines.Sum(x => x.Vat), content.Total.Amount));
        pages
            .Select((x, i) => x.Any(r => r.EndsWith($"Страница {i + 1} из {pages.Count}", StringComparison.Ordinal)))
            .Should()
            .OnlyContain(x => x);
        pages.Skip(1).Should().OnlyContain(x => x[0] == "Коммерческое предложение № D-000042-P1");
    }

    [Fact]
    public void No_text_leaves_the_page_and_no_word_is_lost()
    {
        var name = string.Join(' ', Enumerable.Range(0, 60).Select(i => $"слово{i}")) + " " + new string('Ш', 180);
        var events = Prints.Issued(Prints.Content(Prints.Line(name, 999_999_999m, 999_999.999999m, 33.333333m)));
        events = events with
        {
            Client = new(new(Guid.Empty), Prints.Text(new string('Ъ', 500)), null),
            Settings = events.Settings with
            {
                Profile = Prints.Profile with { RegisteredName = new string('W', 500), Address = new string('Ж', 500) },
            },
        };
        var pdf = Prints.Pdf(events);
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
        var rows = Prints.Pages(Prints.Pdf(Prints.Issued(Prints.Content(Prints.Line(name, 1, 1))))).Single();
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
        var lines = all.Chunk(200).Select(x => Prints.Line(new string(x)));
        var drawn = string.Concat(Prints.Pages(Prints.Pdf(Prints.Issued(Prints.Content(lines)))).SelectMany(x => x));
        var composed = Crm.Api.Printing.PrintedText.Clean(all);
        composed.Distinct().Count().Should().BeGreaterThan(600);
        composed.Where(x => char.IsLetterOrDigit(x)).Except(drawn).Should().BeEmpty();
    }

    [Fact]
    public void Any_text_prints() =>
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
                    var events = Prints.Issued(
                        Prints.Content(texts.Select(x => Prints.Line("А" + x))) with
                        {
                            Terms = new("А" + texts[0], texts[^1], null),
                        }
                    );
                    Prints.Pages(Prints.Pdf(events)).Should().NotBeEmpty();
                    Prints.Html(events).Should().EndWith("</html>\n");
                },
                iter: new Cases(Few: 20, Full: 60).Count,
                threads: 1
            );

    [Fact]
    public void The_same_document_is_the_same_bytes()
    {
        var content = Prints.Content(Prints.Line("Станок"), Prints.Line("Ящик", 3, 7.77m));
        var first = Prints.Pdf(Prints.Issued(content));
        Prints.Pdf(Prints.Issued(content)).Should().Equal(first);
        SHA256.HashData(Prints.Pdf(Prints.Issued(content, 2))).Should().NotEqual(SHA256.HashData(first));
        using var document = UglyToad.PdfPig.PdfDocument.Open(first);
        (document.Information.Title, document.Information.CreationDate)
            .Should()
            .Be(("Коммерческое предложение № D-000042-P1", "D:20261123090000Z"));
    }
}
