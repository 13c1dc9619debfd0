using System.Diagnostics;
using System.Text.Json;

namespace Crm.Api.RequestPipeline;

/// <summary>Renders problem documents: for refusals of the domain, and for faults found at the edge.</summary>
public sealed class ProblemRenderer(OperationRoutes routes, FixRequests fixes) : IRefusalRenderer
{
    public const string MediaType = "application/problem+json";

    /// <summary>The problem of a domain refusal; fixes get the paths of this host's routes.</summary>
    public Problem Of(HttpContext http, Rejection rejection) =>
        Of(rejection, Language.Of(http), http.Request.Path, TraceId(http));

    StoredAnswer IRefusalRenderer.Render(Rejection rejection, CommandOrigin origin)
    {
        var problem = Of(rejection, origin.Viewer.Language, origin.Instance, origin.TraceId);
        return new(problem.Status, JsonSerializer.SerializeToUtf8Bytes(problem, Wire.Json));
    }

    private Problem Of(Rejection rejection, string language, string instance, string traceId)
    {
        var status = rejection.Kind switch
        {
            RejectionKind.Invalid => 422,
            RejectionKind.NotFound => 404,
            RejectionKind.Forbidden => 403,
            _ => 409,
        };
        var missing = rejection.Details.GetValueOrDefault("missing");
        return Plain(rejection.Code, language, missing, instance, traceId) with
        {
            Status = status,
            Missing = missing,
            Earliest = rejection.Details.GetValueOrDefault("earliest"),
            Expected = rejection.Details.GetValueOrDefault("expected"),
            Actual = rejection.Details.GetValueOrDefault("actual"),
            Errors = rejection.Faults.IsEmpty ? null : [.. rejection.Faults.Select(fault => Error(fault, language))],
            Blockers = rejection.Blockers.IsEmpty
                ? null
                : [.. rejection.Blockers.Select(blocker => Blocker(blocker, language))],
            Candidates = rejection.Candidates.IsEmpty
                ? null
                : [.. rejection.Candidates.Select(one => new ProblemCandidate(one.Id, one.Name))],
        };
    }

    /// <summary>Answers a refusal that was decided without a command.</summary>
    public IResult Answer(HttpContext http, Rejection rejection)
    {
        var problem = Of(http, rejection);
        DenialLog.Record(http, problem);
        return new AnswerResult(new(problem.Status, JsonSerializer.SerializeToUtf8Bytes(problem, Wire.Json)), null);
    }

    /// <summary>What a 415 names: the framework refuses such a request before the operation sees it.</summary>
    public string MediaTypesAt(HttpContext http) =>
        routes.MediaTypesAt(http) is { Count: > 0 } types ? string.Join(", ", types) : "application/json";

    private static string TraceId(HttpContext http) => Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;

    /// <summary>The problem of a fault found at the edge.</summary>
    public Problem Of(HttpContext http, ProblemException e)
    {
        var language = Language.Of(http);
        return Basic(http, e.Status, e.Code, language, e.DetailArgument ?? e.Missing) with
        {
            Missing = e.Missing,
            Since = e.Since,
            Blockers = e.Blockers.Count == 0 ? null : [.. e.Blockers.Select(x => Blocker(x, language))],
            Errors = e.Errors.Count == 0 ? null : [.. e.Errors.Select(x => Error(x, language))],
        };
    }

    public static ProblemError Error(Fault x, string language) =>
        Error(new RequestFault(x.Pointer, null, x.Code, x.Expected ?? Phrase.None), language);

    public static ProblemError Error(RequestFault x, string language) =>
        new(
            Echo.CutOrNull(x.Pointer),
            Echo.CutOrNull(x.Parameter),
            x.Code,
            Phrases.Sentence(x.Code, x.Expected, language)
        );

    public ProblemBlocker Blocker(Blocker x, string language) =>
        new(
            x.Code,
            ProblemCatalogue.Of(x.Code).Title.In(language),
            x.Subject,
            ConditionValue.Of(x.Expected, language),
            ConditionValue.Of(x.Actual, language),
            x.Fix is null ? null : fixes.Of(x.Fix),
            x.Check
        );

    public static async Task Write(HttpContext http, Problem problem)
    {
        DenialLog.Record(http, problem);
        http.Response.StatusCode = problem.Status;
        http.Response.ContentType = MediaType;
        await http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(problem, Wire.Json));
    }

    public static Problem Basic(HttpContext http, int status, string code, string language, string? argument = null) =>
        Plain(code, language, argument, http.Request.Path, TraceId(http)) with
        {
            Status = status,
        };

    /// <summary>The problem with the catalogue's texts of a code.</summary>
    public static Problem Plain(string code, string language, string? argument, string instance, string traceId)
    {
        var entry = ProblemCatalogue.Of(code);
        return new Problem
        {
            Type = ProblemType.Of(code),
            Title = entry.Title.In(language),
            Status = entry.Status,
            Detail = entry.Detail.In(language).Replace("{0}", argument ?? "", StringComparison.Ordinal),
            Instance = instance,
            Code = code,
            TraceId = traceId,
        };
    }
}
