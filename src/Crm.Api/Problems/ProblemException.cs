namespace Crm.Api.Problems;

/// <summary>
/// Ends a request at the edge, before anything is decided: invalid input, unknown references, protocol conflicts.
/// </summary>
public sealed class ProblemException(int status, string code, Exception? inner = null) : Exception(code, inner)
{
    public int Status { get; } = status;
    public string Code { get; } = code;
    public IReadOnlyList<ProblemError> Errors { get; init; } = [];
    public IReadOnlyList<Blocker> Blockers { get; init; } = [];
    public string? Missing { get; init; }
    public string? DetailArgument { get; init; }
    public IReadOnlyList<FactSince>? Since { get; init; }
    public int? RetryAfterSeconds { get; init; }

    public static ProblemException Member(string pointer, string code, string detail) =>
        new(422, "validation.failed") { Errors = [new(pointer, null, code, detail)] };

    public static ProblemException Parameter(string name, string code, string detail) =>
        new(400, code) { Errors = [new(null, name, code, detail)] };

    public static ProblemException NotFound(string code) => new(404, code);
}
