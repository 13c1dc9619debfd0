namespace Crm.Bench.Data;

/// <summary>
/// Runs numbered work on eight connections at once. The parallelism of the seeding does not depend on what is measured later.
/// </summary>
internal static class Parallel8
{
    public static long Run(Func<SetupClient> open, int from, int to, Action<SetupClient, int> work)
    {
        var (next, position) = (from - 1, 0L);
        Exception? failed = null;
        var threads = Enumerable.Range(0, 8).Select(_ => new Thread(Loop)).ToList();
        threads.ForEach(x => x.Start());
        threads.ForEach(x => x.Join());
        return failed is null ? position : throw new BenchException(failed.Message);

        void Loop()
        {
            using var setup = open();
            try
            {
                for (int i; failed is null && (i = Interlocked.Increment(ref next)) < to; )
                    work(setup, i);
            }
            catch (Exception e)
                when (e
                        is BenchException
                            or KeyNotFoundException
                            or InvalidOperationException
                            or System.Text.Json.JsonException
                )
            {
                failed = e;
            }

            InterlockedMax(ref position, setup.Position);
        }
    }

    private static void InterlockedMax(ref long target, long value)
    {
        for (
            long seen;
            (seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen;

        ) { }
    }
}
