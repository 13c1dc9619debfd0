using Crm.Api.Demo;
using Crm.Api.Mail;

namespace Crm.Api.Startup;

/// <summary>
/// Demo data at the start, in Development only; disabled by <c>CRM_DEMO=none</c> or <c>--no-demo</c>. A fault of it stops no host.
/// </summary>
internal sealed class DemoLoading : IDisposable
{
    /// <summary>All 300 deals.</summary>
    private const int Whole = 100;

    private readonly HttpClient http = new();
    private readonly WebApplication app;
    private readonly StartProgress progress;
    private readonly DemoKeys? keys;
    private readonly DemoData? data;

    public DemoLoading(WebApplication app, HostSwitches switches, DevKeyFile? key, StartProgress progress)
    {
        (this.app, this.progress) = (app, progress);
        if (key is null || switches.NoDemo || app.Configuration["CRM_DEMO"] == "none")
            return;
        http.BaseAddress = Local(app.Urls);
        keys = new DemoKeys(key.Key, app.Services.GetRequiredService<Preparation>().AddKey);
        data = new DemoData(http, keys, app.Services.GetRequiredService<TimeProvider>(), progress.Say);
    }

    /// <summary>Keys that show what a head of sales and a manager may see.</summary>
    public IReadOnlyList<(string Key, string Owner)> Keys =>
        data is not { HasStaff: true }
            ? []
            :
            [
                .. new[] { DemoStaff.Heads[0], DemoStaff.Managers[0] }.Select(user =>
                    (keys!.Of(user.Code), $"{user.Name}, {user.Role}")
                ),
            ];

    /// <summary>Adds the demo users.</summary>
    /// <returns>What is loaded, for the banner.</returns>
    public async Task<string> Prepare(CancellationToken ct)
    {
        if (data is null)
            return "no demo data";
        // Mails of a host without a mail server are files; to a real server none is handed.
        var mails = app.Services.GetRequiredService<MailSettings>().Host is null;
        var said = "no demo data";
        await Guard(async () => said = await data.Prepare(Whole, mails, ct), ct);
        return said;
    }

    /// <summary>Loads the year while the host serves.</summary>
    public Task Load(CancellationToken ct) => data is null ? Task.CompletedTask : Guard(() => data.Load(ct), ct);

    public void Dispose() => http.Dispose();

    private async Task Guard(Func<Task> load, CancellationToken ct)
    {
        try
        {
            await load();
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Ctrl+C: the next start goes on.
        }
        catch (Exception e) when (e is HttpRequestException or InvalidOperationException or OperationCanceledException)
        {
            progress.Say($"demo data: {e.Message}");
        }
    }

    private static Uri Local(IEnumerable<string> addresses) =>
        new(
            addresses
                .OrderBy(address => address.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
                .First()
                .Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)
                .Replace("[::]", "127.0.0.1", StringComparison.Ordinal)
        );
}
