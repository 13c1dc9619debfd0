using Crm.Domain.Reminders;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.Reminders;

namespace Crm.Api.Reminders;

/// <summary>
/// Fires reminders (ADR 97). Every host looks each second by its clock whether anything is due; what one host has locked the others pass
/// over. The next instant is a column of the reminder's row and is written with the event of the firing, so that nothing is scheduled,
/// cancelled or lost.
/// </summary>
public sealed class ReminderSweep(
    DueReminders due,
    RequestStore store,
    AccessRegistry access,
    IRecurrences recurrences,
    Company company,
    ProjectionNotifier notifier,
    TimeProvider clock,
    ILogger<ReminderSweep> log
) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim turn = new(1, 1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            try
            {
                await Run(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // A host whose background work ends with a fault would stop.
                var level = StoreFaults.IsOfStore(e) ? LogLevel.Debug : LogLevel.Error;
                log.Log(level, "Reminders were not looked at: {Fault}", FaultLine.Of(e));
            }
    }

    /// <summary>Settles everything that is due now, in batches of one transaction each.</summary>
    public async Task Run(CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            await company.Refresh(ct);
            if (!company.Settings.IsOn(Capabilities.Reminders) || !await due.Any(clock.GetUtcNow(), ct))
                return;
            var staff = await access.Fresh(ct);
            while (await SettleBatch(staff, ct)) { }
        }
        finally
        {
            turn.Release();
        }
    }

    /// <returns>False: nothing was left to do, or others have it.</returns>
    private async Task<bool> SettleBatch(Staff staff, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var batch = await due.Claim(now, ct);
        if (batch.IsEmpty)
            return false;
        var subjects = await batch.Subjects(ct);
        var owners = new Dictionary<UserId, Grants>();
        List<SettledReminder> settled = [];
        foreach (var (document, version) in batch.Claimed)
        {
            var standing = Standing(document.State, subjects, staff, owners);
            if (Decide(document, standing, now) is { } settling)
                settled.Add(new(ReminderProjection.After(document, document.Id, settling, now)!, version, settling));
        }

        await batch.Commit(store.Json, settled, new(now, CommandOrigin.Server("fire-reminders").ToEventOrigin()));
        if (settled.Count > 0)
            notifier.Notify();
        return settled.Count > 0;
    }

    /// <summary>A reminder that cannot be decided, as in a time zone that the machine lost, is left and holds up no other.</summary>
    private DomainEvent? Decide(ReminderDocument document, ReminderStanding standing, DateTimeOffset now)
    {
        try
        {
            return SettleReminder.Decide(document.State, standing, recurrences, now);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError(e, "Reminder {Reminder} could not be decided; it is tried again", document.Id);
            return null;
        }
    }

    private static ReminderStanding Standing(
        Reminder reminder,
        ReminderSubjects subjects,
        Staff staff,
        Dictionary<UserId, Grants> owners
    )
    {
        var dueDate = reminder.LiveTie is { } tie ? subjects.DealOf(reminder)?.DueDateOf(tie) : null;
        if (staff.Users.GetValueOrDefault(reminder.Owner)?.Inactive == true)
            return new(ReminderEnds.UserInactive, dueDate);
        if (!owners.TryGetValue(reminder.Owner, out var grants))
            owners[reminder.Owner] = grants = staff.Behind(reminder.Owner, []);
        return new(subjects.Obstacle(reminder, grants), dueDate);
    }

    public override void Dispose()
    {
        turn.Dispose();
        base.Dispose();
    }
}
