namespace Crm.Domain.Clients;

/// <summary>
/// Snapshot of a client at the time a document was issued: later changes of the client do not change the document.
/// </summary>
public sealed record ClientRequisites(ClientId Client, ClientKind Kind, Personal Name, LegalDetails? Legal)
{
    public static ClientRequisites Of(Client client) => new(client.Id, client.Kind, client.Name, client.Legal);
}
