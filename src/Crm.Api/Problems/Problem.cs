using System.Text.Json.Serialization;

namespace Crm.Api.Problems;

/// <summary>A refusal and its reasons (RFC 9457, <c>application/problem+json</c>).</summary>
public sealed record Problem
{
    /// <summary>
    /// Reference to the page of the code on this host, <c>/problems/{code}</c>: what it means and what to do. It needs no
    /// credential.
    /// </summary>
    public required string Type { get; init; }

    /// <summary>Short summary of the problem, in the language of the request.</summary>
    public required string Title { get; init; }

    /// <summary>HTTP status code.</summary>
    public required int Status { get; init; }

    /// <summary>What went wrong in this request and how to resolve it.</summary>
    public required string Detail { get; init; }

    /// <summary>Path of the request.</summary>
    public required string Instance
    {
        get;
        init => field = Echo.Cut(value);
    }

    /// <summary>Stable code of the problem, <c>noun.reason</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Id of the request in the host's logs.</summary>
    public required string TraceId { get; init; }

    /// <summary>Missing permissions, with their visibility where that is insufficient (403).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Missing { get; init; }

    /// <summary>All faulty members and parameters of the request.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ProblemError>? Errors { get; init; }

    /// <summary>All unmet conditions (409).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ProblemBlocker>? Blockers { get; init; }

    /// <summary>Existing records that the request would repeat, those that the caller may see (409 <c>client.duplicate</c>).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ProblemCandidate>? Candidates { get; init; }

    /// <summary>Events recorded since the version that the caller knew, with their authors (412).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FactSince>? Since { get; init; }

    /// <summary>Earliest business time that would be accepted (409 <c>happened_at.out_of_order</c>).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Earliest { get; init; }

    /// <summary>Expected value, where a single value describes it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Expected { get; init; }

    /// <summary>Found value, where a single value describes it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Actual
    {
        get;
        init => field = Echo.CutOrNull(value);
    }
}

/// <summary>A faulty member or parameter of the request.</summary>
/// <param name="Pointer">JSON pointer to the member of the body; null for a parameter.</param>
/// <param name="Parameter">Name of the query parameter, header or path parameter; null for a member of the body.</param>
/// <param name="Code">Stable code of the fault.</param>
/// <param name="Detail">What is wrong and what would be accepted, in the language of the request.</param>
public sealed record ProblemError(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Pointer,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Parameter,
    string Code,
    string Detail
);

/// <summary>An unmet condition: what is expected, what was found, and the call that would satisfy it.</summary>
/// <param name="Code">Stable code of the blocker.</param>
/// <param name="Title">The condition, in the language of the request.</param>
/// <param name="Subject">What the condition is about: type and id.</param>
/// <param name="Fix">The call that would satisfy the condition; null when no call does.</param>
/// <param name="Check">
/// Where the check is among the checks of its task, as a JSON pointer such as <c>/checks/0/checks/1</c>. Given for an
/// unmet any-of (<c>any_of.unmet</c>) and for what its ways lack: their pointers continue that of the any-of, and one way
/// is enough. Null for any other condition.
/// </param>
public sealed record ProblemBlocker(
    string Code,
    string Title,
    string Subject,
    string Expected,
    string Actual,
    ProblemFix? Fix,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Check = null
);

/// <summary>A call that would satisfy an unmet condition.</summary>
/// <param name="OperationId">Id of the operation in this contract.</param>
/// <param name="Href">Path of the call with all ids filled in.</param>
/// <param name="Method">HTTP method of the call.</param>
public sealed record ProblemFix(string OperationId, string Href, string Method);

/// <summary>An existing record that the request would repeat.</summary>
/// <param name="Id">Id of the record.</param>
/// <param name="Name">Name of the record; null after it was erased.</param>
public sealed record ProblemCandidate(Guid Id, string? Name);

/// <summary>An event that the caller did not know of when they sent the request.</summary>
/// <param name="Type">Stored name of the event.</param>
/// <param name="Title">What the event means, in the language of the request.</param>
/// <param name="Actor">Who made the event; null when it is not recorded.</param>
/// <param name="RecordedAt">Time at which the event was recorded.</param>
public sealed record FactSince(string Type, string Title, string? Actor, DateTimeOffset RecordedAt);
