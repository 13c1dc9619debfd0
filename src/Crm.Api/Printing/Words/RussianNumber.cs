namespace Crm.Api.Printing.Words;

/// <summary>A whole number in Russian words: gender of the counted noun, thousands feminine, nouns in their case.</summary>
internal static class RussianNumber
{
    private static readonly string[] Hundreds =
    [
        "",
        "сто",
        "двести",
        "триста",
        "четыреста",
        "пятьсот",
        "шестьсот",
        "семьсот",
        "восемьсот",
        "девятьсот",
    ];
    private static readonly string[] Tens =
    [
        "",
        "",
        "двадцать",
        "тридцать",
        "сорок",
        "пятьдесят",
        "шестьдесят",
        "семьдесят",
        "восемьдесят",
        "девяносто",
    ];

    private static readonly string[] Units =
    [
        "",
        "один",
        "два",
        "три",
        "четыре",
        "пять",
        "шесть",
        "семь",
        "восемь",
        "девять",
        "десять",
        "одиннадцать",
        "двенадцать",
        "тринадцать",
        "четырнадцать",
        "пятнадцать",
        "шестнадцать",
        "семнадцать",
        "восемнадцать",
        "девятнадцать",
    ];

    private static readonly Forms[] Powers =
    [
        new("", "", ""),
        new("тысяча", "тысячи", "тысяч"),
        new("миллион", "миллиона", "миллионов"),
        new("миллиард", "миллиарда", "миллиардов"),
        new("триллион", "триллиона", "триллионов"),
        new("квадриллион", "квадриллиона", "квадриллионов"),
        new("квинтиллион", "квинтиллиона", "квинтиллионов"),
    ];

    /// <param name="number">Whole, not negative, below 10^21.</param>
    public static string Of(decimal number, bool feminine)
    {
        if (number == 0)
            return "ноль";
        List<string> words = [];
        for (var power = Powers.Length - 1; power >= 0; power--)
        {
            var group = Group(number, power);
            if (group == 0)
                continue;
            words.Add(Hundreds[group / 100]);
            var rest = group % 100;
            if (rest >= 20)
                words.Add(Tens[rest / 10]);
            words.Add(Unit(rest >= 20 ? rest % 10 : rest, power == 1 || (power == 0 && feminine)));
            words.Add(Powers[power].After(group));
        }

        return string.Join(' ', words.Where(x => x.Length > 0));
    }

    /// <summary>The three digits that a power of a thousand counts.</summary>
    internal static int Group(decimal number, int power)
    {
        for (var i = 0; i < power; i++)
            number = decimal.Truncate(number / 1000);
        return (int)(number % 1000);
    }

    private static string Unit(int n, bool feminine) =>
        (n, feminine) switch
        {
            (1, true) => "одна",
            (2, true) => "две",
            _ => Units[n],
        };
}
