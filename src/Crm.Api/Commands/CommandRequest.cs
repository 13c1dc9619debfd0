namespace Crm.Api.Commands;

/// <summary>The origin of a command: its caller and the operation of the contract.</summary>
/// <param name="Viewer">The reader of the answer.</param>
/// <param name="Operation">Operation id: selects the renderer of the answer, and is stored with every event.</param>
public sealed record CommandOrigin(Viewer Viewer, string Operation)
{
    /// <summary>Path of the request; included in problems.</summary>
    public string Instance { get; init; } = "";

    /// <summary>Identifies the request in the host's logs.</summary>
    public string TraceId { get; init; } = "";
    public string? CorrelationId { get; init; }
    public string? CausationId { get; init; }

    public Caller Caller => Viewer.Caller;

    /// <summary>The server itself: timers and deliveries.</summary>
    public static CommandOrigin Server(string operation) => new(Viewer.Server, operation);

    public EventOrigin ToEventOrigin()
    {
        var headers = new Dictionary<string, object> { ["command"] = Operation };
        if (Caller != Caller.Server)
            headers["credential"] = Caller.Credential;
        return new(Caller.Actor, CorrelationId, CausationId, headers);
    }
}

/// <summary>Conditions that are checked before a command is decided.</summary>
/// <param name="Permission">Checked again under the lock; null: the command has no caller to check.</param>
/// <param name="Versions">Versions that <c>If-Match</c> accepts; null: any.</param>
public sealed record Preconditions(Permission? Permission = null, IReadOnlyList<long>? Versions = null)
{
    public static Preconditions None { get; } = new();

    /// <summary>The deal must be in the caller's own scope: an open task on it is not enough.</summary>
    public bool NeedsScope { get; init; }

    /// <summary>
    /// A permission that the caller lacks: only an answer that is stored under the key is given, and nothing is executed. Null: none.
    /// </summary>
    public Permission? Missing { get; init; }

    /// <summary>The permission to read what the command is about; null: every caller may.</summary>
    public Permission? Reads { get; init; }
}

/// <summary>
/// A client-supplied id of a new item with the digest of the request: repeating the request is no conflict.
/// </summary>
public sealed record SuppliedId(Guid Id, RequestDigest Digest);

/// <summary>
/// Common part of all commands. Independent of HTTP: timers, imports and rules create one as well as endpoints.
/// </summary>
public sealed record CommandRequest(CommandOrigin Origin)
{
    public Preconditions Preconditions { get; init; } = Preconditions.None;
    public IdempotencyKey? Key { get; init; }
    public SuppliedId? SuppliedId { get; init; }

    /// <summary>Business time given by the client; null: now.</summary>
    public DateTimeOffset? HappenedAt { get; init; }

    /// <summary>The instant of the command, for an answer that is rendered again; null: the clock's.</summary>
    public DateTimeOffset? RecordedAt { get; init; }

    /// <summary>Answers with what would happen and writes nothing; the idempotency key is not used.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>
    /// Sent by a timer or another message: where a person waits for a locked resource, the command is <see cref="CommandOutcome.Busy"/>
    /// at once and its message is delivered again later.
    /// </summary>
    public bool IsBackground { get; init; }

    public Viewer Viewer => Origin.Viewer;

    public Caller Caller => Origin.Caller;

    /// <summary>A command of the server itself.</summary>
    public static CommandRequest Server(string operation) =>
        new(CommandOrigin.Server(operation)) { IsBackground = true };
}

/// <summary>
/// A message that is only invoked in process and never stored. It may contain names and amounts, so its text in logs is
/// only its type name.
/// </summary>
public abstract record CommandMessage(CommandRequest Request)
{
    public sealed override string ToString() => GetType().Name;
}
