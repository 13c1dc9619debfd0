namespace Crm.Api.Printing.Words;

/// <summary>
/// Writes a whole number in Russian words. One and two agree with the gender of the counted noun; тысяча is feminine, all other powers are
/// masculine.
/// </summary>
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

    private static readonly NounForms[] Powers =
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
    public static string ToWords(decimal number, bool isFeminine)
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
            words.Add(Unit(rest >= 20 ? rest % 10 : rest, power == 1 || (power == 0 && isFeminine)));
            words.Add(Powers[power].After(group));
        }

        return string.Join(' ', words.Where(word => word.Length > 0));
    }

    /// <summary>The three digits of a number that count a power of a thousand (0: units, 1: thousands).</summary>
    internal static int Group(decimal number, int power)
    {
        for (var i = 0; i < power; i++)
            number = decimal.Truncate(number / 1000);
        return (int)(number % 1000);
    }

    private static string Unit(int number, bool isFeminine) =>
        (number, isFeminine) switch
        {
            (1, true) => "одна",
            (2, true) => "две",
            _ => Units[number],
        };
}
