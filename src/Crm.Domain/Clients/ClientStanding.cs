namespace Crm.Domain.Clients;

/// <summary>What decisions read of a client.</summary>
/// <param name="Version">Version of the client's stream that was read.</param>
/// <param name="MissingDetails">Names of legal details that an invoice needs and that are missing.</param>
public sealed record ClientStanding(ClientId Client, long Version, bool IsPerson, ImmutableArray<string> MissingDetails)
{
    /// <summary>E-mail addresses of its contacts that have not ended.</summary>
    public ImmutableArray<string> Emails { get; init; } = [];

    /// <summary>Snapshot for documents that name the client.</summary>
    public ClientRequisites? Requisites { get; init; }
}
