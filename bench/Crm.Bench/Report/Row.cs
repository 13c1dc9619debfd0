using System.Text.Json;
using Crm.Bench.Load;

namespace Crm.Bench.Report;

/// <summary>
/// One line of the result; yardsticks have a rate only. CPU in ms per request, `Other` the share of the machine that others used.
/// </summary>
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

    public static Row Of(string operation, int clients, Measured x, Cpu cpu, Options options)
    {
        double? PerRequest(double seconds, bool known) => known ? seconds * 1000 / Math.Max(1, x.Times.Count) : null;
        var (host, postgres) = (options.HostPid is not null, options.PostgresPid is not null);
        return new Row(operation, clients, x.Rate)
        {
            P50 = x.Times.Percentile(0.5),
            P95 = x.Times.Percentile(0.95),
            P99 = x.Times.Percentile(0.99),
            Errors = x.Errors.Count,
            HostCpu = PerRequest(cpu.Host, host),
            PostgresCpu = PerRequest(cpu.Postgres, postgres),
            GeneratorCpu = PerRequest(cpu.Generator, known: true),
            Other =
                host && postgres
                    ? Math.Max(0, cpu.Machine - cpu.Host - cpu.Postgres - cpu.Generator)
                        / (x.Elapsed.TotalSeconds * Environment.ProcessorCount)
                    : null,
        };
    }

    public static void Save(string file, IEnumerable<Row> rows) =>
        File.WriteAllText(file, JsonSerializer.Serialize(rows, s_json));

    public static IReadOnlyList<Row> Load(string file) =>
        JsonSerializer.Deserialize<Row[]>(File.ReadAllText(file)) ?? [];
}
