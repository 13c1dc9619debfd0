using System.Runtime.InteropServices;

namespace Crm.Api.Startup;

/// <summary>
/// glibc's allocator keeps the memory that the JIT compiler used temporarily, one arena per thread: some 15 MB that are
/// never used again. With fixed thresholds such blocks are returned at once (ADR 43). Other C libraries do not have
/// these options; explicit MALLOC_* variables take precedence.
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
            // musl has no mallopt.
        }
    }

    [DllImport("libc")]
    private static extern int mallopt(int parameter, int value);
}
