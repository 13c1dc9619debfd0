using System.Text.Json.Serialization;

namespace Crm.Domain.Deals.Activities;

/// <summary>A person who took part in an interaction: a contact of the client, a colleague, or a name.</summary>
public sealed record Counterpart(ContactId? Contact, Personal? Name)
{
    /// <summary>A user of the company; null: somebody else.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public UserId? User { get; init; }
}
