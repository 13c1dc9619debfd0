namespace Crm.Domain.Deals.Activities;

/// <summary>A person who took part in an interaction: a contact of the client, or a name.</summary>
public sealed record Counterpart(ContactId? Contact, Personal? Name);
