using Marten;

namespace Crm.Projections.Reports;

/// <summary>The reports of the product, by name.</summary>
public static class ReportBook
{
    public static IReadOnlyList<string> Names { get; } = [SalesFunnel.ReportName, LostReasons.ReportName, GrossProfit.ReportName];

    /// <summary>Adds a report to a store, in a schema and under a projection name; returns its tables.</summary>
    public static ReportTables Add(StoreOptions o, string report, string schema, string? projectionName = null)
    {
        switch (report)
        {
            case SalesFunnel.ReportName: return Added(o, new SalesFunnel(schema, projectionName ?? report));
            case LostReasons.ReportName: return Added(o, new LostReasons(schema, projectionName ?? report));
            case GrossProfit.ReportName: return Added(o, new GrossProfit(schema, projectionName ?? report));
            default: throw new ArgumentOutOfRangeException(nameof(report), report, "no report of this name");
        }
    }

    private static ReportTables Added<TState, TRow>(StoreOptions o, DealReport<TState, TRow> report) where TState : class
    {
        report.AddTables(o);
        return new ReportTables(report.Rows, report.States, report.Name + ":All");
    }
}

/// <summary>Where a report keeps what it shows and what it remembers, and the shard that moves it.</summary>
public sealed record ReportTables(string Rows, string States, string Shard);
