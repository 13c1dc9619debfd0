using Crm.Domain.Clients;
using Crm.Domain.Deals;
using Crm.Domain.Deals.Proposals;
using Crm.Domain.Deals.Settlement;

namespace Crm.Api.Clients;

/// <summary>The client as printed on a document: the details at the time the document was issued.</summary>
/// <param name="Kind">Whether the client was a company or a person.</param>
/// <param name="Name">Name of the client at that time; null after it was erased.</param>
/// <param name="LegalDetails">Legal details (реквизиты) at that time; null when there were none or after they were erased.</param>
public sealed record DocumentClientAnswer(Guid Id, ClientKind Kind, string? Name, LegalDetailsBody? LegalDetails)
{
    public static DocumentClientAnswer? Of(ClientRequisites? x) =>
        x is null ? null : new(x.Client.Value, x.Kind, x.Name.Text, LegalDetailsBody.Of(x.Legal));
}

/// <summary>Who sees the client that a document names: whoever sees the client.</summary>
public sealed class DocumentClients(Authorizer authorizer)
{
    /// <summary>What the caller may know of him; null: nothing, or there is none.</summary>
    /// <param name="on">The deal of the document, where it is at hand: who reaches it sees its client, and no query is needed.</param>
    public async ValueTask<ClientRequisites?> Seen(
        Viewer viewer,
        ClientRequisites? named,
        Deal? on,
        CancellationToken ct
    )
    {
        if (named is null)
            return null;
        var grants = viewer.Caller.Grants;
        if (
            on?.Client == named.Client
            && grants.ClientsOf(Permissions.ClientsRead) is { } reach
            && Reaches(grants, reach, on)
        )
            return named;
        if (!viewer.VisibleClients.TryGetValue(named.Client, out var seen))
            viewer.VisibleClients[named.Client] = seen = await authorizer.SeesClient(
                viewer.Caller,
                named.Client.Value,
                Permissions.ClientsRead,
                ct
            );
        return seen ? named : null;
    }

    /// <summary>The same as <see cref="Crm.Projections.ReadModels.Deals.DealVisibility"/> asks of the table.</summary>
    private static bool Reaches(Grants grants, Reach reach, Deal deal) =>
        grants.Managers(reach, Permissions.DealsRead) is not { } managers
        || (deal.Manager is { } manager && managers.Contains(manager))
        || grants.TakesPartIn(deal.Users);

    /// <summary>Whether the caller may read everything that the event says of a client.</summary>
    public async ValueTask<bool> Sees(Viewer viewer, DomainEvent domainEvent, Deal? on, CancellationToken ct) =>
        Named(domainEvent) is not { } named || await Seen(viewer, named, on, ct) is not null;

    private static ClientRequisites? Named(DomainEvent domainEvent) =>
        domainEvent switch
        {
            ProposalIssued f => f.Client,
            InvoiceIssued f => f.Client,
            ProposalClientFrozen f => f.Client,
            _ => null,
        };
}
