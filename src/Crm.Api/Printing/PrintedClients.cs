namespace Crm.Api.Printing;

/// <summary>
/// Protects the client's details in a document: a caller who may not see the client can read the document's numbers,
/// but can neither print it nor send it by e-mail, because both show these details.
/// </summary>
internal sealed class PrintedClients(PrintReader reader, Authorizer authorizer)
{
    public async Task DemandOfProposal(HttpContext http, Guid proposalId)
    {
        if (!SeesAllClients(http))
            await Known(http, await reader.Proposal(proposalId, http.RequestAborted));
    }

    public async Task DemandOfInvoice(HttpContext http, Guid dealId, Guid invoiceId)
    {
        if (!SeesAllClients(http))
            await Known(http, await reader.Invoice(dealId, invoiceId, http.RequestAborted));
    }

    /// <summary>Returns the source if the caller may see the client that it names; throws 403 otherwise.</summary>
    public async ValueTask<PrintSource> Known(HttpContext http, PrintSource source) =>
        source.Client is not { } named
        || await authorizer.SeesClient(Caller.Of(http), named.Id.Value, Permissions.ClientsRead, http.RequestAborted)
            ? source
            : throw Authorizer.Missing(Permissions.ClientsRead);

    /// <summary>Saves reading the document for callers who see every client.</summary>
    private static bool SeesAllClients(HttpContext http) =>
        Caller.Of(http).Grants.ClientsOf(Permissions.ClientsRead) == Reach.All;
}
