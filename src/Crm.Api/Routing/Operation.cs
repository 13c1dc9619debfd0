namespace Crm.Api.Routing;

/// <summary>
/// The metadata of an operation: its permission and its description in the contract. Every route must have one.
/// </summary>
/// <param name="Id">Operation id of the contract; fixes refer to it.</param>
public sealed record Operation(string Id)
{
    /// <summary>The permission that the caller needs.</summary>
    public required Permission Permission { get; init; }

    /// <summary>The group in the contract.</summary>
    public required string Tag { get; init; }

    /// <summary>Short description.</summary>
    public required string Summary { get; init; }

    /// <summary>Further information for callers.</summary>
    public required string Description { get; init; }

    /// <summary>All accepted query parameters; any other is 400.</summary>
    public IReadOnlyList<Param> Query { get; init; } = [];

    /// <summary>With <c>Accept: text/csv</c> the answer is a file.</summary>
    public bool AnswersCsv { get; init; }

    /// <summary>For money and goods: a request without Idempotency-Key is 400.</summary>
    public bool RequiresKey { get; init; }

    /// <summary>For edits of something that was read before: a request without If-Match is 428.</summary>
    public bool RequiresMatch { get; init; }

    /// <summary>
    /// The endpoint's own query or the command's own rights filter by visibility, so the authorizer does not check the resource.
    /// </summary>
    public bool SeesItself { get; init; }

    /// <summary>
    /// The deal must be in the caller's own scope: an open task on it is not enough (changing its manager or participants, closing,
    /// reopening, transfers).
    /// </summary>
    public bool NeedsScope { get; init; }

    /// <summary>Problem codes in addition to the general ones.</summary>
    public IReadOnlyList<string> Refusals { get; init; } = [];
}

/// <summary>A query parameter.</summary>
/// <param name="Type">OpenAPI type: string, integer, boolean, uuid, date-time, date, decimal.</param>
public sealed record Param(string Name, string Type, string Description, string? Example = null)
{
    public static readonly Param Limit = new(
        "limit",
        "integer",
        "Items per page, 1 to 200; 50 when omitted. A page ends earlier when its items exceed 1 MiB.",
        "50"
    );
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

    /// <summary>Ends the description of every search.</summary>
    public const string OneLetter = " A word of one letter is found only as a whole word.";

    /// <summary>May be given several times; an array in the contract.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>The only values that are accepted; null: any value of the type.</summary>
    public ValueSet? Values { get; init; }

    /// <summary>
    /// Takes several of <see cref="Values"/>: an array in the contract. Generated clients repeat the parameter, people separate the
    /// values by commas; both are read (<c>Query.List</c>).
    /// </summary>
    public bool IsList { get; init; }

    /// <summary>Code of the 400 of a value that is none of <see cref="Values"/>.</summary>
    public string Fault { get; init; } = "parameter.invalid";

    /// <summary>A request without it is 400.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Throws the 400 of values that do not fit; null: only their type is checked before the endpoint.</summary>
    public Func<HttpContext, ValueTask>? Check { get; init; }

    /// <summary>A parameter that takes one value of a closed set.</summary>
    public static Param One(string name, ValueSet values, string description, string? example = null) =>
        new(name, "string", description, example) { Values = values };

    /// <summary>A parameter that takes several values of a closed set.</summary>
    public static Param Several(string name, ValueSet values, string description, string? example = null) =>
        One(name, values, description, example) with
        {
            IsList = true,
        };
}

/// <summary>Merge patches (RFC 7396): absent members stay, null clears.</summary>
public static class MergePatch
{
    /// <summary>
    /// Media types of a patch; they mean the same. Generated clients send every JSON as <c>application/json</c>.
    /// </summary>
    public static readonly string[] MediaTypes = ["application/merge-patch+json", "application/json"];
}

/// <summary>Attaches the metadata of the contract to a route.</summary>
public static class Operations
{
    public static RouteHandlerBuilder Operation(this RouteHandlerBuilder route, Operation operation) =>
        route
            .WithMetadata(operation)
            .WithName(operation.Id)
            .WithTags(operation.Tag)
            .WithSummary(operation.Summary)
            .WithDescription(operation.Description);

    /// <param name="example">Shown in the contract; typed, so that it does not compile when the body changes.</param>
    public static RouteHandlerBuilder Takes<TBody>(this RouteHandlerBuilder route, TBody example, bool optional = false)
        where TBody : notnull =>
        route.Accepts<TBody>(optional, "application/json").WithMetadata(new BodyExample(example));

    /// <summary>Takes a merge patch under both of its media types.</summary>
    /// <param name="example">Shown in the contract; typed, so that it does not compile when the body changes.</param>
    public static RouteHandlerBuilder TakesPatch<TBody>(this RouteHandlerBuilder route, TBody example)
        where TBody : notnull =>
        route
            .Accepts<TBody>(MergePatch.MediaTypes[0], MergePatch.MediaTypes[1..])
            .WithMetadata(new BodyExample(example));

    public static RouteHandlerBuilder Answers<TBody>(this RouteHandlerBuilder route, int status = 200) =>
        route.Produces<TBody>(status);

    /// <summary>The command cannot be tried without being executed.</summary>
    public static RouteHandlerBuilder WithoutPreview(this RouteHandlerBuilder route) =>
        route.WithMetadata(new NotPreviewed());

    /// <summary>The operation counts as a heavy read: a list, a report, an export or a print.</summary>
    public static RouteHandlerBuilder IsHeavy(this RouteHandlerBuilder route) => route.WithMetadata(new HeavyRead());

    public static Operation OperationOf(this HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<Operation>()
        ?? throw new InvalidOperationException("a route under /api states no operation");
}

/// <summary>
/// An operation that may take much memory or time for a small request. Few of them run at once; the others wait, and are
/// refused with <see cref="Refusal"/>.
/// </summary>
public sealed record HeavyRead
{
    /// <summary>The problem code of a refusal (429).</summary>
    public const string Refusal = "reads.too_many";
}

/// <summary>The body of an operation is a file, or has one.</summary>
public interface ITakesFile;

/// <summary>An operation that has no preview: it writes no events, starts work, or answers a secret that is shown only once.</summary>
public sealed record NotPreviewed;

/// <summary>Example of a request body.</summary>
public sealed record BodyExample(object Body);
