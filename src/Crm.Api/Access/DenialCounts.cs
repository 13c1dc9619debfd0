using Crm.Projections.ReadModels.Access;

namespace Crm.Api.Access;

/// <summary>
/// Counts the denials of each series on this host. Memory is bounded: beyond <paramref name="mostSeries"/> with and as
/// many without a credential, further ones of a code are counted together.
/// </summary>
/// <param name="rowsEach">Denials of a series that may have a row of their own.</param>
public sealed class DenialCounts(int rowsEach, int mostSeries)
{
    /// <summary>
    /// Also bounds the rows that a flood from any number of addresses writes in a minute. Denials without a credential
    /// do not use up the memory of the others.
    /// </summary>
    public const int MostSeries = 2_000;

    private readonly Lock gate = new();
    private readonly Dictionary<DenialSeries, Entry> entries = [];
    private int anonymous;

    /// <summary>Current number of series.</summary>
    internal int Held
    {
        get
        {
            lock (gate)
                return entries.Count;
        }
    }

    /// <summary>Position of a new denial in its series; null when it may only be counted.</summary>
    public int? Next(DenialSeries series)
    {
        lock (gate)
            return Find(series) is { } entry && entry.Seen < rowsEach ? ++entry.Seen : null;
    }

    /// <summary>Counts a denial without a row.</summary>
    public void Add(DenialSeries series, Denial denial)
    {
        lock (gate)
        {
            var entry = Find(series);
            if (entry is null)
                (entry, denial) = (FindOrAdd(series.Others), denial with { Address = null });
            entry.Rest = entry.Rest is { } rest ? rest with { Count = rest.Count + 1 } : denial;
        }
    }

    /// <summary>Takes what was counted since the last call, and forgets the series of past minutes.</summary>
    public IReadOnlyList<(Guid Series, Denial Denial)> Drain(DateTimeOffset now)
    {
        var minute = DenialSeries.MinuteOf(now);
        List<(Guid, Denial)> rests = [];
        lock (gate)
            foreach (var (series, entry) in entries)
            {
                if (entry.Rest is { } rest)
                    rests.Add((series.Id, rest));
                entry.Rest = null;
                if (series.Minute >= minute)
                    continue;
                entries.Remove(series);
                anonymous -= series.Credential is null ? 1 : 0;
            }
        return rests;
    }

    /// <summary>Null when the series is new and there is no memory for it.</summary>
    private Entry? Find(DenialSeries series) =>
        entries.GetValueOrDefault(series)
        ?? (
            (series.Credential is null ? anonymous : entries.Count - anonymous) < mostSeries ? FindOrAdd(series) : null
        );

    private Entry FindOrAdd(DenialSeries series)
    {
        if (entries.TryGetValue(series, out var entry))
            return entry;
        anonymous += series.Credential is null ? 1 : 0;
        return entries[series] = new Entry();
    }

    private sealed class Entry
    {
        public int Seen { get; set; }
        public Denial? Rest { get; set; }
    }
}
