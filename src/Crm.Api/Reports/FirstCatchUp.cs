using System.Collections.Concurrent;
using Crm.Projections.Migrations;
using Crm.Projections.Reports;

namespace Crm.Api.Reports;

/// <summary>
/// A version of a report answers once it has read all events of the store for the first time; its numbers would be incomplete before.
/// </summary>
public sealed class FirstCatchUp(ReportShapes shapes, ReportProgress progress)
{
    private readonly ConcurrentDictionary<string, bool> complete = new(StringComparer.Ordinal);

    /// <summary>By report: the last event when it was first asked for.</summary>
    private readonly ConcurrentDictionary<string, long> targets = new(StringComparer.Ordinal);

    public async ValueTask<bool> IsComplete(string report, CancellationToken ct)
    {
        if (complete.ContainsKey(report))
            return true;
        var (stored, shape) = (ReportRegistry.Of(report), ReportRegistry.Make(report).ShapeDigest);
        if (await shapes.Find(stored, ct) != shape)
        {
            var target = targets.GetOrAdd(report, await progress.LastEvent(ct));
            if ((await progress.All(ct)).GetValueOrDefault(stored.Shard) < target)
                return false;
            await shapes.Set(stored, shape, ct);
        }

        complete[report] = true;
        return true;
    }
}
