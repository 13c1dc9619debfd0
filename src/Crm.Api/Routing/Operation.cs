namespace Crm.Api.Routing;

/// <summary>What the route table knows of an operation: who may call it and what the contract says of it. No route goes without.</summary>
/// <param name="Id">Operation id of the contract; fixes refer to it.</param>
public sealed record Operation(string Id)
{
    /// <summary>The permission that the caller needs.</summary>
    public required Permission Permission { get; init; }

    /// <summary>The group in the contract.</summary>
    public required string Tag { get; init; }

    /// <summary>What it does, in a few words.</summary>
    public required string Summary { get; init; }

    /// <summary>What a caller should know beside the summary.</summary>
    public required string Description { get; init; }

    /// <summary>Every query parameter that it knows; any other is 400.</summary>
    public IReadOnlyList<Param> Query { get; init; } = [];

    /// <summary>Money and goods: without an Idempotency-Key it is 400.</summary>
    public bool RequiresKey { get; init; }

    /// <summary>Edits of what somebody has read: without If-Match it is 428.</summary>
    public bool RequiresMatch { get; init; }

    /// <summary>The endpoint's own query shows only what the caller sees; the gate need not look before.</summary>
    public bool SeesItself { get; init; }

    /// <summary>Codes of problems that it answers beside the general ones.</summary>
    public IReadOnlyList<string> Refusals { get; init; } = [];
}

/// <summary>A query parameter.</summary>
/// <param name="Type">OpenAPI type: string, integer, boolean, uuid, date-time, date, decimal.</param>
public sealed record Param(string Name, string Type, string Description, string? Example = null)
{
    public static readonly Param Limit = new("limit", "integer", "Items per page, 1 to 200; 50 when omitted.", "50");
    public static readonly Param Cursor = new(
        "cursor",
        "string",
        "`nextCursor` of the previous page; all other parameters as in that request."
    );
    public static readonly Param Count = new(
        "count",
        "boolean",
        "`true` adds `total`: the number of all items that match the filters."
    );
    public static readonly Param AsOf = new(
        "asOf",
        "date-time",
        "Returns the state at this instant by business time (`happenedAt`), from all events known now.",
        "2026-01-31T21:00:00Z"
    );
    public static readonly Param KnownAt = new(
        "knownAt",
        "date-time",
        "Includes only events recorded up to this instant. Together with `asOf` the answer never changes.",
        "2026-02-01T00:00:00Z"
    );
    public static readonly Param[] Page = [Limit, Cursor];

    /// <summary>A name that ends in <c>.*</c> stands for all names that begin so; what follows is the endpoint's to judge.</summary>
    public bool Fits(string name) =>
        Name == name
        || Name.EndsWith(".*", StringComparison.Ordinal) && name.StartsWith(Name[..^1], StringComparison.Ordinal);
}

/// <summary>Says of a route what the contract says of it.</summary>
public static class Operations
{
    public static RouteHandlerBuilder Operation(this RouteHandlerBuilder route, Operation operation) =>
        route
            .WithMetadata(operation)
            .WithName(operation.Id)
            .WithTags(operation.Tag)
            .WithSummary(operation.Summary)
            .WithDescription(operation.Description);

    /// <param name="example">Stands in the contract: what does not fit the body any more does not compile.</param>
    public static RouteHandlerBuilder Takes<TBody>(
        this RouteHandlerBuilder route,
        TBody example,
        string mediaType = "application/json",
        bool optional = false
    )
        where TBody : notnull => route.Accepts<TBody>(optional, mediaType).WithMetadata(new BodyExample(example));

    public static RouteHandlerBuilder Answers<TBody>(this RouteHandlerBuilder route, int status = 200) =>
        route.Produces<TBody>(status);

    /// <summary>Another shape of the 200 that <see cref="Answers"/> states, by what was asked for.</summary>
    public static RouteHandlerBuilder OrAnswers<TBody>(this RouteHandlerBuilder route) =>
        route.WithMetadata(new OtherAnswer(typeof(TBody)));

    public static Operation OperationOf(this HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<Operation>()
        ?? throw new InvalidOperationException("a route under /api states no operation");
}

/// <summary>A body that a 200 may have instead.</summary>
public sealed record OtherAnswer(Type Body);

/// <summary>A body that an operation takes, for its readers.</summary>
public sealed record BodyExample(object Body);
