using Crm.Api.Configuration;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Crm.Api.Health;

/// <summary>One check of <c>/health/details</c>.</summary>
/// <param name="Status">healthy, degraded or unhealthy.</param>
public sealed record HealthEntry(string Name, string Status, string Detail);

/// <summary>The answer of <c>/health/details</c>: the worst status, and each check.</summary>
public sealed record HealthAnswer(string Status, IReadOnlyList<HealthEntry> Checks);

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>: it can take requests, and answers within 2 s whatever
/// hangs. Both are for orchestrators and tell anonymous callers nothing more. <c>/health/details</c> names the failing
/// checks and needs a credential with <c>reports.read</c>, like the list of projections.
/// </summary>
public static class HealthEndpoints
{
    private static readonly TimeSpan DetailLimit = TimeSpan.FromSeconds(1.5);

    public static void AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<Readiness>();
        services.AddSingleton<WriteFaults>();
        services.AddSingleton(provider => new WriteProbe(provider.GetRequiredService<DatabaseConnection>().Text));
        // The machine's own clock: it is the one that the message store judges other hosts by.
        services.AddSingleton(provider => new DatabaseClock(
            provider.GetRequiredService<DatabaseConnection>().Text,
            TimeProvider.System
        ));
        services.AddSingleton<ClockWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<ClockWatch>());
        services
            .AddHealthChecks()
            .AddCheck<ClockCheck>(ClockCheck.Name)
            .AddCheck<StoreCheck>(StoreCheck.Name)
            .AddCheck<ReportsCheck>(ReportsCheck.Name, timeout: DetailLimit)
            .AddCheck<QueuesCheck>(QueuesCheck.Name, timeout: DetailLimit);
    }

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        Map(routes, "/health/live", _ => false, (http, _) => WriteText(http, "live"));
        Map(routes, "/health/ready", check => check.Name == StoreCheck.Name, WriteReady);
        Map(routes, "/health/details", _ => true, WriteDetails)
            .WithMetadata(
                new Operation("getHealthDetails")
                {
                    Permission = Permissions.ReportsRead,
                    Tag = "Health",
                    Summary = "Health in detail",
                    Description =
                        "Reports that have stopped, messages that wait or were given up, and a clock that differs from the database's.",
                }
            );
    }

    private static IEndpointConventionBuilder Map(
        IEndpointRouteBuilder routes,
        string path,
        Func<HealthCheckRegistration, bool> isIncluded,
        Func<HttpContext, HealthReport, Task> write
    ) =>
        routes
            .MapHealthChecks(path, new HealthCheckOptions { Predicate = isIncluded, ResponseWriter = write })
            .WithMetadata(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]));

    private static Task WriteText(HttpContext http, string text)
    {
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(text);
    }

    private static Task WriteReady(HttpContext http, HealthReport report) =>
        WriteText(http, DetailOf(report.Entries[StoreCheck.Name]));

    private static Task WriteDetails(HttpContext http, HealthReport report)
    {
        var checks = report.Entries.Select(entry => new HealthEntry(
            entry.Key,
            Text(entry.Value.Status),
            DetailOf(entry.Value)
        ));
        return http.Response.WriteAsJsonAsync(new HealthAnswer(Text(report.Status), [.. checks]), Wire.Json);
    }

    private static string Text(HealthStatus status) => status.ToString().ToLowerInvariant();

    /// <summary>Hides exception messages, which the framework uses as the description of a failed check.</summary>
    private static string DetailOf(HealthReportEntry entry) =>
        entry.Exception is null ? entry.Description ?? "" : "the check itself failed";
}
