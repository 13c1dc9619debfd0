using System.Runtime.InteropServices;

namespace Crm.Api.Startup;

/// <summary>
/// The allocator of the C library (glibc) keeps what the compiler of methods borrowed, one arena for each thread: some 15 MB that are never
/// used again. With fixed thresholds such blocks go back at once (ADR 43). Other libraries know no such switch; who sets MALLOC_* means it.
/// </summary>
internal static class NativeMemory
{
    private const int TrimThreshold = -1,
        MmapThreshold = -3,
        ArenaMax = -8;

    public static void Return()
    {
        if (
            !OperatingSystem.IsLinux()
            || Environment
                .GetEnvironmentVariables()
                .Keys.Cast<string>()
                .Any(x => x.StartsWith("MALLOC_", StringComparison.Ordinal))
        )
            return;
        try
        {
            _ = mallopt(ArenaMax, 2);
            _ = mallopt(MmapThreshold, 64 << 10);
            _ = mallopt(TrimThreshold, 128 << 10);
        }
        catch (EntryPointNotFoundException)
        {
            // musl.
        }
    }

    [DllImport("libc")]
    private static extern int mallopt(int parameter, int value);
}
