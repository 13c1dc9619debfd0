using System.Text.Json.Serialization;
using Crm.Projections.ReadModels.DealKinds;
using Crm.Projections.ReadModels.Operations;

namespace Crm.Api.Operations;

/// <summary>State of a long-running operation.</summary>
[JsonConverter(typeof(CamelCase<OperationState>))]
public enum OperationState
{
    Queued,
    Running,
    Succeeded,
    Failed,
    Cancelled,
}

/// <summary>A long-running operation.</summary>
/// <param name="Kind">Type of operation, such as <c>rebuild-projection</c>.</param>
/// <param name="Subject">What the operation works on, such as the name of a report or a version of a deal kind.</param>
/// <param name="State">State of the operation.</param>
/// <param name="Progress">Progress from 0 to 1.</param>
/// <param name="Result">Result of a rebuild; null for other operations and until it is finished.</param>
/// <param name="BackTest">Result of a back-test; null for other operations and until it is finished.</param>
/// <param name="Failure">Why the operation failed; null when it did not.</param>
/// <param name="CreatedAt">Time at which the operation was requested.</param>
/// <param name="UpdatedAt">Time of the last change of state or progress.</param>
public sealed record OperationAnswer(
    Guid Id,
    string Kind,
    string Subject,
    OperationState State,
    decimal Progress,
    RebuildVerdict? Result,
    BackTestResult? BackTest,
    OperationFailure? Failure,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
)
{
    public static OperationAnswer Of(LongWork x, string language) =>
        new(
            x.Id,
            x.Kind,
            x.Subject,
            Enum.Parse<OperationState>(x.State, ignoreCase: true),
            x.Progress,
            x.Result,
            x.BackTest,
            x.State == "failed" ? OperationFailure.Of(x.FailureCode, language) : null,
            x.CreatedAt,
            x.UpdatedAt
        );

    /// <summary>
    /// Everybody who can follow the operation sees its progress; deals and rows in its result only callers who may
    /// start such an operation.
    /// </summary>
    public static OperationAnswer For(Caller caller, LongWork x, string language)
    {
        var rows = caller.Grants.Has(Permissions.ProjectionsRebuild);
        var deals =
            caller.Grants.Has(Permissions.KindsManage) && caller.Grants.DealsOf(Permissions.DealsRead) == Reach.All;
        return Of(x, language) with
        {
            Result = rows || x.Result is null ? x.Result : x.Result with { OnlyLive = [], OnlyRebuilt = [] },
            BackTest = deals ? x.BackTest : null,
        };
    }
}

/// <summary>Work that goes on after the answer.</summary>
/// <param name="Id">Id of the operation.</param>
/// <param name="Href">Address of the operation, with its state and progress.</param>
public sealed record OperationLink(Guid Id, string Href)
{
    public static OperationLink To(LongWork work) => new(work.Id, $"/api/v1/operations/{work.Id}");
}

/// <summary>Why an operation failed.</summary>
/// <param name="Code">
/// <c>operation.interrupted</c> (hosts were stopped or lost the database in the middle of it six times), <c>operation.aborted</c> (its
/// input could not be processed; the host's log says why), <c>projection.rebuilding</c> or <c>projection.behind</c> (rebuilds).
/// </param>
/// <param name="Detail">What to do, in the language of the request.</param>
public sealed record OperationFailure(string Code, string Detail)
{
    public const string Interrupted = "operation.interrupted";
    public const string Aborted = "operation.aborted";
    public const string Rebuilding = "projection.rebuilding";
    public const string Behind = "projection.behind";

    /// <summary>An operation that an earlier build ended has no code.</summary>
    public static OperationFailure Of(string? code, string language) => new(code ?? Aborted, Text(code).In(language));

    private static Localized Text(string? code) =>
        code switch
        {
            Interrupted => OperationTexts.Interrupted,
            Rebuilding => OperationTexts.Rebuilding,
            Behind => OperationTexts.Behind,
            _ => OperationTexts.Aborted,
        };
}
