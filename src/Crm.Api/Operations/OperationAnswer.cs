using System.Text.Json.Serialization;
using Crm.Projections.ReadModels.DealKinds;
using Crm.Projections.ReadModels.Operations;

namespace Crm.Api.Operations;

/// <summary>Status of a long-running operation.</summary>
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
/// <param name="Kind">Kind of operation, such as rebuild-projection.</param>
/// <param name="Subject">What it works on.</param>
/// <param name="Progress">0 to 1.</param>
/// <param name="Result">Result of a rebuild.</param>
/// <param name="BackTest">Result of a back-test.</param>
/// <param name="Error">Why it failed.</param>
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
