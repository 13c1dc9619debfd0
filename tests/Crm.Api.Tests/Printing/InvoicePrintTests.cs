using Crm.Api.Printing;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Kernel;

namespace Crm.Api.Tests.Printing;

/// <summary>Invoices: the bank details as on a Russian payment order, and the payment QR code.</summary>
public sealed class InvoicePrintTests
{
    private const string Code =
        "ST00012|Name=ООО «Северные машины»|PersonalAcc=40702810438000060473|BankName=ПАО СБЕРБАНК, г. Москва|BIC=044525225|"
        + "CorrespAcc=30101810400000000225|PayeeINN=7701234567|KPP=770101001|Sum=240000|"
        + "Purpose=Оплата по счёту № D-000042-I1 от 23.11.2026, в т. ч. НДС 400,00 руб.";

    private static readonly PrintSource Source = Prints.Invoiced(
        Prints.Content(Prints.Line("Станок", 2, 1000)),
        new DateOnly(2026, 12, 7)
    );

    [Fact]
    public void It_says_where_to_pay_what_for_and_by_when()
    {
        var rows = Prints.Pages(Prints.Pdf(Source)).Single();
        rows.Should()
            .Contain([
                "Счёт на оплату № D-000042-I1",
                "ПАО СБЕРБАНК, г. Москва|БИК|044525225",
                "ИНН  7701234567|КПП  770101001|Сч. №|40702810438000060473",
                "Сч. №|30101810400000000225",
            ]);
        rows.Should()
            .Contain(x =>
                x.Contains("по заказу № D-000042-O1", StringComparison.Ordinal)
                && x.Contains("оплатить до 7\u00a0декабря\u00a02026\u00a0г.", StringComparison.Ordinal)
            );
        rows.Should()
            .Contain([
                "Назначение платежа|Оплата по счёту № D-000042-I1 от 23.11.2026, в т. ч. НДС 400,00\u00a0руб.",
                "Оплата по QR-коду",
                "Две тысячи четыреста рублей 00 копеек",
            ]);
        Prints.Sum(rows, "Всего к оплате").Should().Be(2400m);
    }

    [Fact]
    public void The_code_is_what_the_standard_says() =>
        DocumentBuilder.Build(Source, "ru", null, null).PaymentCode.Should().Be(Code);

    [Fact]
    public void A_bar_in_a_name_does_not_break_the_code_and_long_values_are_cut()
    {
        var bank = new PrintedBank(
            "Б|К" + new string('x', 60),
            "044525225",
            "30101810400000000225",
            "7701234567",
            "",
            "40702810438000060473",
            "А|Б\nВ",
            new string('н', 300)
        );
        var code = PaymentCode.Create(bank, new Money(0.01m, Prints.Rub))!;
        code.Split('|')
            .Should()
            .HaveCount(9)
            .And.Contain("Name=А/Б В")
            .And.Contain("Sum=1")
            .And.NotContain(x => x.StartsWith("KPP", StringComparison.Ordinal));
        code.Split('|')
            .Single(x => x.StartsWith("BankName=", StringComparison.Ordinal))
            .Length.Should()
            .Be("BankName=".Length + 45);
        code.Split('|')[^1].Length.Should().Be("Purpose=".Length + 210);
    }

    [Theory]
    [
        InlineData("bic"),
        InlineData("account"),
        InlineData("bankName"),
        InlineData("correspondentAccount"),
        InlineData("taxId"),
        InlineData("name")
    ]
    public void With_a_requisite_missing_there_is_no_code(string missing)
    {
        var profile = missing switch
        {
            "bic" => Prints.Profile with { Bic = null },
            "account" => Prints.Profile with { Account = null },
            "bankName" => Prints.Profile with { BankName = null },
            "taxId" => Prints.Profile with { TaxId = null },
            "name" => Prints.Profile with { RegisteredName = null, Name = null },
            _ => Prints.Profile with { CorrespondentAccount = null },
        };
        var events = Source with { Settings = Source.Settings with { Profile = profile } };
        DocumentBuilder.Build(events, "ru", null, null).PaymentCode.Should().BeNull();
        Prints.Pages(Prints.Pdf(events)).Single().Should().NotContain("Оплата по QR-коду");
        Prints.Html(events).Should().NotContain("<svg");
    }

    [Fact]
    public void In_another_currency_there_is_no_code()
    {
        var usd = new Currency("USD");
        var content = Prints.Content(Prints.Line("Lathe", currency: usd)) with { Currency = usd };
        DocumentBuilder.Build(Prints.Invoiced(content), "en", null, null).PaymentCode.Should().BeNull();
    }

    [Fact]
    public void The_drawn_code_has_its_three_finders_and_no_quiet_zone()
    {
        var code = QrModules.Encode(Code);
        bool Dark(int row, int column) =>
            code.Dark.Any(x => x.Row == row && x.Column <= column && column < x.Column + x.Length);
        ((code.Size - 17) % 4).Should().Be(0);
        foreach (var (row, column) in new[] { (0, 0), (0, code.Size - 7), (code.Size - 7, 0) })
            for (var i = 0; i < 7; i++)
                (
                    Dark(row, column + i),
                    Dark(row + i, column),
                    Dark(row + 6, column + i),
                    Dark(row + 3, column + 3),
                    Dark(row + 1, column + 1)
                )
                    .Should()
                    .Be((true, true, true, true, false));
    }

    [Fact]
    public void A_plain_amount_is_an_advance_and_says_nothing_of_VAT()
    {
        var invoice = Source.Invoice! with
        {
            Lines = [],
            Net = null,
            Vat = null,
            Total = new Money(1500.50m, Prints.Rub),
        };
        var rows = Prints.Pages(Prints.Pdf(Source with { Invoice = invoice })).Single();
        rows.Should()
            .Contain("1|Предварительная оплата|1\u00a0500,50")
            .And.Contain("Назначение платежа|Оплата по счёту № D-000042-I1 от 23.11.2026");
        rows.Should().NotContain(x => x.Contains("НДС", StringComparison.Ordinal));
        Prints.Sum(rows, "Всего к оплате").Should().Be(1500.50m);
    }

    [Fact]
    public void A_part_of_a_schedule_says_which_and_how_much_VAT_is_in_it()
    {
        var invoice = Source.Invoice! with
        {
            Lines = [],
            Net = 1000m,
            Vat = 200m,
            Total = new Money(1200m, Prints.Rub),
            Part = new SchedulePart(2, 3, 50),
        };
        var rows = Prints.Pages(Prints.Pdf(Source with { Invoice = invoice })).Single();
        rows.Should()
            .Contain("1|Оплата по графику, часть 2 из 3|1\u00a0200,00")
            .And.Contain(
                "Назначение платежа|Оплата по счёту № D-000042-I1 от 23.11.2026, в т. ч. НДС 200,00\u00a0руб."
            );
        Prints.Sum(rows, "Всего к оплате").Should().Be(1200m);
        Prints.Sum(rows, "В том числе НДС").Should().Be(200m);
    }
}
