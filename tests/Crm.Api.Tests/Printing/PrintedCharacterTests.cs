using System.Text.Json.Nodes;
using Crm.Api.Glyphs;
using Crm.Api.Printing;
using UglyToad.PdfPig;

namespace Crm.Api.Tests.Printing;

/// <summary>Signs of trade and foreign letters print as themselves, and of what cannot be printed the issue warns.</summary>
[Collection(HostCollection.Name)]
public sealed class PrintedCharacterTests(TestHost host)
{
    private const string Signs = "⌀ 16″ → ‐ ∅ ʻ ₸ αβγΩ";

    [Fact]
    public void What_the_face_lacks_is_drawn_by_the_fallback()
    {
        using var file = PdfDocument.Open(Prints.Pdf(Prints.Issued(Prints.Content(Prints.Line($"Труба {Signs}")))));
        var letters = file.GetPage(1).Letters;

        StandIns.Missing(Signs).Should().BeEmpty();
        foreach (var sign in "⌀→∅₸α")
            letters
                .Where(letter => letter.Value == sign.ToString())
                .Should()
                .NotBeEmpty()
                .And.OnlyContain(
                    letter => letter.FontName!.Contains("DejaVuSans", StringComparison.Ordinal),
                    sign.ToString()
                );
        letters
            .Where(letter => letter.Value == "Т")
            .Should()
            .OnlyContain(letter => letter.FontName!.Contains("PTSans", StringComparison.Ordinal));
    }

    [Fact]
    public void A_document_without_such_characters_embeds_no_further_font()
    {
        using var file = PdfDocument.Open(Prints.Pdf(Prints.Issued(Prints.Content(Prints.Line("Стол")))));

        file.GetPage(1)
            .Letters.Select(letter => letter.FontName![7..])
            .Distinct()
            .Should()
            .OnlyContain(name => name.StartsWith("PTSans", StringComparison.Ordinal));
    }

    [Fact]
    public void What_no_face_has_is_printed_by_its_stand_in()
    {
        var rows = Prints.Pages(Prints.Pdf(Prints.Issued(Prints.Content(Prints.Line("Кабель 𝟏𝟎 м"))))).Single();

        rows.Should().Contain(row => row.Contains("Кабель 10 м", StringComparison.Ordinal));
        StandIns.Missing("Кабель 𝟏𝟎 м").Should().BeEmpty();
    }

    [Fact]
    public void The_licence_of_the_fallback_is_beside_the_host() =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "licences", "DejaVu-Sans.txt"))
            .Should()
            .Contain("Bitstream Vera");

    [Fact]
    public async Task An_issue_and_its_dry_run_name_the_characters_that_will_not_print()
    {
        var sale = await Sale.Open(host.Api);
        var draft = (
            await host.Api.Post(
                sale.Path + "/proposals",
                new
                {
                    lines = new[]
                    {
                        new
                        {
                            name = "Стол ⌀ 漢字",
                            quantity = 1,
                            price = Sale.Rub("1.00"),
                        },
                    },
                    validUntil = "2027-06-30",
                    terms = new { payment = "Аванс 漢" },
                }
            )
        ).Must(201);
        var preview = new { operationId = "issueProposal", parameters = new { proposalId = draft.Id } };
        var tried = (await host.Api.Post("/previews", preview, ("Accept-Language", "ru"))).Must(200)["after"]!;
        var done = (await host.Api.Post($"/proposals/{draft.Id}/issue", new { }, ("Accept-Language", "ru"))).Must(200);

        foreach (var answer in (JsonNode[])[tried, done.Json])
        {
            var warnings = answer["warnings"]!.AsArray();
            warnings
                .Select(warning => ((string?)warning!["code"], (string?)warning["pointer"], (string?)warning["detail"]))
                .Should()
                .Equal(
                    (
                        "print.characters_missing",
                        "/lines/0/name",
                        "Часть символов не напечатается. Символы: 漢 (U+6F22), 字 (U+5B57)."
                    ),
                    (
                        "print.characters_missing",
                        "/terms/payment",
                        "Часть символов не напечатается. Символы: 漢 (U+6F22)."
                    )
                );
        }
    }

    [Fact]
    public async Task An_invoice_warns_alike_and_a_printable_document_does_not()
    {
        var sale = await Sale.Open(host.Api);
        foreach (var (name, count) in new[] { ("Стол 漢", 1), ("Стол ⌀ 16″", 0) })
        {
            var issued = (
                await host.Api.PostOnce(
                    sale.Path + "/invoices",
                    new
                    {
                        lines = new[]
                        {
                            new
                            {
                                name,
                                quantity = 1,
                                price = Sale.Rub("1.00"),
                            },
                        },
                    }
                )
            ).Must(201);
            (issued["warnings"]?.AsArray().Count ?? 0).Should().Be(count, name);
        }
    }

    [Theory, InlineData("шт", "pcs"), InlineData("шт.", "pcs"), InlineData("бухта", "бухта")]
    public void The_unit_that_ships_is_translated_and_others_are_not(string unit, string printed)
    {
        var line = Prints.Line("Кабель", unit: unit);
        foreach (var (language, expected) in new[] { ("ru", unit), ("en", printed) })
            Prints
                .Pages(Prints.Pdf(Prints.Issued(Prints.Content(line)), language))
                .Single()
                .Should()
                .Contain(row => row.Split('|', StringSplitOptions.None).Contains(expected), language);
    }

    /// <summary>The first row of the table is below its header, which is below the parties.</summary>
    [Theory, InlineData("ru"), InlineData("en")]
    public void A_header_takes_no_more_than_two_lines(string language)
    {
        var content = Prints.Content(Prints.Line("Кабель", 1, 100, 10, 20));
        var rows = Prints.Pages(Prints.Pdf(Prints.Issued(content), language)).Single();
        var first = rows.FindIndex(row => row.StartsWith("1|Кабель", StringComparison.Ordinal));
        var header = rows.FindIndex(row => row.StartsWith(Labels.No.In(language) + "|", StringComparison.Ordinal));

        (first - header).Should().BeInRange(1, 2);
    }
}
