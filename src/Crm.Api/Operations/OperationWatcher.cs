using Crm.Projections.ReadModels.Operations;
using Npgsql;
using Wolverine;

namespace Crm.Api.Operations;

/// <summary>
/// Sends the messages of operations again whose run has ended without an end: its host was killed, its message lost, or its pause is
/// over. Every host looks; each operation is told to one of them.
/// </summary>
public sealed class OperationWatcher(
    NpgsqlDataSource database,
    OperationRuns runs,
    IServiceScopeFactory scopes,
    ILogger<OperationWatcher> log
) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private bool hasAdopted;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            try
            {
                await Look(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning("Operations that wait were not looked at: {Fault}", FaultLine.Of(e));
            }
    }

    private async Task Look(CancellationToken ct)
    {
        if (!hasAdopted)
            await WorkLeases.Adopt(database, ct);
        hasAdopted = true;
        foreach (var id in await WorkLeases.TakeOrphans(database, ct))
            if (await runs.FindMessage(id, ct) is { } message)
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<IMessageBus>().PublishAsync(message);
                log.LogInformation("Operation {Id} is run again", id);
            }
    }
}
