using CsCheck;

namespace Crm.Domain.Tests;

public sealed class TaxIdsTests
{
    [Theory]
    [InlineData("7707083893"), InlineData("7830002293"), InlineData("500100732259")]
    public void A_number_with_fitting_check_digits_is_a_tax_id_of_Russia(string inn) =>
        TaxIds.IsInn(inn).Should().BeTrue();

    [Theory]
    [InlineData("7707083894"), InlineData("7707803893"), InlineData("500100732258"), InlineData("500100732269")]
    [InlineData("0000000000"), InlineData("000000000000")]
    [
        InlineData("770708389"),
        InlineData("77070838930"),
        InlineData("٧٧٠٧٠٨٣٨٩٣"),
        InlineData("77070838 3"),
        InlineData("")
    ]
    public void Anything_else_is_none(string inn) => TaxIds.IsInn(inn).Should().BeFalse();

    [Fact]
    public void One_wrong_digit_is_noticed()
    {
        // The last remainder of 10 counts as 0, so that one digit of about a hundred goes unnoticed in companies' numbers.
        var (wrong, unnoticed) = (0, 0);
        foreach (
            var inn in Enumerable
                .Range(1, 200)
                .SelectMany(n => new[] { SampleTaxIds.Company(n), SampleTaxIds.Person(n) })
        )
            for (var at = 0; at < inn.Length; at++)
            {
                wrong++;
                var digit = (char)('0' + (inn[at] - '0' + 1) % 10);
                if (TaxIds.IsInn(inn[..at] + digit + inn[(at + 1)..]))
                    unnoticed++;
            }

        unnoticed.Should().BeLessThan(wrong / 25);
    }

    [Fact]
    public void The_generator_draws_valid_and_distinct_numbers() =>
        Gen.Select(Gen.Int[0, 9_999_999], Gen.Int[0, 9_999_999])
            .Sample(
                (a, b) =>
                {
                    TaxIds.IsInn(SampleTaxIds.Company(a)).Should().BeTrue();
                    TaxIds.IsInn(SampleTaxIds.Person(a)).Should().BeTrue();
                    (SampleTaxIds.Company(a) == SampleTaxIds.Company(b)).Should().Be(a == b);
                    (SampleTaxIds.Person(a) == SampleTaxIds.Person(b)).Should().Be(a == b);
                },
                iter: 500
            );

    [Theory]
    [InlineData("7707083893", "7707083893"), InlineData("7707 083 893", "7707083893")]
    [InlineData("7707083893/770701001", "7707083893"), InlineData("be 0123.456.789", "BE0123456789")]
    [InlineData("0000000000", null), InlineData(" - ", null), InlineData(null, null)]
    public void Two_are_compared_without_separators(string? text, string? key) => TaxIds.Key(text).Should().Be(key);
}
