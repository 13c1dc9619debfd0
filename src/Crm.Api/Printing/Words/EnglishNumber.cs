namespace Crm.Api.Printing.Words;

/// <summary>Writes a whole number in English words, as American documents do: without "and".</summary>
internal static class EnglishNumber
{
    private static readonly string[] Tens =
    [
        "",
        "",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "seventy",
        "eighty",
        "ninety",
    ];
    private static readonly string[] Powers =
    [
        "",
        "thousand",
        "million",
        "billion",
        "trillion",
        "quadrillion",
        "quintillion",
    ];

    private static readonly string[] Units =
    [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];

    /// <param name="number">Whole, not negative, below 10^21.</param>
    public static string ToWords(decimal number)
    {
        if (number == 0)
            return Units[0];
        List<string> words = [];
        for (var power = Powers.Length - 1; power >= 0; power--)
        {
            var group = RussianNumber.Group(number, power);
            if (group == 0)
                continue;
            if (group >= 100)
                words.Add(Units[group / 100] + " hundred");
            var rest = group % 100;
            if (rest > 0)
                words.Add(
                    rest < 20 ? Units[rest]
                    : rest % 10 == 0 ? Tens[rest / 10]
                    : $"{Tens[rest / 10]}-{Units[rest % 10]}"
                );
            if (power > 0)
                words.Add(Powers[power]);
        }

        return string.Join(' ', words);
    }
}
