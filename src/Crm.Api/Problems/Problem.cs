using System.Text.Json.Serialization;

namespace Crm.Api.Problems;

/// <summary>An answer that explains why nothing changed (RFC 9457, <c>application/problem+json</c>).</summary>
public sealed record Problem
{
    /// <summary>A URI of the problem's kind, made from its code.</summary>
    public required string Type { get; init; }

    /// <summary>What went wrong, in the language of the request.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What went wrong here and what to do about it.</summary>
    public required string Detail { get; init; }

    /// <summary>The path of the request.</summary>
    public required string Instance { get; init; }

    /// <summary>Stable code, <c>noun.reason</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Identifies the request in the host's logs.</summary>
    public required string TraceId { get; init; }

    /// <summary>
    /// The permission that is missing (403); where several are, all of them, and with the reach where that is what falls short.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Missing { get; init; }

    /// <summary>Faulty members or parameters, all of them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ProblemError>? Errors { get; init; }

    /// <summary>Unmet conditions, all of them (409).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ProblemBlocker>? Blockers { get; init; }

    /// <summary>The events since the version that the client knew, and who made them (412).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FactSince>? Since { get; init; }

    /// <summary>The earliest instant that would be allowed (409 <c>happened_at.out_of_order</c>).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Earliest { get; init; }

    /// <summary>What was expected, where one value says it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Expected { get; init; }

    /// <summary>What was found, where one value says it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Actual { get; init; }
}

/// <summary>One faulty member (<c>pointer</c>) or parameter of the request.</summary>
/// <param name="Pointer">JSON pointer into the body.</param>
/// <param name="Parameter">Name of a query parameter, header or route value.</param>
/// <param name="Code">Stable code of the fault.</param>
/// <param name="Detail">What would be right.</param>
public sealed record ProblemError(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Pointer,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Parameter,
    string Code,
    string Detail
);

/// <summary>One unmet condition: what was expected, what was found, and the call that would satisfy it.</summary>
/// <param name="Code">Stable blocker code.</param>
/// <param name="Title">The condition in the language of the request.</param>
/// <param name="Subject">What it is about: kind and id.</param>
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

/// <summary>An event that the client did not know of yet.</summary>
public sealed record FactSince(string Type, string Title, string? Actor, DateTimeOffset RecordedAt);
