using Crm.Projections.ReadModels.Access;

namespace Crm.Api.ApiKeys;

/// <summary>An API key. Its secret is returned only once, by the operation that creates the key.</summary>
/// <param name="Name">Name of the key.</param>
/// <param name="UserId">Id of the user on whose behalf the key acts; null for an integration of its own.</param>
/// <param name="Scopes">Scopes of the key; it never allows more than them, whatever the roles of its user grant.</param>
/// <param name="ExpiresAt">Time from which the key is no longer accepted; null: it does not expire.</param>
/// <param name="RevokedAt">Time at which the key was revoked; null while it is in use.</param>
/// <param name="LastUsedAt">
/// Time of the last request with the key, accurate to 30 s; null when it was never used or for a past <c>asOf</c>.
/// </param>
/// <param name="RecordedAt">Time at which the key was created.</param>
public sealed record ApiKeyAnswer(
    Guid Id,
    string Name,
    Guid? UserId,
    IReadOnlyList<Scope> Scopes,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt,
    DateTimeOffset? LastUsedAt,
    DateTimeOffset RecordedAt
)
{
    /// <summary>
    /// The secret, <c>crm_...</c>, to be sent as a bearer token; present only in the answer of the operation that creates the key.
    /// </summary>
    [System.Text.Json.Serialization.JsonIgnore(
        Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull
    )]
    public string? Secret { get; init; }

    public static ApiKeyAnswer Of(ApiKeyDocument x) =>
        new(
            x.Id,
            x.State.Name,
            x.State.User?.Value,
            x.State.Scopes,
            x.State.ExpiresAt,
            x.State.RevokedAt,
            x.LastUsedAt,
            x.RecordedAt
        );
}
