using Crm.Projections.ReadModels.CustomFields;
using Crm.Projections.ReadModels.Deals;

namespace Crm.Projections.ReadModels.Clients;

/// <summary>Clients, of all or of the deals that a caller sees.</summary>
public sealed class ClientList : DocumentList<ClientDocument>
{
    /// <param name="sight">Short of all, a client is seen through its deals.</param>
    public ClientList(DealVisibility sight)
    {
        if (sight.Sql("s", Parameter) is { } seen)
            Where($"d.id in (select s.client_id from {StoreTables.Deals} s where {seen})");
    }

    public static SortColumn NewestFirst { get; } = new("id", "d.id", "uuid", true);

    /// <summary>A word of the names or legal details begins so.</summary>
    public void HasWord(string prefix) => Where(SearchWords.Sql("d.words", Parameter(prefix)));

    public void WithFields(FieldCondition condition) => Where(condition.Sql("d.custom_fields", Parameter));
}
