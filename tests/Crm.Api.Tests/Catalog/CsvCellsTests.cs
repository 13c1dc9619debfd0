using Crm.Api.Csv;

namespace Crm.Api.Tests.Catalog;

/// <summary>Cells: numbers of both languages, and texts that no spreadsheet evaluates and that round-trip unchanged.</summary>
public sealed class CsvCellsTests
{
    [Fact]
    public void What_a_spreadsheet_would_compute_gets_an_apostrophe_and_loses_it_again()
    {
        const string alphabet = "=+-@\t\r＝＋－＠'a1 ;,\"";
        var random = new Random(17);
        for (var i = 0; i < new Cases(Few: 10_000, Full: 100_000).Count; i++)
        {
            var text = new string([
                .. Enumerable.Range(0, random.Next(6)).Select(_ => alphabet[random.Next(alphabet.Length)]),
            ]);
            var safe = CsvCells.Safe(text);
            CsvCells.Plain(safe).Should().Be(text);
            if (safe.Length > 0)
                "=+-@\t\r＝＋－＠".Should().NotContain(safe[..1]);
        }

        CsvCells.Safe("=1+1").Should().Be("'=1+1");
        foreach (var fullWidth in "＝＋－＠")
            CsvCells.Safe(fullWidth + "1").Should().Be("'" + fullWidth + "1");
        CsvCells.Safe("'=1").Should().Be("''=1");
        CsvCells.Plain("'Ромашка'").Should().Be("'Ромашка'", "an apostrophe of the user stays");
    }

    [Theory]
    [
        InlineData("1234.5", "1234.5"),
        InlineData("1234,5", "1234.5"),
        InlineData("1 234,50", "1234.5"),
        InlineData("1\u00A0234", "1234"),
        InlineData("0,000001", "0.000001"),
        InlineData("12.340000000", "12.34"),
        InlineData("-1", "-1")
    ]
    public void Numbers_of_both_languages_are_read(string cell, string expected)
    {
        CsvCells.TryNumber(cell, 6, out var number).Should().BeTrue();
        number.Should().Be(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [
        InlineData("1,234.50"),
        InlineData("1.234,50"),
        InlineData("1e5"),
        InlineData("0.0000001"),
        InlineData("1234567890123456"),
        InlineData(""),
        InlineData("."),
        InlineData("1."),
        InlineData("NaN"),
        InlineData("٣"),
        InlineData("1'000"),
        InlineData("$1"),
        InlineData("1,2,3"),
        InlineData("--1"),
        InlineData("+1")
    ]
    public void What_could_mean_two_things_or_none_is_no_number(string cell) =>
        CsvCells.TryNumber(cell, 6, out _).Should().BeFalse(cell);

    [Fact]
    public void Dates_are_those_of_both_languages()
    {
        CsvCells.TryDate("2026-03-01", out var iso).Should().BeTrue();
        CsvCells.TryDate("01.03.2026", out var russian).Should().BeTrue();
        russian.Should().Be(iso);
        foreach (var bad in (string[])["1.3.2026", "03/01/2026", "2026-02-30", "0001-01-01", ""])
            CsvCells.TryDate(bad, out _).Should().BeFalse(bad);
    }
}
