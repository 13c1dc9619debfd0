using Crm.Domain.Clients;
using Crm.Domain.Deals;
using Crm.Domain.Proposals;

namespace Crm.Api.Clients;

/// <summary>The client as a document names him: as he stood when it was issued.</summary>
public sealed record DocumentClientAnswer(Guid Id, ClientKind Kind, string? Name, LegalDetailsBody? LegalDetails)
{
    public static DocumentClientAnswer? Of(ClientRequisites? x) =>
        x is null ? null : new(x.Client.Value, x.Kind, x.Name.Text, LegalDetailsBody.Of(x.Legal));
}

/// <summary>Who sees the client that a document names: whoever sees the client.</summary>
public sealed class DocumentClients(Guard guard)
{
    /// <summary>What the caller may know of him; null: nothing, or there is none.</summary>
    /// <param name="on">The deal of the document, where it is at hand: who reaches it sees its client, and no query is needed.</param>
    public async ValueTask<ClientRequisites?> Seen(HttpContext http, ClientRequisites? named, Deal? on = null)
    {
        if (named is null)
            return null;
        var grants = Caller.Of(http).Grants;
        if (
            on?.Client == named.Client
            && grants.ClientsOf(Permissions.ClientsRead) is { } reach
            && Reaches(grants, reach, on)
        )
            return named;
        // A page of documents names one client again and again: he is asked about once a request.
        if (http.Items[typeof(DocumentClients)] is not Dictionary<ClientId, bool> known)
            http.Items[typeof(DocumentClients)] = known = [];
        if (!known.TryGetValue(named.Client, out var seen))
            known[named.Client] = seen = await guard.SeesClient(http, named.Client.Value, Permissions.ClientsRead);
        return seen ? named : null;
    }

    /// <summary>The same as <see cref="Projections.Deals.DealSight"/> asks of the table.</summary>
    private static bool Reaches(Grants grants, Reach reach, Deal deal) =>
        grants.Managers(reach) is not { } managers
        || (deal.Manager is { } manager && managers.Contains(manager))
        || (grants.User is { } me && deal.Participants.Contains(me));

    /// <summary>Whether the caller may read everything that the fact says of a client.</summary>
    public async ValueTask<bool> Sees(HttpContext http, Fact fact, Deal? on = null) =>
        Named(fact) is not { } named || await Seen(http, named, on) is not null;

    private static ClientRequisites? Named(Fact fact) =>
        fact switch
        {
            ProposalIssued f => f.Client,
            InvoiceIssued f => f.Client,
            ProposalClientFrozen f => f.Client,
            _ => null,
        };
}
