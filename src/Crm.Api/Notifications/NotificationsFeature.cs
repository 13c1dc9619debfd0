using Crm.Projections.ReadModels.Notifications;

namespace Crm.Api.Notifications;

/// <summary>What users are told.</summary>
public static class NotificationsFeature
{
    public static IServiceCollection AddNotifications(this IServiceCollection services) =>
        services.AddSingleton<StoredNotices>();

    public static void MapNotifications(this IEndpointRouteBuilder routes) => NotificationEndpoints.Map(routes);
}
