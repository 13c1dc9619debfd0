using System.Globalization;
using System.Text.Json;
using Crm.Bench.Data;

namespace Crm.Bench.Opportunities;

/// <summary>Deals and their amounts (USD) as of the end of a day: from the file, or from the funnel of that instant.</summary>
internal sealed record QuarterEnd(int Engaging, int Open, int Won, decimal WonAmount, int Lost)
{
    /// <summary>A prospect without dates is in no past state; a deal that is engaged and closed on one day is closed.</summary>
    public static QuarterEnd Of(IEnumerable<Opportunity> all, DateOnly day)
    {
        var begun = all.Where(x => x.Engaged <= day).ToList();
        var (closed, open) = (
            begun.Where(x => x.Closed <= day).ToList(),
            begun.Count(x => x.Closed is null || x.Closed > day)
        );
        var won = closed.Where(x => x.IsWon).ToList();
        return new(open, open, won.Count, won.Sum(x => x.Value ?? 0), closed.Count - won.Count);
    }

    public static QuarterEnd Of(SetupClient setup, DateOnly day, Guid? manager) =>
        setup.Get(
            string.Create(
                CultureInfo.InvariantCulture,
                $"/reports/sales-funnel?mode=snapshot&kind=manual-sale&at={day:yyyy-MM-dd}T23:59:59Z"
            ) + (manager is { } x ? $"&managerId={x}" : ""),
            static x => new QuarterEnd(
                x.GetProperty("stages")
                    .EnumerateArray()
                    .Where(y => y.GetProperty("code").ValueEquals("engaging"))
                    .Sum(Count),
                Count(x.GetProperty("open")),
                Count(x.GetProperty("won")),
                Amount(x.GetProperty("won")),
                Count(x.GetProperty("lost"))
            )
        );

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Engaging} engaging, {Open} open, {Won} won for {WonAmount:0} USD, {Lost} lost"
        );

    private static int Count(JsonElement of) => of.GetProperty("count").GetInt32();

    private static decimal Amount(JsonElement of) =>
        of.GetProperty("amounts")
            .EnumerateArray()
            .Sum(x => decimal.Parse(x.GetProperty("amount").GetString()!, CultureInfo.InvariantCulture));
}
