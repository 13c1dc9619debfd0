using System.Diagnostics;
using System.Numerics;

namespace Crm.Bench.Load;

/// <summary>
/// Log-linear: 128 buckets to each doubling of microseconds, so a percentile is exact to 0.8 %. A few kilobytes whatever the
/// number of requests, and one array increment per request.
/// </summary>
internal sealed class Histogram
{
    private const int SubBits = 7;
    private readonly long[] _counts = new long[26 << SubBits];

    public long Count { get; private set; }

    public void Record(long ticks)
    {
        var micros = (ulong)Math.Max(0, ticks * 1_000_000 / Stopwatch.Frequency);
        _counts[Math.Min(Bucket(micros), _counts.Length - 1)]++;
        Count++;
    }

    public void Add(Histogram other)
    {
        for (var i = 0; i < _counts.Length; i++)
            _counts[i] += other._counts[i];
        Count += other.Count;
    }

    /// <summary>In milliseconds; not a number where nothing was recorded.</summary>
    public double Percentile(double share)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(Count * share));
        long seen = 0;
        for (var i = 0; i < _counts.Length; i++)
            if ((seen += _counts[i]) >= rank)
                return Middle(i) / 1000;
        return double.NaN;
    }

    private static int Bucket(ulong micros)
    {
        if (micros < 1UL << SubBits)
            return (int)micros;
        var shift = BitOperations.Log2(micros) - SubBits;
        return ((shift + 1) << SubBits) + (int)(micros >> shift) - (1 << SubBits);
    }

    private static double Middle(int bucket)
    {
        if (bucket < 1 << SubBits)
            return bucket + 0.5;
        var shift = (bucket >> SubBits) - 1;
        return ((bucket & ((1 << SubBits) - 1)) + (1 << SubBits) + 0.5) * (1L << shift);
    }
}
