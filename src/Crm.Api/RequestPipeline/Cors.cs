using System.Net;
using Crm.Api.Configuration;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace Crm.Api.RequestPipeline;

/// <summary>
/// Pages of other origins may call the API only if the operator configures them (<c>Cors:Origins</c>), and in
/// Development those that this machine serves, at any port; otherwise no response has CORS headers.
/// </summary>
public static class Cors
{
    private static readonly string[] Exposed =
    [
        "ETag",
        "Crm-Position",
        "Crm-Lag",
        "Crm-Dry-Run",
        "Content-Disposition",
        "Location",
        "Link",
        "RateLimit",
        "RateLimit-Policy",
        "Retry-After",
        "Idempotency-Replayed",
        "WWW-Authenticate",
    ];

    private static readonly string[] Accepted =
    [
        "Authorization",
        "Content-Type",
        "Accept-Language",
        "If-Match",
        "If-None-Match",
        "Idempotency-Key",
        "Crm-Min-Position",
        "Last-Event-ID",
        "X-Correlation-ID",
        "traceparent",
        "tracestate",
    ];

    /// <summary>Must precede authentication: a preflight request has no credentials.</summary>
    public static void UseOrigins(this WebApplication app)
    {
        var named = Origins(app.Configuration);
        if (app.Environment.IsDevelopment())
        {
            var known = new CorsPolicyBuilder().WithOrigins(named).Build();
            var policy = Policy()
                .SetIsOriginAllowed(origin => IsLocal(origin) || known.IsOriginAllowed(origin))
                .Build();
            // With no origin configured, requests from elsewhere are answered as without CORS.
            app.UseWhen(
                http => named.Length > 0 || IsLocal(http.Request.Headers.Origin.ToString()),
                branch => branch.UseMiddleware<CorsMiddleware>(policy)
            );
        }
        else if (named.Length > 0)
            app.UseMiddleware<CorsMiddleware>(Policy().WithOrigins(named).Build());
    }

    private static CorsPolicyBuilder Policy() =>
        new CorsPolicyBuilder()
            .WithMethods("GET", "POST", "PATCH", "PUT", "DELETE")
            .WithHeaders(Accepted)
            .WithExposedHeaders(Exposed)
            .SetPreflightMaxAge(TimeSpan.FromMinutes(10));

    /// <summary>True for a page that this machine itself serves: localhost, 127.0.0.1 or [::1], http or https.</summary>
    private static bool IsLocal(string origin) =>
        IsOrigin(origin)
        && new Uri(origin).DnsSafeHost is var host
        && (host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address)));

    /// <summary>The configured origins.</summary>
    public static string[] Origins(IConfiguration configuration)
    {
        var origins = SettingList.Read(configuration, "Cors:Origins");
        foreach (var origin in origins)
            if (!IsOrigin(origin))
                throw new StartupException(
                    $"Cors:Origins: '{origin}' is no origin such as https://crm.example.com; each one is named, there is no 'all'."
                );
        return origins;
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && uri.GetLeftPart(UriPartial.Authority) == text
        && uri.UserInfo.Length == 0
        && !text.Contains('*');
}
