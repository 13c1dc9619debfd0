using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Crm.Api.RequestPipeline;

/// <summary>The middleware of every request.</summary>
public static class RequestPipelineSetup
{
    public static IServiceCollection AddRequestPipeline(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddTokens(configuration);
        services.Configure<KestrelServerOptions>(Bound);
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(options => Wire.Configure(options.SerializerOptions));
        services.AddCors();
        services.AddProxies(configuration);
        return services
            .AddSingleton<TimeProvider>(new MicrosecondClock(TimeProvider.System))
            .AddSingleton<OperationRoutes>()
            .AddSingleton<FixRequests>()
            .AddSingleton<ProblemRenderer>()
            .AddSingleton<IRefusalRenderer>(provider => provider.GetRequiredService<ProblemRenderer>())
            .AddSingleton<RequestAnswers>()
            .AddSingleton<OperationGate>()
            .AddSingleton<ReadPermissions>()
            .AddSingleton<RateLimits>()
            .AddSingleton<HeavyReads>();
    }

    /// <summary>The order of the middleware is significant.</summary>
    public static void UseRequestPipeline(this WebApplication app)
    {
        app.UseProxies();
        app.UseMiddleware<ResponseHeadersMiddleware>();
        app.UseMiddleware<ProblemBoundary>();
        app.UseMiddleware<RequestBounds>();
        app.UseMiddleware<TimeLimit>();
        app.UseRouting();
        app.UseMiddleware<CanonicalPath>();
        app.UseOrigins();
        app.UseMiddleware<AuthorizationMiddleware>();
        app.UseMiddleware<HeavyReadMiddleware>();
    }

    private static void Bound(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = null; // Body reads at most its own limit and answers 413 itself.
        // RequestBounds answers with a problem document; the server's limits are larger.
        options.Limits.MaxRequestLineSize = 2 * RequestBounds.Line;
        options.Limits.MaxRequestHeadersTotalSize = 2 * RequestBounds.Headers;
        options.Limits.MaxRequestHeaderCount = 64;
        // Accept any byte in headers: the code that reads the header refuses it with a problem document, whereas the
        // server would answer invalid UTF-8 with a bare 400.
        options.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
        options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10); // A slow sender of headers holds nothing for long.
    }
}
