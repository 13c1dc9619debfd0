namespace Crm.Api.Assignments;

/// <summary>Assignments: tasks that one person gives another.</summary>
public static class AssignmentsFeature
{
    public static IServiceCollection AddAssignments(this IServiceCollection services) =>
        services
            .AddSingleton<AssignmentAnswers>()
            .AddSingleton<AssignmentCalls>()
            .AddSingleton<AssignmentInput>()
            .AddSingleton<TaskFilters>()
            .AddSingleton<WorkZones>()
            .AddAnswers<AssignmentRenderer>(
                "giveAssignment",
                "updateAssignment",
                "acceptAssignment",
                "declineAssignment",
                "redirectAssignment",
                "completeAssignment",
                "confirmAssignment",
                "returnAssignment",
                "cancelAssignment",
                "postponeAssignment"
            );

    public static void MapAssignments(this IEndpointRouteBuilder routes)
    {
        GiveAssignmentEndpoint.Map(routes);
        ReadAssignmentsEndpoints.Map(routes);
        EditAssignmentEndpoint.Map(routes);
        AssignmentLifeEndpoints.Map(routes);
    }
}
