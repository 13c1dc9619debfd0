using Crm.Api.Configuration;

namespace Crm.Api.RequestPipeline;

/// <summary>
/// Pages of other origins may call the API only if the operator configures them (<c>Cors:Origins</c>); otherwise no
/// response has CORS headers.
/// </summary>
public static class Cors
{
    private static readonly string[] Exposed =
    [
        "ETag",
        "Crm-Position",
        "Crm-Lag",
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
        "traceparent",
    ];

    /// <summary>Must precede authentication: a preflight request has no credentials.</summary>
    public static void UseOrigins(this WebApplication app)
    {
        if (Origins(app.Configuration) is not { Length: > 0 } origins)
            return;
        app.UseCors(x =>
            x.WithOrigins(origins)
                .WithMethods("GET", "POST", "PATCH", "PUT", "DELETE")
                .WithHeaders(Accepted)
                .WithExposedHeaders(Exposed)
                .SetPreflightMaxAge(TimeSpan.FromMinutes(10))
        );
    }

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
