namespace Crm.Api.Demo;

/// <summary>
/// Random numbers that depend on the seed alone, also in later versions of .NET (SplitMix64).
/// </summary>
internal sealed class DemoRandom(ulong seed)
{
    private ulong state = seed;

    /// <summary>0 to <paramref name="below"/> - 1.</summary>
    public int Next(int below) => (int)(Bits() % (ulong)below);

    /// <summary>Both ends inclusive.</summary>
    public int Between(int least, int most) => least + Next(most - least + 1);

    public bool Chance(int percent) => Next(100) < percent;

    public T Pick<T>(IReadOnlyList<T> from) => from[Next(from.Count)];

    /// <summary>An index, each as likely as its weight.</summary>
    public int Weighted(IReadOnlyList<int> weights)
    {
        var left = Next(weights.Sum());
        var at = 0;
        while (left >= weights[at])
            left -= weights[at++];
        return at;
    }

    private ulong Bits()
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
