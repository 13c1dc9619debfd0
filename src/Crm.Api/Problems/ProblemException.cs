namespace Crm.Api.Problems;

/// <summary>
/// Ends a request at the edge, before anything is decided: invalid input, unknown references, protocol conflicts.
/// </summary>
public sealed class ProblemException(int status, string code, Exception? inner = null) : Exception(code, inner)
{
    public int Status { get; } = status;
    public string Code { get; } = code;
    public IReadOnlyList<RequestFault> Errors { get; init; } = [];
    public IReadOnlyList<Blocker> Blockers { get; init; } = [];
    public string? Missing { get; init; }
    public string? DetailArgument { get; init; }
    public IReadOnlyList<FactSince>? Since { get; init; }
    public int? RetryAfterSeconds { get; init; }

    public static ProblemException Member(string pointer, string code, Phrase expected) =>
        new(422, "validation.failed") { Errors = [new(pointer, null, code, expected)] };

    public static ProblemException Parameter(string name, string code, Phrase expected) =>
        new(400, code) { Errors = [new(null, name, code, expected)] };

    public static ProblemException NotFound(string code) => new(404, code);
}

/// <summary>A faulty member or parameter, before it is told to a reader (<see cref="ProblemError"/>).</summary>
/// <param name="Pointer">JSON pointer to the member of the body; null for a parameter.</param>
/// <param name="Parameter">Name of the query parameter, header or path parameter; null for a member of the body.</param>
/// <param name="Expected">What would be accepted.</param>
public sealed record RequestFault(string? Pointer, string? Parameter, string Code, Phrase Expected);
