using System.Net.Http.Headers;

namespace Crm.Api.Startup;

/// <summary>
/// Loads demo data through the same HTTP commands that users send, into an empty store only (disabled by
/// <c>CRM_DEMO=none</c> or <c>--no-demo</c>).
/// </summary>
public static class DemoData
{
    public static async Task<string> Load(
        WebApplication app,
        HostSwitches switches,
        DevKeyFile? key,
        StartProgress progress,
        CancellationToken ct
    )
    {
        if (key is null || switches.NoDemo || app.Configuration["CRM_DEMO"] == "none")
            return "no demo data";
        if (await Deals(app, ct) is > 0 and var there)
            return $"{there} deals are there already";
        progress.Say("demo data: loading…");
        using var http = new HttpClient
        {
            BaseAddress = new Uri(
                app.Urls.First()
                    .Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)
                    .Replace("[::]", "127.0.0.1", StringComparison.Ordinal)
            ),
        };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Key);
        var story = new DemoStory(http, app.Services.GetRequiredService<TimeProvider>().GetUtcNow());
        await story.Tell(ct);
        return $"demo data: {await Deals(app, ct)} deals of {DemoStory.Clients.Length} clients";
    }

    private static Task<long> Deals(WebApplication app, CancellationToken ct) =>
        app.Services.GetRequiredService<DealLookups>().Count(ct);
}
