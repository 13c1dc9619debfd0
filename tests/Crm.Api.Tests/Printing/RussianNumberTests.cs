using System.Globalization;
using Crm.Api.Printing.Words;
using CsCheck;
using Humanizer;

namespace Crm.Api.Tests.Printing;

/// <summary>
/// Russian number words agree with those of Humanizer, which was written independently. The English ones are not compared: Humanizer
/// writes "and" within hundreds, documents here do not.
/// </summary>
public sealed class RussianNumberTests
{
    private static readonly CultureInfo Russian = CultureInfo.GetCultureInfo("ru");

    /// <summary>The largest number that both can write: Humanizer accepts a 64-bit integer.</summary>
    private const long Largest = 999_999_999_999_999_999;

    [Fact]
    public void Every_number_up_to_ten_thousand_is_written_as_Humanizer_writes_it()
    {
        for (var number = 0L; number <= 10_000; number++)
            AssertSame(number);
    }

    [Fact]
    public void Every_power_of_ten_with_its_neighbours_and_multiples_is_written_as_Humanizer_writes_it()
    {
        for (var power = 10L; power < Largest / 10; power *= 10)
            foreach (var factor in (long[])[1, 2, 3, 4, 5, 9])
            foreach (var difference in (long[])[-1, 0, 1, 2, 11])
                AssertSame(power * factor + difference);
        AssertSame(Largest);
    }

    [Fact]
    public void Any_number_is_written_as_Humanizer_writes_it() =>
        Gen.Long[0, Largest]
            .Select(Gen.Int[0, 17], (number, digits) => number / Power(digits))
            .Sample(AssertSame, iter: 2000);

    private static long Power(int exponent) =>
        (long)decimal.Parse($"1e{exponent}", NumberStyles.Float, CultureInfo.InvariantCulture);

    private static void AssertSame(long number)
    {
        RussianNumber
            .ToWords(number, isFeminine: false)
            .Should()
            .Be(number.ToWords(GrammaticalGender.Masculine, Russian), "{0} is masculine", number);
        RussianNumber
            .ToWords(number, isFeminine: true)
            .Should()
            .Be(number.ToWords(GrammaticalGender.Feminine, Russian), "{0} is feminine", number);
    }
}
