using System.Globalization;

namespace Crm.Bench.Report;

/// <summary>
/// What the product promises, measured on 2 cores with the load generator on the same machine. Raise a floor once results exceed it
/// consistently.
/// </summary>
internal static class Floors
{
    private const double Memory = 200;

    /// <summary>Prints a line for each; false when one is missed or could not be measured.</summary>
    public static bool Print(IReadOnlyList<Row> rows, double? residentMb)
    {
        var held = true;
        foreach (var name in new[] { "open", "complete" })
        {
            AtLeast(name, 0.12);
            Check($"{name}, 8 clients, p95 < 15 ms", Find(name, 8)?.P95, x => x < 15, "0.0");
            Check($"{name}, 1 client, p50 < 3 ms", Find(name, 1)?.P50, x => x < 3, "0.00");
        }

        AtLeast("read", 0.15);
        AtLeast("list", 0.04);
        AtLeast("list deep", 0.04);
        AtLeast("funnel", 0.15);
        Check($"resident memory < {Memory} MB", residentMb, x => x < Memory, "0");
        return held;

        Row? Find(string name, int clients) => rows.FirstOrDefault(x => x.Operation == name && x.Clients == clients);

        void AtLeast(string name, double share) =>
            Check(
                $"{name}, 8 clients, >= {share:0 %} of {Plan.YardstickOf(name)}",
                Find(name, 8)?.Ratio,
                x => x >= share,
                "0.0 %"
            );

        void Check(string floor, double? value, Func<double, bool> holds, string format)
        {
            var ok = value is { } x && holds(x);
            held &= ok;
            var verdict =
                value is null ? "NOT MEASURED"
                : ok ? "OK"
                : "BELOW";
            Console.WriteLine($"  {verdict, -12} {floor, -46} {value?.ToString(format, CultureInfo.InvariantCulture)}");
        }
    }
}
