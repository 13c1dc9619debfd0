namespace Crm.Domain.Tests;

/// <summary>Commands on the open task of a story.</summary>
internal static class StageTasks
{
    public static CompleteStageTask Complete(Story story) => new(story.Open.Id, null);
}
