using Crm.Projections.ReadModels.CustomFields;
using Crm.Projections.ReadModels.Deals;

namespace Crm.Projections.ReadModels.Clients;

/// <summary>Clients: all, or those of the deals that a caller may see.</summary>
public sealed class ClientList : DocumentList<ClientDocument>
{
    /// <param name="visibility">
    /// Visibility of deals. Unless it is unrestricted, a client is visible through its deals, and to the user who registered it.
    /// </param>
    public ClientList(DealVisibility visibility, UserId? caller)
    {
        if (visibility.Sql("s", Parameter) is not { } seen)
            return;
        var own = caller is { } user ? $" or d.created_by = {Parameter(user.Value)}" : "";
        Where($"(d.id in (select s.client_id from {StoreTables.Deals} s where {seen}){own})");
    }

    public static SortColumn NewestFirst { get; } = new("id", "d.id", "uuid", true);

    /// <summary>A word of the names or legal details starts with the prefix.</summary>
    public void HasWord(string prefix) => Where(SearchWords.Sql("d.words", Parameter(prefix)));

    public void WithFields(FieldCondition condition) => Where(condition.Sql("d.custom_fields", Parameter));
}
