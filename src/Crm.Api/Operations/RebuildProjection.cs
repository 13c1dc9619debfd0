using Crm.Projections.Reports;
using Marten;
using Wolverine.Attributes;

namespace Crm.Api.Operations;

/// <summary>Rebuilds a report next to the live one; carries ids only.</summary>
public sealed record RebuildProjection(Guid Operation, string Report) : IDurableMessage;

/// <summary>
/// Runs a rebuild. Messages are delivered at least once: if the host dies, the message remains and the rebuild starts
/// from the beginning.
/// </summary>
public static class RebuildProjectionHandler
{
    [MessageTimeout(3600)]
    public static async Task Handle(
        RebuildProjection message,
        IDocumentStore store,
        Rebuilds rebuilds,
        TimeProvider clock,
        ILogger<RebuildProjection> log,
        CancellationToken ct
    )
    {
        if (!await OperationProgress.Record(store, message.Operation, clock, x => x.State = "running", ct))
            return;
        try
        {
            var verdict = await rebuilds.Run(
                message.Report,
                async progress =>
                {
                    if (
                        !await OperationProgress.Record(
                            store,
                            message.Operation,
                            clock,
                            x => x.Progress = (decimal)progress,
                            ct
                        )
                    )
                        throw new WorkCancelledException();
                },
                ct,
                reachesStore: true
            );
            await OperationProgress.Record(
                store,
                message.Operation,
                clock,
                x => (x.State, x.Progress, x.Result) = ("succeeded", 1, verdict),
                ct
            );
        }
        catch (WorkCancelledException)
        {
            // Cancelled; the operation already has this status, and the partial rebuild has been dropped.
        }
        catch (RebuildUnderWayException e) when (!ct.IsCancellationRequested)
        {
            // Started outside of this API: from the command line, or by a host whose operation was abandoned.
            log.LogWarning("{Reason}", e.Message);
            await OperationProgress.Record(
                store,
                message.Operation,
                clock,
                x =>
                    (x.State, x.Error) = (
                        "failed",
                        $"projection.rebuilding: {e.Message}; wait for it to end, then ask again"
                    ),
                ct
            );
        }
        catch (ReportStoppedException e) when (!ct.IsCancellationRequested)
        {
            log.LogWarning("{Reason}", e.Message);
            await OperationProgress.Record(
                store,
                message.Operation,
                clock,
                work => (work.State, work.Error) = ("failed", $"projection.behind: {e.Message}"),
                ct
            );
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogError(e, "Rebuild of {Report} failed", message.Report);
            await OperationProgress.Record(
                store,
                message.Operation,
                clock,
                x => (x.State, x.Error) = ("failed", "the rebuild broke off; the host's log says why"),
                ct
            );
        }
    }
}

/// <summary>Ends a cancelled operation at its next progress report.</summary>
public sealed class WorkCancelledException() : Exception("cancelled");
