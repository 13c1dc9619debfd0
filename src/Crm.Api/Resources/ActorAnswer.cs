namespace Crm.Api.Resources;

/// <summary>The user, API key or server process that made an event.</summary>
/// <param name="Kind">
/// Type of actor: <c>user</c>, <c>key</c> (an API key without a user), <c>server</c> (a background process) and the like.
/// </param>
/// <param name="Id">Id of the user or key; equal to kind for the server.</param>
/// <param name="Name">Name of the user; null for keys and for the server, and after the name was erased.</param>
public sealed record ActorAnswer(string Kind, string Id, string? Name)
{
    /// <param name="actor">The actor of an event, as stored.</param>
    public static ValueTask<ActorAnswer?> From(string? actor, Names names, CancellationToken ct) =>
        From(actor, names.Actor, ct);

    /// <param name="name">The name of an actor, as the answer knows it.</param>
    public static async ValueTask<ActorAnswer?> From(
        string? actor,
        Func<string?, CancellationToken, ValueTask<string?>> name,
        CancellationToken ct
    ) =>
        actor?.Split(':', 2) switch
        {
            ["user", var id] => new("user", id, await name(actor, ct)),
            [var kind, var id] => new(kind, id, null),
            [var kind] => new(kind, kind, null),
            _ => null,
        };
}
