using Crm.Api.Clients;

namespace Crm.Api.Printing;

/// <summary>
/// A document names its client with all requisites: who may not know that client reads its numbers, and gets neither its print nor sends it
/// by e-mail, which would be the print by another door.
/// </summary>
internal sealed class PrintedClients(PrintReader reader, Guard guard)
{
    public async Task DemandOfProposal(HttpContext http, Guid proposalId)
    {
        if (!Everyone(http))
            await Known(http, await reader.Proposal(proposalId, http.RequestAborted));
    }

    public async Task DemandOfInvoice(HttpContext http, Guid dealId, Guid invoiceId)
    {
        if (!Everyone(http))
            await Known(http, await reader.Invoice(dealId, invoiceId, http.RequestAborted));
    }

    public async ValueTask<PrintedFacts> Known(HttpContext http, PrintedFacts facts) =>
        facts.Client is not { } named
        || await guard.SeesClient(Caller.Of(http), named.Id.Value, Permissions.ClientsRead, http.RequestAborted)
            ? facts
            : throw Guard.Missing(Permissions.ClientsRead);

    /// <summary>Who sees every client need not be asked about this one.</summary>
    private static bool Everyone(HttpContext http) =>
        Caller.Of(http).Grants.ClientsOf(Permissions.ClientsRead) == Reach.All;
}
