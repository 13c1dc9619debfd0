using System.Globalization;

namespace Crm.Domain.Kernel;

/// <summary>
/// Valid tax ids of nobody, for the demo, tests and measurements: they begin with 99, which no registered company has. Different
/// numbers give different tax ids.
/// </summary>
public static class SampleTaxIds
{
    /// <summary>A tax id of 10 digits.</summary>
    /// <param name="number">0 to 9,999,999.</param>
    public static string Company(int number) => TaxIds.OfCompany(Digits(number, 7));

    /// <summary>A tax id of 12 digits.</summary>
    /// <param name="number">0 to 99,999,999.</param>
    public static string Person(int number) => TaxIds.OfPerson(Digits(number, 8));

    private static string Digits(int number, int length)
    {
        var digits = number.ToString(CultureInfo.InvariantCulture).PadLeft(length, '0');
        ArgumentOutOfRangeException.ThrowIfNotEqual(digits.Length, length, nameof(number));
        return "99" + digits;
    }
}
