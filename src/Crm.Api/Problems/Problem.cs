using System.Text.Json.Serialization;

namespace Crm.Api.Problems;

/// <summary>An answer that explains why nothing changed (RFC 9457, <c>application/problem+json</c>).</summary>
public sealed record Problem
{
    /// <summary>A URI that identifies the type of problem, derived from its code.</summary>
    public required string Type { get; init; }

    /// <summary>What went wrong, in the language of the request.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What went wrong in this case, and what to do about it.</summary>
    public required string Detail { get; init; }

    /// <summary>The path of the request.</summary>
    public required string Instance { get; init; }

    /// <summary>Stable code, <c>noun.reason</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Identifies the request in the host's logs.</summary>
    public required string TraceId { get; init; }

    /// <summary>
    /// The missing permission (403); if several are missing, all of them, with the reach where only the reach is
    /// insufficient.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Missing { get; init; }

    /// <summary>All faulty members or parameters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ProblemError>? Errors { get; init; }

    /// <summary>All unmet conditions (409).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ProblemBlocker>? Blockers { get; init; }

    /// <summary>The events after the version that the client knew, with their actors (412).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FactSince>? Since { get; init; }

    /// <summary>The earliest allowed instant (409 <c>happened_at.out_of_order</c>).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Earliest { get; init; }

    /// <summary>The expected value, if it is a single one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Expected { get; init; }

    /// <summary>The actual value, if it is a single one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Actual { get; init; }
}

/// <summary>One faulty member (<c>pointer</c>) or parameter of the request.</summary>
/// <param name="Pointer">JSON pointer into the body.</param>
/// <param name="Parameter">Name of a query parameter, header or route value.</param>
/// <param name="Code">Stable code of the fault.</param>
/// <param name="Detail">What is expected.</param>
public sealed record ProblemError(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Pointer,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Parameter,
    string Code,
    string Detail
);

/// <summary>One unmet condition: expected and actual value, and the call that would satisfy it.</summary>
/// <param name="Code">Stable blocker code.</param>
/// <param name="Title">Description of the condition in the language of the request.</param>
/// <param name="Subject">Its subject: kind and id.</param>
public sealed record ProblemBlocker(
    string Code,
    string Title,
    string Subject,
    string Expected,
    string Actual,
    ProblemFix? Fix
);

/// <summary>The call that would satisfy a blocker.</summary>
/// <param name="OperationId">The operation in the OpenAPI file.</param>
/// <param name="Href">Its path with all ids filled in.</param>
/// <param name="Method">The HTTP method.</param>
public sealed record ProblemFix(string OperationId, string Href, string Method);

/// <summary>An event that the client had not seen.</summary>
public sealed record FactSince(string Type, string Title, string? Actor, DateTimeOffset RecordedAt);
