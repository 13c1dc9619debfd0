namespace Crm.Api.Tests.Hosting;

/// <summary>Reads what a host has printed.</summary>
internal static class HostOutput
{
    private static readonly string[] Marks = ["warn:", "fail:", "crit:", "   at ", "Exception", "FATAL", "unhandled"];

    /// <summary>The lines of warnings, faults and stack traces.</summary>
    public static string[] Faults(IEnumerable<string> lines) =>
        [.. lines.Where(line => Marks.Any(mark => line.Contains(mark, StringComparison.OrdinalIgnoreCase)))];
}
