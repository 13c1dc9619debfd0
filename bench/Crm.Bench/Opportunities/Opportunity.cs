using System.Globalization;

namespace Crm.Bench.Opportunities;

/// <summary>One row of the sample's sales_pipeline.csv. A prospect has no dates; a deal without a close date is still engaged.</summary>
internal sealed record Opportunity(
    string Id,
    string Agent,
    string Product,
    string Account,
    string Stage,
    DateOnly? Engaged,
    DateOnly? Closed,
    decimal? Value
)
{
    public bool IsWon => Stage == "Won";

    /// <summary>The file has no quotes and no comma inside a value: any other number than eight fields is a wrong file.</summary>
    public static Opportunity[] Read(string folder) =>
        [
            .. File.ReadLines(Path.Combine(folder, "sales_pipeline.csv"))
                .Skip(1)
                .Select(x => x.Split(','))
                .Select(x =>
                    x.Length == 8
                        ? new Opportunity(
                            x[0],
                            x[1],
                            x[2],
                            x[3],
                            x[4],
                            Date(x[5]),
                            Date(x[6]),
                            x[7] is "" ? null : decimal.Parse(x[7], CultureInfo.InvariantCulture)
                        )
                        : throw new BenchException($"{folder}: {x.Length} fields instead of 8 in {string.Join(',', x)}")
                ),
        ];

    private static DateOnly? Date(string text) =>
        text is "" ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
