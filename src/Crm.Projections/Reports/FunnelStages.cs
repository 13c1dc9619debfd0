using Crm.Projections.ReadModels.DealKinds;

namespace Crm.Projections.Reports;

/// <summary>A stage of the funnel with its open deals.</summary>
/// <param name="Order">From 1 on.</param>
/// <param name="Retired">Not in the version of the kind that is in force at that instant.</param>
/// <param name="Open">A cell per currency; empty when no deal is in the stage.</param>
public sealed record FunnelStage(string Code, Localized Title, int Order, bool Retired, IReadOnlyList<FunnelCell> Open);

/// <summary>
/// The stages of a funnel: those of the version in force at its instant, in order and including empty ones, followed by
/// other stages with deals (docs/domain.md, Reports). Versions are joined by stage code, and no deal is left out
/// because its stage is missing.
/// </summary>
public static class FunnelStages
{
    public static IReadOnlyList<FunnelStage> Of(KindRegistry kinds, string kind, FunnelSnapshot funnel)
    {
        var open = funnel.Cells.Where(x => x.Kind == kind && x.Status == "open").ToLookup(x => x.Stage);
        var stages =
            kinds.InForce(kind, funnel.At)?.Stages.Select(x => (x.Code, x.Title, Retired: false)).ToArray() ?? [];
        var elsewhere = open.Select(x => x.Key)
            .OfType<string>()
            .Except(stages.Select(x => x.Code))
            .Order(StringComparer.Ordinal)
            .Select(x =>
                (Code: x, Title: kinds.Stage(kind, x, funnel.At)?.Title ?? new Localized(x, x), Retired: true)
            );
        return
        [
            .. stages
                .Concat(elsewhere)
                .Select((x, i) => new FunnelStage(x.Code, x.Title, i + 1, x.Retired, [.. open[x.Code]])),
        ];
    }
}
