using System.Globalization;

namespace Crm.Bench.Report;

/// <summary>
/// Seconds of CPU used so far, by process, from /proc. CPU per request is far steadier than requests/s on a shared machine, and `other`
/// states how much other processes used. Zeros where there is no /proc.
/// </summary>
internal sealed record Cpu(double Host, double Postgres, double Generator, double Machine)
{
    private const double Tick = 0.01; // USER_HZ is 100 on every Linux that .NET runs on

    public static Cpu Now(int? host, int? postmaster) =>
        !File.Exists("/proc/stat")
            ? new Cpu(0, 0, 0, 0)
            : new Cpu(
                host is { } h ? Own(Stat(h)) : 0,
                postmaster is { } p ? Tree(p) : 0,
                Environment.CpuUsage.TotalTime.TotalSeconds,
                Busy()
            );

    public static Cpu operator -(Cpu a, Cpu b) =>
        new(a.Host - b.Host, a.Postgres - b.Postgres, a.Generator - b.Generator, a.Machine - b.Machine);

    /// <summary>The server's running processes, and those that have ended since (counted by the postmaster that reaped them).</summary>
    private static double Tree(int postmaster)
    {
        var children = Directory
            .EnumerateDirectories("/proc")
            .Select(Path.GetFileName)
            .Where(x => char.IsAsciiDigit(x![0]))
            .Select(x => Stat(int.Parse(x!, CultureInfo.InvariantCulture)))
            .Where(x => x.Length > 15 && Number(x, 1) == postmaster);
        var parent = Stat(postmaster);
        return children.Sum(Own) + Own(parent) + (Number(parent, 13) + Number(parent, 14)) * Tick;
    }

    private static double Own(string[] stat) => (Number(stat, 11) + Number(stat, 12)) * Tick;

    /// <summary>The fields after the command's name, which may contain any character; empty for a process that has just ended.</summary>
    private static string[] Stat(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static double Busy()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new[] { 1, 2, 3, 6, 7, 8 }.Sum(x => Number(fields, x)) * Tick;
    }

    private static long Number(string[] fields, int at) =>
        at < fields.Length ? long.Parse(fields[at], CultureInfo.InvariantCulture) : 0;
}
