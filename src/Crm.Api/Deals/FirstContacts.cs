using Crm.Projections.ReadModels.Interactions;
using Npgsql;

namespace Crm.Api.Deals;

/// <summary>The interactions from which deals are opened.</summary>
public sealed class FirstContacts(NpgsqlDataSource database)
{
    /// <summary>The interaction, which the caller must see, and its client.</summary>
    /// <param name="id">Null: the deal is opened from none.</param>
    public async Task<(LockedInteraction? Interaction, Guid? Client)> Find(HttpContext http, Guid? id, string pointer)
    {
        if (id is not { } wanted)
            return (null, null);
        var grants = Caller.Of(http).Grants;
        if (!grants.Has(Permissions.InteractionsWrite))
            throw Authorizer.Missing(Permissions.InteractionsWrite);
        var found =
            await new InteractionList(InteractionVisibility.Of(grants)).FindVisible(
                database,
                wanted,
                http.RequestAborted
            )
            ?? throw ProblemException.Member(pointer, "interaction.not_found", "the id of an interaction");
        return (new(wanted), found.ClientId);
    }
}
