using Crm.Domain.Processes;
using Crm.Domain.Settings;

namespace Crm.Api.DealKinds;

/// <summary>Versions of kinds that somebody works by: asked before something is taken away that their checks need.</summary>
public sealed class KindsInUse(Kinds kinds, DealsOfKinds deals, TimeProvider clock)
{
    /// <summary>
    /// Versions in force and versions that open deals are pinned to. Deals opened while this is decided follow versions in force,
    /// which count anyway.
    /// </summary>
    public async Task<IReadOnlyList<KindInUse>> Now(CancellationToken ct)
    {
        var open = await deals.CountOpen(ct);
        var (book, now) = (kinds.Registry, clock.GetUtcNow());
        return
        [
            .. book
                .Codes.SelectMany(book.Versions)
                .Select(process =>
                    process.ToKindInUse(
                        book.InForce(process.Code, now)?.Version == process.Version && !book.IsRetired(process.Code),
                        open.GetValueOrDefault((process.Code, process.Version))
                    )
                ),
        ];
    }
}
