using System.Text.Json.Serialization;
using Crm.Projections.Reports;
using JasperFx.Events.Daemon;

namespace Crm.Api.Operations;

/// <summary>A report and its progress through the events.</summary>
/// <param name="Name">Name of the report.</param>
/// <param name="Position">Position of the last event that the report includes.</param>
/// <param name="Lag">Number of events that the report does not include yet.</param>
/// <param name="LagSeconds">Whole seconds since the first of these events was recorded; 0 when there is none.</param>
/// <param name="State">Whether the report follows the events.</param>
/// <param name="Failure">The error that has stopped the report.</param>
public sealed record ProjectionAnswer(
    string Name,
    long Position,
    long Lag,
    long LagSeconds,
    ProjectionState State,
    ProjectionFailure? Failure
)
{
    public static ProjectionAnswer Of(ReportState report, bool isRebuilding, DateTimeOffset now) =>
        new(
            report.Name,
            report.Position,
            report.Lag,
            (long)report.Delay(now).TotalSeconds,
            report.Failure is not null ? ProjectionState.Stopped
                : isRebuilding ? ProjectionState.Rebuilding
                : report.Lag > 0 ? ProjectionState.Behind
                : ProjectionState.Current,
            report.Failure is { } failure ? ProjectionFailure.Of(failure) : null
        );
}

/// <summary>
/// Whether a report follows the events: <c>current</c>, <c>behind</c>, <c>stopped</c> (by the error in <c>failure</c>; it is tried
/// again every 1 to 30 seconds), or <c>rebuilding</c> (the live report stays available during a rebuild).
/// </summary>
[JsonConverter(typeof(CamelCase<ProjectionState>))]
public enum ProjectionState
{
    Current,
    Behind,
    Stopped,
    Rebuilding,
}

/// <summary>Why a report has stopped.</summary>
/// <param name="Code">
/// <c>event.unreadable</c> (the stored event is damaged), <c>event.type_unknown</c> (written by a newer build), <c>event.not_applied</c>
/// (the report cannot process the event) or <c>store.failed</c> (the database did not take the report's rows; the host's log says why).
/// </param>
/// <param name="EventPosition">Position of the event, where one event is the cause.</param>
/// <param name="EventType">Type of that event.</param>
public sealed record ProjectionFailure(string Code, long? EventPosition, string? EventType)
{
    public static ProjectionFailure Of(ReportFailure failure) =>
        new(CodeOf(failure.Category), failure.EventPosition, failure.EventType);

    private static string CodeOf(string category) =>
        category switch
        {
            nameof(ShardFailureCategory.EventSerialization) => "event.unreadable",
            nameof(ShardFailureCategory.UnknownEventType) => "event.type_unknown",
            nameof(ShardFailureCategory.ApplyEvent) => "event.not_applied",
            _ => "store.failed",
        };
}
