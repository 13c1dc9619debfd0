using System.Text;

namespace Crm.Bench.Report;

/// <summary>The rows as a Markdown table, so that it can be pasted where it is discussed.</summary>
internal static class Table
{
    private static readonly string[] s_heads =
    [
        "operation",
        "clients",
        "req/s",
        "p50 ms",
        "p95 ms",
        "p99 ms",
        "errors",
        "ratio",
        "CPU ms host",
        "PostgreSQL",
        "generator",
        "others",
        "to base",
    ];

    public static string Of(IEnumerable<Row> rows, IReadOnlyList<Row> baseline)
    {
        var text = new StringBuilder();
        Line(text, s_heads);
        Line(text, s_heads.Select(static _ => "---"));
        foreach (var x in rows)
            Line(
                text,
                [
                    x.Operation,
                    $"{x.Clients}",
                    $"{x.Rate:0}",
                    $"{x.P50:0.00}",
                    $"{x.P95:0.00}",
                    $"{x.P99:0.00}",
                    x.P50 is null ? "" : $"{x.Errors}",
                    $"{x.Ratio:0.000}",
                    $"{x.HostCpu:0.000}",
                    $"{x.PostgresCpu:0.000}",
                    $"{x.GeneratorCpu:0.000}",
                    $"{x.Other:0 %}",
                    Change(x, baseline),
                ]
            );
        return text.ToString();
    }

    /// <summary>Ratios are compared where both have one: they do not depend on the machine's speed of the day.</summary>
    private static string Change(Row row, IReadOnlyList<Row> baseline)
    {
        if (baseline.FirstOrDefault(x => x.Operation == row.Operation && x.Clients == row.Clients) is not { } old)
            return "";
        return row.Ratio is { } now && old.Ratio is { } then
            ? $"x{now / then:0.00}"
            : $"x{row.Rate / old.Rate:0.00} req/s";
    }

    private static void Line(StringBuilder text, IEnumerable<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
