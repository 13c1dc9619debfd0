using Crm.Api.Deals;

namespace Crm.Api.Tasks;

/// <summary>The inbox: stage tasks and assignments in one list, and steps that both have.</summary>
public static class TasksFeature
{
    public static IServiceCollection AddTasks(this IServiceCollection services) =>
        services.AddSingleton<InboxRows>().AddDealAnswers("acceptTask", "postponeTask");

    public static void MapTasks(this IEndpointRouteBuilder routes)
    {
        InboxEndpoints.Map(routes);
        StageTaskEndpoints.Map(routes);
        TaskBatchEndpoint.Map(routes);
    }
}
