using Crm.Domain.Deals.Settlement;

namespace Crm.Api.Tests.Printing;

/// <summary>A PDF states everything that was offered and the totals that the API states.</summary>
public sealed class PdfContentTests
{
    [Fact]
    public void A_proposal_states_supplier_client_lines_total_and_validity()
    {
        var content = Prints.Content(
            Prints.Line("Станок", 2, 1000, 10),
            Prints.Line("Наладка", 1.5m, 200, vat: null, unit: "день")
        );
        var rows = Prints.Pages(Prints.Pdf(Prints.Issued(content, revision: 2))).Single();
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
            Prints.Sum(rows, "Сумма без скидки"),
            Prints.Sum(rows, "Скидка"),
            Prints.Sum(rows, "Итого без НДС"),
            Prints.Sum(rows, "НДС 20 %"),
            Prints.Sum(rows, "Не облагается НДС"),
            Prints.Sum(rows, "Всего")
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
        var rows = Prints
            .Pages(Prints.Pdf(Prints.Issued(Prints.Content(Prints.Line("Lathe", 2, 1000))), "en"))
            .Single();
        rows.Should()
            .Contain([
                "Commercial proposal No. D-000042-P1",
                "SUPPLIER|CUSTOMER",
                "1|Lathe|2|pcs|1,000.00|20%|2,000.00",
                "Total|2,400.00\u00a0RUB",
                "Two thousand four hundred rubles and 00 kopecks",
                "Page 1 of 1",
                "VAT 20%|400.00",
            ]);
    }

    [Fact]
    public void With_VAT_inside_the_prices_the_total_is_what_the_lines_add_up_to()
    {
        var lines = new[] { Prints.Line("А", 3, 99.99m, 0, 20, true), Prints.Line("Б", 1, 10, 0, 10, true) };
        var rows = Prints
            .Pages(Prints.Pdf(Prints.Issued(Prints.Content(lines) with { PriceIncludesVat = true })))
            .Single();
        (
            Prints.Sum(rows, "Всего"),
            Prints.Sum(rows, "В том числе НДС 20 %"),
            Prints.Sum(rows, "В том числе НДС 10 %"),
            Prints.Sum(rows, "НДС всего")
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
        var rows = Prints.Pages(Prints.Pdf(Prints.Issued(Prints.Content(Prints.Line("А", vat: null))))).Single();
        rows.Should()
            .Contain("НДС не облагается")
            .And.NotContain(x => x.StartsWith("НДС всего", StringComparison.Ordinal));
    }

    [Fact]
    public void A_draft_is_marked_as_one_and_has_no_number()
    {
        var rows = Prints.Pages(Prints.Pdf(Prints.Draft(Prints.Content(Prints.Line("Станок"))))).Single();
        rows.Should()
            .Contain("Коммерческое предложение (проект)")
            .And.NotContain(x => x.Contains("№ D-", StringComparison.Ordinal));
        // The watermark is slanted: its letters are on lines of their own.
        string.Concat(rows.Where(x => x.Length == 1)).Should().Be("ТКЕОРП");
        Prints
            .Pages(Prints.Pdf(Prints.Issued(Prints.Content(Prints.Line("Станок")))))
            .Single()
            .Where(x => x.Length == 1)
            .Should()
            .BeEmpty();
    }

    [Fact]
    public void Alternatives_are_listed_apart_and_count_in_no_total_and_lead_times_are_stated()
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
            Prints.Rub,
            new DocumentDiscount(10, null)
        );
        var content = Prints.Content(lines) with { LeadTimeDays = 45, Discount = new(10, null) };
        var rows = Prints.Pages(Prints.Pdf(Prints.Issued(content))).Single();
        (
            Prints.Sum(rows, "Сумма без скидки"),
            Prints.Sum(rows, "Скидка"),
            Prints.Sum(rows, "Итого без НДС"),
            Prints.Sum(rows, "Всего")
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
        Prints
            .DecodedHtml(Prints.Issued(content), "en")
            .Should()
            .ContainAll("Alternatives", "45\u00a0days from the order", "Lead time: 21\u00a0days");
    }

    [Fact]
    public void Parts_of_a_line_show_no_discount_that_was_not_given()
    {
        // A third of a line of 100.00: the parts are 33.33, 33.34 and 33.33.
        var line = Prints.Line("Треть", 0.333333m, 100, 0, 20) with
        {
            Net = 33.34m,
            Vat = 6.67m,
            Total = 40.01m,
        };
        var rows = Prints.Pages(Prints.Pdf(Prints.Invoiced(Prints.Content(line)))).Single();
        rows.Should()
            .NotContain(x =>
                x.Contains("Скидка", StringComparison.Ordinal)
                || x.Contains("Сумма без скидки", StringComparison.Ordinal)
            );
    }

    [Fact]
    public void Costs_are_printed_nowhere() =>
        string.Concat(Prints.Pages(Prints.Pdf(Prints.Issued(Prints.Content(Prints.Line("А"))))).SelectMany(x => x))
            .Should()
            .NotContain("567,89");
}
