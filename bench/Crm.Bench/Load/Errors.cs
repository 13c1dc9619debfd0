using Crm.Bench.Http;

namespace Crm.Bench.Load;

/// <summary>Every unexpected response, by status, with the first body of each.</summary>
internal sealed class Errors
{
    private readonly SortedDictionary<int, (long Count, string First)> _byStatus = [];

    public long Count => _byStatus.Values.Sum(x => x.Count);

    public IEnumerable<string> Lines => _byStatus.Select(x => $"{x.Value.Count} x {x.Value.First}");

    public void Add(in Answer answer)
    {
        var first = _byStatus.TryGetValue(answer.Status, out var known) ? known.First : answer.ToString();
        _byStatus[answer.Status] = (known.Count + 1, first);
    }

    public void Add(Errors other)
    {
        foreach (var (status, (count, first)) in other._byStatus)
            _byStatus[status] = (count + (_byStatus.TryGetValue(status, out var known) ? known.Count : 0), first);
    }
}
