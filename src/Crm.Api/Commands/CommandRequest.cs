namespace Crm.Api.Commands;

/// <summary>Who asks for a command, and through which operation of the contract.</summary>
/// <param name="Viewer">Who reads the answer.</param>
/// <param name="Operation">The id of the operation: its renderer makes the answer, and every event names it.</param>
public sealed record CommandOrigin(Viewer Viewer, string Operation)
{
    /// <summary>The path of the request; problems name it.</summary>
    public string Instance { get; init; } = "";

    /// <summary>Identifies the request in the host's logs.</summary>
    public string TraceId { get; init; } = "";
    public string? CorrelationId { get; init; }
    public string? CausationId { get; init; }

    public Caller Caller => Viewer.Caller;

    /// <summary>The server's own rules: timers and deliveries.</summary>
    public static CommandOrigin Server(string operation) => new(Viewer.Server, operation);

    public EventOrigin ToEventOrigin()
    {
        var headers = new Dictionary<string, object> { ["command"] = Operation };
        if (Caller != Caller.Server)
            headers["credential"] = Caller.Credential;
        return new(Caller.Actor, CorrelationId, CausationId, headers);
    }
}

/// <summary>What must hold before a command is decided.</summary>
/// <param name="Permission">Checked again under the lock; null: the command has no caller to check.</param>
/// <param name="Versions">Versions that <c>If-Match</c> accepts; null: any.</param>
public sealed record Preconditions(Permission? Permission = null, IReadOnlyList<long>? Versions = null)
{
    public static Preconditions None { get; } = new();
}

/// <summary>An id that the client gave to what it creates, with the digest of the request: repeating it is no conflict.</summary>
public sealed record SuppliedId(Guid Id, string RequestDigest);

/// <summary>What all commands have in common. It knows no HTTP: a timer, an import or a rule makes one as well as an endpoint.</summary>
public sealed record CommandRequest(CommandOrigin Origin)
{
    public Preconditions Preconditions { get; init; } = Preconditions.None;
    public IdempotencyKey? Key { get; init; }
    public SuppliedId? SuppliedId { get; init; }

    /// <summary>The business time that the client gave; null: now.</summary>
    public DateTimeOffset? HappenedAt { get; init; }

    /// <summary>Says what would happen and writes nothing; the key is not used.</summary>
    public bool IsDryRun { get; init; }

    public Viewer Viewer => Origin.Viewer;

    public Caller Caller => Origin.Caller;

    public static CommandRequest Server(string operation) => new(CommandOrigin.Server(operation));
}

/// <summary>
/// A message that is only invoked in process and never stored. It may hold names and amounts, so that its text for logs is its type alone.
/// </summary>
public abstract record CommandMessage(CommandRequest Request)
{
    public sealed override string ToString() => GetType().Name;
}
