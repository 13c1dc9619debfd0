using Crm.Domain.CustomFields;
using Crm.Projections.ReadModels.CustomFields;

namespace Crm.Api.ReferenceData;

/// <summary>
/// Definitions of custom fields in memory: a value is checked without a query. Believed for 30 s, so a change on another host
/// holds here within that; a change on this host holds at once, and a field that is not known is looked for anew.
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

    public async ValueTask<CustomField?> Find(FieldOwner owner, string code, CancellationToken ct) =>
        (await snapshot.Get(ct)).TryGetValue((owner, code), out var found)
            ? found
            : (await snapshot.Get(AgeOfMisses, ct)).GetValueOrDefault((owner, code));

    public async ValueTask<IReadOnlyList<CustomField>> Of(FieldOwner owner, CancellationToken ct) =>
        [.. (await snapshot.Get(ct)).Values.Where(field => field.Owner == owner)];

    /// <summary>This host has changed a definition.</summary>
    public void Forget() => snapshot.Invalidate();

    public Task<List<CustomFieldDocument>> All(CancellationToken ct) => documents.All<CustomFieldDocument>(ct);

    private async Task<Dictionary<(FieldOwner, string), CustomField>> Read(CancellationToken ct) =>
        (await All(ct)).ToDictionary(
            document => (document.State.Owner, document.State.Code),
            document => document.State
        );
}
