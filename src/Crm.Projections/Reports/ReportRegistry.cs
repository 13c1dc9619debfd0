using JasperFx.Events.Projections;
using Marten;

namespace Crm.Projections.Reports;

/// <summary>The reports of the product, by name.</summary>
public static class ReportRegistry
{
    /// <summary>The versions of this build.</summary>
    public static IReadOnlyList<StoredReport> All { get; } =
    [SalesFunnel.Stored, LostReasons.Stored, GrossProfit.Stored, ExchangeMatches.Stored];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(report => report.Name)];

    /// <summary>The version of this build.</summary>
    public static StoredReport Of(string report) => All.Single(stored => stored.Name == report);

    /// <summary>Under this name the position of a report is stored.</summary>
    public static string ShardOf(string report) => Of(report).Shard;

    /// <summary>Creates a report with its tables in a schema.</summary>
    public static IDealReport Make(string report, string schema = StoreFormat.Schema) =>
        report switch
        {
            SalesFunnel.ReportName => new SalesFunnel(schema),
            LostReasons.ReportName => new LostReasons(schema),
            GrossProfit.ReportName => new GrossProfit(schema),
            ExchangeMatches.ReportName => new ExchangeMatches(schema),
            _ => throw new ArgumentOutOfRangeException(nameof(report), report, "no report of this name"),
        };

    /// <summary>
    /// Adds all reports to the live store, each as a shard of its own, so that a failing one does not stop the others.
    /// </summary>
    public static void AddAll(StoreOptions o, string schema)
    {
        // One page at a time: a notification wakes all reports at once, and four concurrent pages would delay requests
        // on two cores (ADR 40).
        o.Projections.MaxConcurrentEventLoadsPerDatabase = 1;
        o.Projections.MaxConcurrentBatchWritesPerDatabase = 1;
        foreach (var report in Names.Select(x => Make(x, schema)))
        {
            report.AddTables(o);
            o.Projections.Add(new GuardedReport(report), ProjectionLifecycle.Async);
        }
    }
}
