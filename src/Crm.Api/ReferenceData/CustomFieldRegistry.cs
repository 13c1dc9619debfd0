using Crm.Domain.CustomFields;
using Crm.Projections.ReadModels.CustomFields;

namespace Crm.Api.ReferenceData;

/// <summary>
/// Cached definitions of custom fields, so that a value is validated without a query. Entries are valid for 30 s, so a
/// change on another host takes effect within that time; a change on this host takes effect at once, and an unknown
/// field causes a reload.
/// </summary>
public sealed class CustomFieldRegistry
{
    private static readonly TimeSpan MaximumAge = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AgeOfMisses = TimeSpan.FromSeconds(1);
    private readonly StoredDocuments documents;
    private readonly RefreshingSnapshot<Dictionary<(FieldOwner Owner, string Code), CustomField>> snapshot;

    public CustomFieldRegistry(StoredDocuments documents, TimeProvider clock)
    {
        this.documents = documents;
        snapshot = new(Read, MaximumAge, clock);
    }

    /// <param name="typed">The code as somebody typed it; codes are of small letters by rule.</param>
    public async ValueTask<CustomField?> Find(FieldOwner owner, string typed, CancellationToken ct)
    {
        var code = Codes.Fold(typed);
        return (await snapshot.Get(ct)).TryGetValue((owner, code), out var found)
            ? found
            : (await snapshot.Get(AgeOfMisses, ct)).GetValueOrDefault((owner, code));
    }

    /// <summary>As this host read it last; null: it has read none of this code.</summary>
    public CustomField? Known(FieldOwner owner, string code) => snapshot.Latest?.GetValueOrDefault((owner, code));

    public async ValueTask<IReadOnlyList<CustomField>> Of(FieldOwner owner, CancellationToken ct) =>
        [.. (await snapshot.Get(ct)).Values.Where(field => field.Owner == owner)];

    /// <summary>Called after this host changed a definition.</summary>
    public void Invalidate() => snapshot.Invalidate();

    public Task<List<CustomFieldDocument>> All(CancellationToken ct) => documents.All<CustomFieldDocument>(ct);

    private async Task<Dictionary<(FieldOwner, string), CustomField>> Read(CancellationToken ct) =>
        (await All(ct)).ToDictionary(
            document => (document.State.Owner, document.State.Code),
            document => document.State
        );
}
