using System.Globalization;

namespace Crm.Domain.Settings;

/// <summary>How one sort of thing is numbered. A deal: <c>D-000042</c>; what belongs to a deal: the deal's number, then <c>-P1</c>.</summary>
/// <param name="Of">Whose numbers: <c>deals</c>, <c>proposals</c>, ...</param>
/// <param name="Digits">At least so many; a longer number is never cut.</param>
public sealed record NumberSeries(string Of, string Prefix, int Digits)
{
    private const int LongestPrefix = 20;
    private const int MostDigits = 12;

    public const string Deals = "deals";
    public const string Proposals = "proposals";
    public const string Orders = "orders";
    public const string Invoices = "invoices";
    public const string Shipments = "shipments";

    public static ImmutableArray<NumberSeries> Initial { get; } =
        [new(Deals, "D-", 6), new(Proposals, "P", 1), new(Orders, "O", 1), new(Invoices, "I", 1), new(Shipments, "S", 1)];

    public string Number(long n) => Prefix + n.ToString("D" + Digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    public IEnumerable<Fault> Faults(string pointer)
    {
        // A prefix that ends in a digit could make two different numbers look alike once it is changed.
        if (Prefix.Length is 0 or > LongestPrefix || char.IsDigit(Prefix[^1]) || !Prefix.All(x => char.IsLetterOrDigit(x) || x is '-' or '_' or '.' or '/'))
            yield return new Fault($"{pointer}/{Of}/prefix", "number_series.prefix", $"1 to {LongestPrefix} letters, digits and - _ . /, not ending in a digit");
        if (Digits is < 1 or > MostDigits) yield return new Fault($"{pointer}/{Of}/digits", "number_series.digits", $"1 to {MostDigits}");
    }
}
