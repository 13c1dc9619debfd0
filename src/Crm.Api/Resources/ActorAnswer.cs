using JasperFx.Events;

namespace Crm.Api.Resources;

/// <summary>The actor of an event: user, key or server.</summary>
public sealed record ActorAnswer(string Kind, string Id, string? Name)
{
    public static async ValueTask<ActorAnswer?> From(IEvent e, Names names, CancellationToken ct) =>
        e.UserName?.Split(':', 2) switch
        {
            ["user", var id] => new("user", id, await names.Actor(e.UserName, ct)),
            [var kind, var id] => new(kind, id, null),
            [var kind] => new(kind, kind, null),
            _ => null,
        };
}
