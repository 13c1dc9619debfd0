using System.Text.Json.Nodes;
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
    ConditionValue Expected,
    ConditionValue Actual,
    ProblemFix? Fix,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Check = null
);

/// <summary>
/// The request that would satisfy an unmet condition, filled with what the server knows. It is complete once the client has given what
/// <c>fill</c> names.
/// </summary>
/// <param name="OperationId">Id of the operation in this contract.</param>
/// <param name="Method">HTTP method of the request.</param>
/// <param name="Href">Path and query of the request with all ids filled in.</param>
/// <param name="ContentType">Media type of the body; null when the request has none.</param>
/// <param name="Headers">
/// Headers that the operation requires beside <c>Authorization</c> and <c>Content-Type</c>: <c>If-Match</c> is <c>*</c>, any version;
/// <c>Idempotency-Key</c> is empty and named in <c>fill</c>.
/// </param>
/// <param name="Body">
/// The body as far as it is known, with the objects and lists that <c>fill</c> points into; the parts of the form for
/// <c>multipart/form-data</c>. Null when the request has none.
/// </param>
/// <param name="Fill">What is still to be given, in the order of the body.</param>
public sealed record ProblemFix(
    string OperationId,
    string Method,
    string Href,
    string? ContentType,
    IReadOnlyDictionary<string, string> Headers,
    JsonObject? Body,
    IReadOnlyList<FixFill> Fill
);

/// <summary>A value of a fix that only the client or a person can give.</summary>
/// <param name="Pointer">JSON pointer into the fix, such as <c>/body/amount</c> or <c>/headers/Idempotency-Key</c>.</param>
/// <param name="Type">What the value is.</param>
/// <param name="Options">
/// Values to choose from; empty: any that fits the type. Of a file the media types that count, of its name the beginnings
/// (<c>contract*</c>).
/// </param>
public sealed record FixFill(string Pointer, FixFillType Type, IReadOnlyList<string> Options);

/// <summary>What a value of a fix is.</summary>
[JsonConverter(typeof(CamelCase<FixFillType>))]
public enum FixFillType
{
    /// <summary>Text of a person.</summary>
    Text,

    /// <summary>One of <c>options</c>; without options a code of the list that the pointer names, such as <c>GET /sources</c>.</summary>
    Code,

    /// <summary>A tax ID as the client's country has it (an INN in Russia).</summary>
    TaxId,

    /// <summary>A decimal number.</summary>
    Number,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A day, YYYY-MM-DD.</summary>
    Date,

    /// <summary>An instant of RFC 3339.</summary>
    DateTime,

    /// <summary>An amount and a currency.</summary>
    Money,

    /// <summary>The id of a client.</summary>
    ClientId,

    /// <summary>The id of a user.</summary>
    UserId,

    /// <summary>The id of a product.</summary>
    ProductId,

    /// <summary>The id of a deal.</summary>
    DealId,

    /// <summary>The id of what the pointer names, such as <c>/body/invoiceId</c>.</summary>
    Id,

    /// <summary>A file of the form.</summary>
    File,

    /// <summary>A new key of the client's own, such as a UUID; the same one when the request is repeated.</summary>
    IdempotencyKey,
}

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
