using System.Text.Json;

namespace Crm.Bench.Report;

/// <summary>One line of the result. Yardsticks have a rate only. CPU in ms per request; `Other` is the share of the machine that others used.</summary>
internal sealed record Row(string Operation, int Clients, double Rate)
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true };

    public double? P50 { get; init; }

    public double? P95 { get; init; }

    public double? P99 { get; init; }

    public long Errors { get; init; }

    public double? Ratio { get; init; }

    public double? HostCpu { get; init; }

    public double? PostgresCpu { get; init; }

    public double? GeneratorCpu { get; init; }

    public double? Other { get; init; }

    public static void Save(string file, IEnumerable<Row> rows) => File.WriteAllText(file, JsonSerializer.Serialize(rows, s_json));

    public static IReadOnlyList<Row> Load(string file) => JsonSerializer.Deserialize<Row[]>(File.ReadAllText(file)) ?? [];
}
