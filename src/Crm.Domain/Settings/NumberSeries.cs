using System.Globalization;
using System.Text.Json.Serialization;

namespace Crm.Domain.Settings;

/// <summary>
/// How one sort of item is numbered. Deals: <c>D-000042</c>; documents: <c>P-2026-000001</c>, counted per company and
/// restarted each year.
/// </summary>
/// <param name="Of">What it numbers: <c>deals</c>, <c>proposals</c>, ...</param>
/// <param name="Digits">Minimum number of digits; longer numbers are never cut.</param>
public sealed record NumberSeries(string Of, string Prefix, int Digits)
{
    private const int LongestPrefix = 20;
    private const int MostDigits = 12;

    public const string Deals = "deals";
    public const string Proposals = "proposals";
    public const string Orders = "orders";
    public const string Invoices = "invoices";
    public const string Shipments = "shipments";
    public const string Returns = "returns";
    public const string Payments = "payments";
    public const string Refunds = "refunds";
    public const string WriteOffs = "writeOffs";

    public static ImmutableArray<NumberSeries> Initial { get; } =
    [
        new(Deals, "D-", 6),
        new(Proposals, "P-", 6),
        new(Orders, "O-", 6),
        new(Invoices, "I-", 6),
        new(Shipments, "S-", 6),
        new(Returns, "R-", 6),
        new(Payments, "PM-", 6),
        new(Refunds, "RF-", 6),
        new(WriteOffs, "W-", 6),
    ];

    /// <summary>Null: the default. Documents restart each year, deals do not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? PerYear { get; init; }

    /// <summary>The number contains the year, and each year starts with 1.</summary>
    [JsonIgnore]
    public bool IsPerYear => PerYear ?? Of != Deals;

    /// <param name="year">Year of the document's business day; used only by a series per year.</param>
    public string Number(long n, int year) =>
        Prefix
        + (IsPerYear ? year.ToString("D4", CultureInfo.InvariantCulture) + "-" : "")
        + n.ToString("D" + Digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    public IEnumerable<Fault> Faults(string pointer)
    {
        // With a prefix that ends in a digit, two different numbers could look the same after the prefix is changed.
        if (
            Prefix.Length is 0 or > LongestPrefix
            || char.IsDigit(Prefix[^1])
            || !Prefix.All(x => char.IsLetterOrDigit(x) || x is '-' or '_' or '.' or '/')
        )
            yield return new Fault(
                $"{pointer}/{Of}/prefix",
                "number_series.prefix",
                $"1 to {LongestPrefix} letters, digits and - _ . /, not ending in a digit"
            );
        if (Digits is < 1 or > MostDigits)
            yield return new Fault($"{pointer}/{Of}/digits", "number_series.digits", $"1 to {MostDigits}");
        if (Of == Deals && IsPerYear)
            yield return new Fault($"{pointer}/{Of}/perYear", "number_series.not_per_year", "false");
    }
}
