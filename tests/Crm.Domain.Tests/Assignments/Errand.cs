using Crm.Domain.Access;
using Crm.Domain.Assignments;

namespace Crm.Domain.Tests.Assignments;

/// <summary>Given an assignment, when a user does something, then an event or a refusal.</summary>
internal static class Errand
{
    public static readonly UserId Author = New(),
        Assignee = New(),
        Reviewer = New(),
        Colleague = New(),
        Head = New();
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset DueAt = Now.AddDays(1);

    public static AssignmentGiven To(UserId assignee) =>
        new(Text("Перезвонить"), null, Importance.Normal, assignee, null, Author)
        {
            Due = new(DueAt, true),
            HappenedAt = Now,
        };

    public static AssignmentGiven ToRole(string role) => To(Assignee) with { Assignee = null, Role = role };

    public static Assignment After(params DomainEvent[] events) =>
        events.Aggregate(
            (Assignment?)null,
            (before, one) => Assignment.Evolve(before, new AssignmentId(Guid.Empty), one)
        )!;

    /// <summary>A sales manager.</summary>
    public static AssignmentCaller As(UserId user, params string[] roles) => new(Grants(user, [], roles));

    /// <summary>The head of the author's and the assignee's team.</summary>
    public static AssignmentCaller AsHead() => new(Grants(Head, [Author, Assignee], ["head-of-sales"]));

    public static CommandContext At(DateTimeOffset now) =>
        new(now, null, null, Rights.None, Moscow, Guid.CreateVersion7);

    public static Decision When(this Assignment assignment, AssignmentCommand command, AssignmentCaller caller) =>
        command.Decide(assignment, caller, At(Now.AddHours(1)));

    public static DomainEvent MustAccept(this Decision decision)
    {
        decision.Refused.Should().BeNull();
        return decision.Events.Should().ContainSingle().Which;
    }

    public static string Code(this Decision decision) => decision.Refused!.Code;

    private static Grants Grants(UserId user, UserId[] below, string[] roles) =>
        new(
            user,
            null,
            [.. ShippedRoles.All.Where(role => (roles.Length == 0 ? ["sales-manager"] : roles).Contains(role.Code))],
            new HashSet<Scope> { Scope.Read, Scope.Write },
            [],
            below
        );

    private static UserId New() => new(Guid.CreateVersion7());
}
