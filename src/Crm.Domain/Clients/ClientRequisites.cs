namespace Crm.Domain.Clients;

/// <summary>A client as he stood when a document was issued: what was printed never follows a later change of him.</summary>
public sealed record ClientRequisites(ClientId Client, ClientKind Kind, Personal Name, LegalDetails? Legal)
{
    public static ClientRequisites Of(Client client) => new(client.Id, client.Kind, client.Name, client.Legal);
}
