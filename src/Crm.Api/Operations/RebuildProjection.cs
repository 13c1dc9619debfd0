using Crm.Projections.ReadModels.Operations;
using Crm.Projections.Reports;
using Wolverine.Attributes;

namespace Crm.Api.Operations;

/// <summary>Rebuilds a report next to the live one; carries ids only.</summary>
public sealed record RebuildProjection(Guid Operation, string Report) : IDurableMessage;

/// <summary>Runs a rebuild, from the beginning after every interruption.</summary>
public static class RebuildProjectionHandler
{
    [MessageTimeout(3600)]
    public static Task Handle(RebuildProjection message, OperationRuns runs, Rebuilds rebuilds, CancellationToken ct) =>
        runs.Run(
            message.Operation,
            async run =>
            {
                var verdict = await Rebuild(message.Report, run, rebuilds);
                return work => work.Result = verdict;
            },
            ct
        );

    private static async Task<RebuildVerdict> Rebuild(string report, OperationRun run, Rebuilds rebuilds)
    {
        try
        {
            return await rebuilds.Run(
                report,
                progress => run.Report((decimal)progress),
                run.Stopped,
                reachesStore: true
            );
        }
        catch (RebuildUnderWayException) when (run.Number == 1)
        {
            // A rebuild that was cancelled or interrupted stops at its next heartbeat.
            throw new CommandBusyException();
        }
        catch (RebuildUnderWayException e)
        {
            // Started outside of this API, from the command line.
            throw new OperationFailedException(OperationFailure.Rebuilding, e.Message);
        }
        catch (ReportStoppedException e)
        {
            throw new OperationFailedException(OperationFailure.Behind, e.Message);
        }
    }
}
