using Crm.Projections.Reports;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Crm.Api.Operations;

/// <summary>Rebuilds a report beside the live one; carries ids only.</summary>
public sealed record RebuildProjection(Guid Operation, string Report) : IDurableMessage;

/// <summary>Runs a rebuild. Delivered at least once: a host that dies in the middle leaves the message, and it starts anew.</summary>
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
        if (!await OperationProgress.Note(store, message.Operation, clock, x => x.State = "running", ct))
            return;
        try
        {
            var verdict = await rebuilds.Run(
                message.Report,
                async progress =>
                {
                    if (
                        !await OperationProgress.Note(
                            store,
                            message.Operation,
                            clock,
                            x => x.Progress = (decimal)progress,
                            ct
                        )
                    )
                        throw new WorkCancelledException();
                },
                ct
            );
            await OperationProgress.Note(
                store,
                message.Operation,
                clock,
                x => (x.State, x.Progress, x.Result) = ("succeeded", 1, verdict),
                ct
            );
        }
        catch (WorkCancelledException)
        {
            // Somebody does not want it any more, and the operation says so; what was built beside the live report is gone.
        }
        catch (RebuildUnderWayException e) when (!ct.IsCancellationRequested)
        {
            // Begun past this API: from the command line, or by a host whose operation was given up.
            log.LogWarning("{Reason}", e.Message);
            await OperationProgress.Note(
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
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogError(e, "Rebuild of {Report} failed", message.Report);
            await OperationProgress.Note(
                store,
                message.Operation,
                clock,
                x => (x.State, x.Error) = ("failed", "the rebuild broke off; the host's log says why"),
                ct
            );
        }
    }
}

/// <summary>Ends long work that was cancelled, at the next step that it tells of.</summary>
public sealed class WorkCancelledException() : Exception("cancelled");
