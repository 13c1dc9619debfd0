using System.Text.Json.Serialization;
using Crm.Domain.Access;
using JasperFx.Events;

namespace Crm.Projections.Access;

/// <summary>A user as he stands.</summary>
public sealed record UserDocument(Guid Id, User State, DateTimeOffset RecordedAt);

/// <summary>An API key as it stands; found by the hash of its secret.</summary>
public sealed record ApiKeyDocument(Guid Id, ApiKey State, DateTimeOffset RecordedAt)
{
    [JsonIgnore] public string SecretHash => State.SecretHash;
}

public sealed class UserProjection() : StreamProjection<UserDocument>("user")
{
    public override UserDocument? Evolve(UserDocument? snapshot, Guid id, IEvent e) => e.Data is UserAdded f ? new(id, f.User, e.Timestamp) : snapshot;
}

public sealed class ApiKeyProjection() : StreamProjection<ApiKeyDocument>("api_key")
{
    public override ApiKeyDocument? Evolve(ApiKeyDocument? snapshot, Guid id, IEvent e) => e.Data switch
    {
        ApiKeyMade f => new(id, f.Key, e.Timestamp),
        ApiKeyRevoked f when snapshot is not null => snapshot with { State = snapshot.State with { RevokedAt = f.HappenedAt } },
        _ => snapshot,
    };
}
