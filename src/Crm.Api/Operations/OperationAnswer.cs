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
/// <param name="Error">Why the operation failed; null when it did not.</param>
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
    string? Error,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
)
{
    public static OperationAnswer Of(LongWork x) =>
        new(
            x.Id,
            x.Kind,
            x.Subject,
            Enum.Parse<OperationState>(x.State, ignoreCase: true),
            x.Progress,
            x.Result,
            x.BackTest,
            x.Error,
            x.CreatedAt,
            x.UpdatedAt
        );

    /// <summary>
    /// Everybody who can follow the operation sees its progress; deals and rows in its result only callers who may
    /// start such an operation.
    /// </summary>
    public static OperationAnswer For(Caller caller, LongWork x)
    {
        var rows = caller.Grants.Has(Permissions.ProjectionsRebuild);
        var deals =
            caller.Grants.Has(Permissions.KindsManage) && caller.Grants.DealsOf(Permissions.DealsRead) == Reach.All;
        return Of(x) with
        {
            Result = rows || x.Result is null ? x.Result : x.Result with { OnlyLive = [], OnlyRebuilt = [] },
            BackTest = deals ? x.BackTest : null,
        };
    }
}
