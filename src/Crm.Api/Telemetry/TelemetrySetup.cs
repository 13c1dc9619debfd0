using System.Runtime.CompilerServices;
using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Crm.Api.Telemetry;

/// <summary>
/// Metrics and traces, exported by OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set; otherwise nothing is collected,
/// and the libraries are not loaded.
/// </summary>
public static class TelemetrySetup
{
    public const string EndpointSetting = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CrmMetrics>();
        if (builder.Configuration[EndpointSetting] is { Length: > 0 })
            AddExport(builder.Services, builder.Configuration["OTEL_SERVICE_NAME"] ?? "crm");
    }

    /// <summary>A separate method, not inlined, because compiling it loads the libraries.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddExport(IServiceCollection services, string serviceName)
    {
        services.AddHostedService<MetricsSampler>();
        services
            .AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(serviceName, serviceVersion: Version))
            .WithMetrics(metrics =>
                metrics
                    .AddAspNetCoreInstrumentation()
                    .AddMeter("Npgsql", "Marten", "Wolverine:crm", CrmMetrics.MeterName)
                    .AddOtlpExporter()
            )
            .WithTracing(traces =>
                traces
                    .AddAspNetCoreInstrumentation(options => options.Filter = IsNoProbe)
                    .AddNpgsql()
                    .AddSource("Marten", "Wolverine")
                    .AddOtlpExporter()
            );
    }

    private static string? Version => typeof(TelemetrySetup).Assembly.GetName().Version?.ToString();

    private static bool IsNoProbe(HttpContext http) =>
        !http.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase);
}
