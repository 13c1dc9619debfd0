using Crm.Api.Catalog;
using Crm.Api.Resources;
using Crm.Projections.ReadModels.Access;
using Wolverine;

namespace Crm.Api.ApiKeys;

/// <summary>/api-keys.</summary>
public static class ApiKeyEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/api-keys", MakeKey)
            .Operation(
                new("createApiKey")
                {
                    Permission = Permissions.KeysManage,
                    Tag = "Access",
                    Summary = "Create an API key",
                    Description =
                        "Returns the secret, which is shown only once. The key allows what both its scopes "
                        + "and its user's roles allow; without a user it has the role `integration`, or "
                        + "administrator rights with the scope `admin`. A key may not allow more than its "
                        + "creator has. Keys for other users are available in Development only. The answer is "
                        + "not stored under the Idempotency-Key, because it contains the secret.",
                    Refusals = ["validation.failed", "permission.missing", "api_key.foreign_user"],
                }
            )
            .Takes(
                new MakeApiKeyBody(
                    "Обмен с сайтом",
                    [Scope.Read, Scope.Write],
                    ExpiresAt: new(Sample.Later, default, default)
                )
            )
            .WithoutPreview()
            .Answers<ApiKeyAnswer>(201);
        routes
            .MapPost("/api-keys/{keyId:guid}/revoke", Revoke)
            .Operation(
                new("revokeApiKey")
                {
                    Permission = Permissions.KeysManage,
                    Tag = "Access",
                    Summary = "Revoke an API key",
                    Description =
                        "The key is rejected at once by this host and within 60 s by others. The caller "
                        + "cannot revoke the key of a user with more permissions than they have.",
                    Refusals = ["permission.missing", "api_key.not_found"],
                }
            )
            .Takes(new NoBody(), optional: true)
            .Answers<ApiKeyAnswer>();
        Documents.Read(
            routes,
            new Resource<ApiKeyDocument, ApiKeyAnswer>(
                "api-keys",
                "ApiKey",
                "Access",
                Permissions.KeysManage,
                (_, x) => ApiKeyAnswer.Of(x)
            )
            {
                Route = "keyId",
                Fold = ApiKeyProjection.After,
                List = _ => new ApiKeyList(),
            }
        );
    }

    private static async Task<IResult> MakeKey(
        HttpContext http,
        IMessageBus bus,
        References references,
        AccessRegistry access,
        ProblemRenderer problems,
        IHostEnvironment environment,
        TimeProvider clock
    )
    {
        var body = await Body.Read<MakeApiKeyBody>(http);
        var scopes = TextValidation.Some(body.Scopes, "/scopes", 3).Distinct().ToImmutableArray();
        var user = body.UserId is { } id ? await references.User(id, "/userId", http.RequestAborted) : (UserId?)null;
        // Whoever makes a key for another acts as him: that is for trying things out, where nothing is at stake.
        if (user is not null && user != Caller.Of(http).User && !environment.IsDevelopment())
            throw new ProblemException(403, "api_key.foreign_user");
        if (
            Granting.Refusal(Caller.Of(http).Grants, (await access.Fresh(http.RequestAborted)).Behind(user, scopes)) is
            { } refusal
        )
            return problems.Answer(http, refusal);
        var (made, secret) = ApiKeyFactory.Make(
            TextValidation.Required(body.Name, "/name", TextValidation.Short),
            user,
            scopes,
            body.ExpiresAt,
            clock.GetUtcNow()
        );
        // Without the key of the request: the answer that would be stored shows the secret.
        var request = http.CommandRequest(body) with
        {
            Key = null,
        };
        var outcome = await bus.InvokeAsync<CommandOutcome>(
            new MakeApiKeyCommand(made.Key.Id.Value, [made], request),
            http.RequestAborted
        );
        return outcome is CommandOutcome.Accepted { Result: DocumentResult<ApiKeyDocument> { Document: var key } }
            ? new Reply(201, ApiKeyAnswer.Of(key) with { Secret = secret }) { Location = $"/api/v1/api-keys/{key.Id}" }
            : await CommandAnswers.Answer(http, outcome);
    }

    private static async Task<IResult> Revoke(Guid keyId, HttpContext http, IMessageBus bus, AccessRegistry access)
    {
        var body = await Body.Read<NoBody>(http, optional: true);
        var staff = await access.Fresh(http.RequestAborted);
        var grants = Caller.Of(http).Grants;
        return await bus.Answer(
            http,
            new ExecuteApiKeyCommand(
                keyId,
                (key, context) => key.State.Revoke(staff, grants, context),
                http.CommandRequest(body)
            )
        );
    }
}
