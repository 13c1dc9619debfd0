using static Crm.Domain.Tests.ComposedKind;

namespace Crm.Domain.Tests;

/// <summary>Stage tasks are postponed, and accepted where they stand open to a role.</summary>
public sealed class OpenToRoleTests
{
    private const string Role = "accountant";

    private static readonly Story ToRole = Story.Opened(
        Kind with
        {
            Stages =
            [
                .. Kind.Stages.Select(stage =>
                    stage with
                    {
                        Tasks =
                        [
                            .. stage.Tasks.Select(task => task with { Assignee = new(AssigneeKind.Role, Role: Role) }),
                        ],
                    }
                ),
            ],
        }
    );

    [Fact]
    public void The_first_member_of_the_role_has_the_task()
    {
        var call = Task(ToRole, "call");
        (call.Assignee, call.Role).Should().Be((null, Role));
        Given(ToRole).When(Accept(Boris)).Then(new StageTaskAccepted(call.Id, "call", Boris, Role));
        var taken = ToRole.Did(Accept(Boris));
        (Task(taken, "call").Assignee, Task(taken, "call").Role).Should().Be((Boris, null));
        Given(taken).When(Accept(Boris)).ThenHolds();
        Given(taken).When(Accept(Anna)).ThenCode("task.taken");
    }

    [Fact]
    public void Without_the_role_or_without_a_user_nobody_accepts_it()
    {
        var call = Task(ToRole, "call");
        Given(ToRole).When(Accept(Boris) with { Roles = ["marketer"] }).ThenCode("task.role_missing");
        Given(ToRole).When(Accept(Boris) with { User = null }).ThenCode("task.role_missing");
        Given(ToRole).When(Accept(Boris) with { Roles = ["marketer"], Sees = false }).ThenCode("deal.not_found");
        Given(ToRole).When(new AcceptStageTask(new(Id(9)), Boris, [Role], Sees: false)).ThenCode("deal.not_found");
        Given(Opened)
            .When(new AcceptStageTask(Task(Opened, "call").Id, Boris, [Role], Sees: true))
            .ThenCode("task.not_offered");
        Given(ToRole.Did(new ReassignStageTask(call.Id, Anna, Why))).When(Accept(Boris)).ThenCode("task.not_offered");
    }

    [Fact]
    public void Postponing_keeps_the_first_due_date()
    {
        var call = Task(Opened, "call");
        var later = call.DueAt.AddDays(7);
        var postpone = new PostponeStageTask(call.Id, _ => later, "/dueAt", Why);
        Given(Opened).When(postpone).Then(new StageTaskPostponed(call.Id, "call", later, true, Why));
        var moved = Opened.Did(postpone);
        var task = Task(moved, "call");
        (task.DueAt, task.FirstDueAt, task.Postponed).Should().Be((later, call.DueAt, 1));
        Given(moved).When(postpone).ThenHolds();
        var twice = moved.Did(postpone with { Due = _ => later.AddDays(1) });
        (Task(twice, "call").FirstDueAt, Task(twice, "call").Postponed).Should().Be((call.DueAt, 2));
        Given(Opened)
            .When(postpone with { Due = _ => Opened.Now.AddDays(-1) })
            .ThenInvalid("/dueAt", "due.past", "in the future");
        Given(Opened).When(postpone with { Task = new(Id(9)) }).ThenNotFound("task.not_found");
    }

    private static AcceptStageTask Accept(UserId user) => new(Task(ToRole, "call").Id, user, [Role], Sees: true);
}
