namespace Crm.Domain.Tests;

/// <summary>A kind of deal with parallel, optional and automatic tasks, combined checks and a rework edge.</summary>
internal static class ComposedKind
{
    public static readonly DealProcess Kind = new(
        "composed",
        1,
        new("", "Composed"),
        ProcessMode.Guided,
        ClosingGateKind.Settled,
        [
            new(
                "first",
                new("", "First"),
                10,
                [
                    Task("call", new InteractionRecordedCheck()) with
                    {
                        Assignee = new(AssigneeKind.Mover),
                    },
                    Task("amount", new AmountGivenCheck()) with
                    {
                        Parallel = true,
                        Automatic = true,
                    },
                    Task("remark") with
                    {
                        Parallel = true,
                        Mandatory = false,
                        Assignee = new(AssigneeKind.User, Boris),
                    },
                ]
            ),
            new(
                "second",
                new("", "Second"),
                50,
                [
                    Task(
                        "talk",
                        new AnyOfCheck([
                            new InteractionRecordedCheck { Kinds = [InteractionKind.Meeting] },
                            new AllOfCheck([new InteractionRecordedCheck { Minimum = 2 }, new ClientIdentifiedCheck()]),
                        ])
                    ),
                ]
            ),
            new("last", new("", "Last"), 90, [Task("win", new ClosingGateCheck())])
            {
                Rework = [new("second", ReworkOn.ReturnAccepted)],
            },
        ]
    );
    public static readonly Story Opened = Story.Opened(Kind);

    public static StageTask Task(Story story, string code) => story.Deal.OpenTasks.Single(x => x.Code == code);

    public static TaskTemplate Task(string code, params ReadOnlySpan<Check> checks) =>
        new(code, new("", code), Due.InDays(0), [.. checks]);
}
