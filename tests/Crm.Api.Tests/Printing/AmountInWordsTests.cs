using Crm.Api.Printing.Words;
using Crm.Domain.Kernel;

namespace Crm.Api.Tests.Printing;

/// <summary>Amounts written out: gender and case of the counted noun, feminine thousands, minor units in digits.</summary>
public sealed class AmountInWordsTests
{
    [Theory]
    [InlineData("0", "RUB", "Ноль рублей 00 копеек", "Zero rubles and 00 kopecks")]
    [InlineData("0.01", "RUB", "Ноль рублей 01 копейка", "Zero rubles and 01 kopeck")]
    [InlineData("1", "RUB", "Один рубль 00 копеек", "One ruble and 00 kopecks")]
    [InlineData("2.02", "RUB", "Два рубля 02 копейки", "Two rubles and 02 kopecks")]
    [InlineData("5.05", "RUB", "Пять рублей 05 копеек", "Five rubles and 05 kopecks")]
    [InlineData("11.11", "RUB", "Одиннадцать рублей 11 копеек", "Eleven rubles and 11 kopecks")]
    [InlineData("12.12", "RUB", "Двенадцать рублей 12 копеек", "Twelve rubles and 12 kopecks")]
    [InlineData("21.21", "RUB", "Двадцать один рубль 21 копейка", "Twenty-one rubles and 21 kopecks")]
    [InlineData("100", "RUB", "Сто рублей 00 копеек", "One hundred rubles and 00 kopecks")]
    [InlineData("111", "RUB", "Сто одиннадцать рублей 00 копеек", "One hundred eleven rubles and 00 kopecks")]
    [InlineData("114.92", "RUB", "Сто четырнадцать рублей 92 копейки", "One hundred fourteen rubles and 92 kopecks")]
    [InlineData("360.00", "RUB", "Триста шестьдесят рублей 00 копеек", "Three hundred sixty rubles and 00 kopecks")]
    [InlineData("1000", "RUB", "Одна тысяча рублей 00 копеек", "One thousand rubles and 00 kopecks")]
    [InlineData("1001", "RUB", "Одна тысяча один рубль 00 копеек", "One thousand one rubles and 00 kopecks")]
    [InlineData("2000", "RUB", "Две тысячи рублей 00 копеек", "Two thousand rubles and 00 kopecks")]
    [InlineData("2002", "RUB", "Две тысячи два рубля 00 копеек", "Two thousand two rubles and 00 kopecks")]
    [InlineData("5000", "RUB", "Пять тысяч рублей 00 копеек", "Five thousand rubles and 00 kopecks")]
    [InlineData("11000", "RUB", "Одиннадцать тысяч рублей 00 копеек", "Eleven thousand rubles and 00 kopecks")]
    [InlineData(
        "21021",
        "RUB",
        "Двадцать одна тысяча двадцать один рубль 00 копеек",
        "Twenty-one thousand twenty-one rubles and 00 kopecks"
    )]
    [InlineData(
        "112000",
        "RUB",
        "Сто двенадцать тысяч рублей 00 копеек",
        "One hundred twelve thousand rubles and 00 kopecks"
    )]
    [InlineData("1000000", "RUB", "Один миллион рублей 00 копеек", "One million rubles and 00 kopecks")]
    [InlineData("2000001.10", "RUB", "Два миллиона один рубль 10 копеек", "Two million one rubles and 10 kopecks")]
    [InlineData(
        "1002003004",
        "RUB",
        "Один миллиард два миллиона три тысячи четыре рубля 00 копеек",
        "One billion two million three thousand four rubles and 00 kopecks"
    )]
    [InlineData(
        "999999999999.99",
        "RUB",
        "Девятьсот девяносто девять миллиардов девятьсот девяносто девять миллионов "
            + "девятьсот девяносто девять тысяч девятьсот девяносто девять рублей 99 копеек",
        "Nine hundred ninety-nine billion nine hundred ninety-nine million nine hundred "
            + "ninety-nine thousand nine hundred ninety-nine rubles and 99 kopecks"
    )]
    [InlineData(
        "1000000000000000000.00",
        "RUB",
        "Один квинтиллион рублей 00 копеек",
        "One quintillion rubles and 00 kopecks"
    )]
    [InlineData(
        "1000000000000000000000",
        "RUB",
        "1000000000000000000000 рублей 00 копеек",
        "1000000000000000000000 rubles and 00 kopecks"
    )]
    [InlineData("-5", "RUB", "Минус пять рублей 00 копеек", "Minus five rubles and 00 kopecks")]
    [InlineData("1.01", "USD", "Один доллар США 01 цент", "One US dollar and 01 cent")]
    [InlineData("22.30", "USD", "Двадцать два доллара США 30 центов", "Twenty-two US dollars and 30 cents")]
    [InlineData("21.04", "EUR", "Двадцать один евро 04 цента", "Twenty-one euros and 04 cents")]
    [InlineData("2", "UAH", "Две гривны 00 копеек", "Two hryvnias and 00 kopiykas")]
    [InlineData("42", "CNY", "Сорок два юаня 00 фэней", "Forty-two yuan and 00 fen")]
    [InlineData("1001", "JPY", "Одна тысяча одна иена", "One thousand one yen")]
    [InlineData("2", "JPY", "Две иены", "Two yen")]
    [InlineData("11", "JPY", "Одиннадцать иен", "Eleven yen")]
    [InlineData("3.005", "KWD", "Три кувейтских динара 005 филсов", "Three Kuwaiti dinars and 005 fils")]
    [InlineData("1.121", "KWD", "Один кувейтский динар 121 филс", "One Kuwaiti dinar and 121 fils")]
    [InlineData("2.50", "SEK", "Два SEK 50/100", "Two SEK 50/100")]
    [InlineData("7", "CLP", "Семь CLP", "Seven CLP")]
    [InlineData("7.250", "BHD", "Семь BHD 250/1000", "Seven BHD 250/1000")]
    public void An_amount_is_written_out(string amount, string currency, string ru, string en)
    {
        var money = new Money(
            decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture),
            new Currency(currency)
        );
        (AmountInWords.From(money, "ru"), AmountInWords.From(money, "en")).Should().Be((ru, en));
    }

    [Fact]
    public void Every_currency_is_written_out_somehow()
    {
        foreach (
            var code in "AED AMD AZN BYN CHF CNY CZK EUR GBP GEL INR JPY KGS KRW KWD KZT NOK PLN RSD RUB THB TRY UAH USD UZS VND".Split(
                ' '
            )
        )
        foreach (var language in (string[])["ru", "en"])
            AmountInWords
                .From(new Money(1, new(code)), language)
                .Should()
                .MatchRegex(@"^(Один|Одна|One) \S")
                .And.NotContain("  ");
    }
}
