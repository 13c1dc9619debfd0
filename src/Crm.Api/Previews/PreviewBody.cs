using System.Text.Json.Nodes;

namespace Crm.Api.Previews;

/// <summary>A command that is only tried.</summary>
/// <param name="OperationId">Id of the operation in this contract, such as <c>closeDeal</c>.</param>
/// <param name="Parameters">Parameters of its path and query by name, as text.</param>
/// <param name="Body">Its body; omitted for an operation without a body.</param>
/// <param name="IfMatch">The ETag that would be sent as If-Match; required where the operation requires it.</param>
public sealed record PreviewBody(
    [property: Identifier] string OperationId,
    Dictionary<string, string>? Parameters = null,
    [property: SeveralLines] JsonObject? Body = null,
    string? IfMatch = null
);

/// <summary>An event that the command would record.</summary>
/// <param name="Type">Stored name of the event, such as <c>deal_opened</c>.</param>
/// <param name="Data">
/// Content of the event as it would be stored, without salts and digests. Generated ids differ from one preview to the next.
/// </param>
public sealed record EventPreview(string Type, JsonObject Data);

/// <summary>Preview of a command. Nothing is written: no event, refusal, idempotency key, number or message.</summary>
/// <param name="Allowed"><c>false</c> when the command would be refused with 409.</param>
/// <param name="Code">Problem code of the refusal; null when the command is allowed.</param>
/// <param name="Blockers">Conditions that the refusal would report, each with the call that would satisfy it.</param>
/// <param name="Events">Events that would be recorded, in order; empty when the command is refused or already satisfied.</param>
/// <param name="After">
/// What the operation would answer: an object of the schema of its success. Numbers for users are empty, ids that the server draws
/// differ from one preview to the next. Null when the command is refused.
/// </param>
public sealed record DryRunAnswer(
    bool Allowed,
    string? Code,
    IReadOnlyList<ProblemBlocker> Blockers,
    IReadOnlyList<EventPreview> Events,
    JsonObject? After
);
