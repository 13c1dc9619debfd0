using System.Globalization;
using System.Runtime.InteropServices;
using Crm.Bench.Postgres;

namespace Crm.Bench.Report;

/// <summary>The conditions of the measurement, without which the figures cannot be compared later.</summary>
internal static class Conditions
{
    public static void Print(Database? database)
    {
        Console.WriteLine(
            $"{DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC, {Environment.ProcessorCount} cores, load before {Load()}"
        );
        Console.WriteLine($"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");
        if (database is not null)
            Console.WriteLine(database.Settings());
    }

    public static double? ResidentMb(int? pid)
    {
        if (pid is null || !File.Exists($"/proc/{pid}/status"))
            return null;
        var line = File.ReadLines($"/proc/{pid}/status").First(x => x.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(
                line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
                CultureInfo.InvariantCulture
            ) / 1024;
    }

    private static string Load() =>
        File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
