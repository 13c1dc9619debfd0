using Crm.Api.Hosting;
using Crm.Api.Catalog;
using Crm.Domain.Access;
using Crm.Projections.Access;
using Marten;

namespace Crm.Api.Access;

/// <summary>Somebody who works with deals.</summary>
public sealed record AddUserBody(string Name, string? Email = null, Guid? Id = null);

/// <summary>A user.</summary>
public sealed record UserAnswer(Guid Id, string? Name, string? Email, DateTimeOffset RecordedAt)
{
    public static UserAnswer Of(UserDocument x) => new(x.Id, x.State.Name.Text, x.State.Email?.Text, x.RecordedAt);
}

/// <summary>A new API key.</summary>
/// <param name="UserId">Who acts with it; absent: an integration of its own.</param>
/// <param name="Scopes">read, write, admin; at least one.</param>
/// <param name="ExpiresAt">Dead from then on; absent: never.</param>
public sealed record MakeApiKeyBody(string Name, IReadOnlyList<Scope> Scopes, Guid? UserId = null, DateTimeOffset? ExpiresAt = null);

/// <summary>An API key. The secret is shown once, in the answer that made it.</summary>
public sealed record ApiKeyAnswer(Guid Id, string Name, Guid? UserId, IReadOnlyList<Scope> Scopes, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt, DateTimeOffset RecordedAt)
{
    /// <summary>The key itself, <c>crm_...</c>; only in the answer that made it.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public string? Secret { get; init; }

    public static ApiKeyAnswer Of(ApiKeyDocument x) => new(x.Id, x.State.Name, x.State.User?.Value, x.State.Scopes, x.State.ExpiresAt, x.State.RevokedAt, x.RecordedAt);
}

/// <summary>Who the caller is and what he may.</summary>
public sealed record MeAnswer(string Credential, Guid? UserId, string? Name, IReadOnlyList<Scope> Scopes);

/// <summary>/users, /api-keys and /me: thin until access is built.</summary>
public static class AccessEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/users", AddUser).Operation("addUser", "Access", "Add a user", "Needs the scope admin.", Scope.Admin, refuses: ["validation.failed", "id.taken"])
            .Takes<AddUserBody>().Answers<UserAnswer>(201).Answers<UserAnswer>();
        Documents.Read<UserDocument, UserAnswer>(routes, "users", "userId", "User", "Access", "user", "user.not_found", (_, x) => UserAnswer.Of(x));
        routes.MapPost("/api-keys", MakeKey).Operation("makeApiKey", "Access", "Make an API key", "The secret is shown once. Needs the scope admin; an Idempotency-Key is not stored, for the secret would be.", Scope.Admin, refuses: ["validation.failed"])
            .Takes<MakeApiKeyBody>().Answers<ApiKeyAnswer>(201);
        routes.MapPost("/api-keys/{keyId:guid}/revoke", Revoke).Operation("revokeApiKey", "Access", "Revoke an API key", "Dead at once here, within 60 s on other hosts. Needs the scope admin.", Scope.Admin, refuses: ["api_key.not_found"])
            .Takes<NoBody>(optional: true).Answers<ApiKeyAnswer>();
        Documents.Read<ApiKeyDocument, ApiKeyAnswer>(routes, "api-keys", "keyId", "ApiKey", "Access", "api_key", "api_key.not_found", (_, x) => ApiKeyAnswer.Of(x));
        routes.MapGet("/me", async (HttpContext http, Names names) =>
            {
                var caller = Caller.Of(http);
                var name = caller.User is { } user ? (await names.User(user, http.RequestAborted))?.Name.Text : null;
                return new Reply(200, new MeAnswer(caller.Credential, caller.User?.Value, name, [.. caller.Scopes.Order()]));
            })
            .Operation("getMe", "Access", "Who am I", "The credential, its user and scopes.").Answers<MeAnswer>();
    }

    private static async Task<IResult> AddUser(HttpContext http, CreationPath path, RequestStore store, TimeProvider clock)
    {
        var body = await Body.Read<AddUserBody>(http);
        var id = body.Id ?? Guid.CreateVersion7();
        var document = new UserDocument(id, new User(new(id), Texts.Personal(body.Name, "/name", Texts.Title), Texts.PersonalOrNull(body.Email, "/email", Texts.Short)), clock.GetUtcNow());
        return await Documents.Add(http, path, store, new Creation(id, body, body.Id is not null, [new UserAdded(document.State) { HappenedAt = document.RecordedAt }]),
            document, UserAnswer.Of, $"/api/v1/users/{id}");
    }

    private static async Task<IResult> MakeKey(HttpContext http, RequestStore store, References references, TimeProvider clock)
    {
        var body = await Body.Read<MakeApiKeyBody>(http);
        var scopes = Texts.Some(body.Scopes, "/scopes", 3).Distinct().ToImmutableArray();
        var user = body.UserId is { } id ? await references.User(id, "/userId", http.RequestAborted) : (UserId?)null;
        await using var session = Sessions.Open(store, http);
        var (key, secret) = ApiKeys.Make(session, Texts.Required(body.Name, "/name", Texts.Short), user, scopes, body.ExpiresAt, clock.GetUtcNow());
        await session.SaveChangesAsync(http.RequestAborted);
        return new Reply(201, ApiKeyAnswer.Of(new ApiKeyDocument(key.Id.Value, key, clock.GetUtcNow())) with { Secret = secret }) { Location = $"/api/v1/api-keys/{key.Id}" };
    }

    private static async Task<IResult> Revoke(Guid keyId, HttpContext http, StreamPath path, ApiKeyBook keys)
    {
        var body = await Body.Read<NoBody>(http, optional: true);
        return await path.Run<ApiKeyDocument>(http, keyId, body, "api_key.not_found",
            (x, intent) => x.State.RevokedAt is null ? Decision.Accept(new ApiKeyRevoked(x.State.Id) { HappenedAt = intent.Now }) : Decision.AlreadyHolds,
            (x, fact, _) => x with { State = x.State with { RevokedAt = fact.HappenedAt } }, _ => 1,
            x =>
            {
                keys.Forget(x.State.SecretHash);
                return Reply.Ok(ApiKeyAnswer.Of(x));
            });
    }
}

/// <summary>A command without members; the body may be empty.</summary>
public sealed record NoBody;
