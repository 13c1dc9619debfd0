using System.Globalization;
using System.Security.Cryptography;

namespace Crm.Bench.Http;

/// <summary>32 characters, never twice: not within a run (a counter), not in a later run against the same store (random bits).</summary>
internal static class UniqueKey
{
    private static readonly long s_run = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8));
    private static long s_last;

    public static void Write(Span<byte> slot)
    {
        s_run.TryFormat(slot, out _, "x16", CultureInfo.InvariantCulture);
        Interlocked.Increment(ref s_last).TryFormat(slot[16..], out _, "x16", CultureInfo.InvariantCulture);
    }
}
