using Crm.Domain.Reminders;

namespace Crm.Domain.Deals.Tasks;

/// <summary>The due date of a stage task, for reminders that go by it.</summary>
public static class TaskDueDates
{
    /// <summary>
    /// Of the task, or of the one that was raised for it again later: after rework or a reopening the deal has a new task of the same
    /// code.
    /// </summary>
    /// <param name="tasks">All tasks of the deal.</param>
    /// <returns>Null: the deal never had the task.</returns>
    public static DueDate? Of(IReadOnlyCollection<StageTask> tasks, StageTaskId id)
    {
        if (tasks.FirstOrDefault(task => task.Id == id) is not { } named)
            return null;
        var open = tasks
            .Where(task => task.Status == StageTaskStatus.Open && task.Code == named.Code)
            .OrderBy(task => task.Id != id)
            .ThenByDescending(task => task.RaisedAt)
            .FirstOrDefault();
        return open is null ? new(false, named.DueAt) : new(true, open.DueAt);
    }
}
