using System.Diagnostics;
using System.Globalization;
using Crm.Api.Tests.Hosting;

namespace Crm.Api.Tests.Walkthrough;

/// <summary>
/// A host on a port, and a folder as after its start in Development: texts name <c>.crm/dev-key</c> and http://localhost:5080, which
/// curl's own configuration leads to the port.
/// </summary>
public sealed class PrintedHost : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private ServedApp app = null!;

    /// <summary>Keys of a head of sales and of a manager, as the banner prints them.</summary>
    public string Head { get; private set; } = "";
    public string Manager { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        app = await ServedApp.Start();
        Directory.CreateDirectory(folder.Below(".crm"));
        await File.WriteAllTextAsync(folder.Below(".crm", "dev-key"), app.Key + "\n");
        await File.WriteAllTextAsync(
            folder.Below(".curlrc"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"connect-to = \"localhost:5080:{app.Address.Host}:{app.Address.Port}\"\nfail-with-body\n"
            )
        );
        using var http = new HttpClient { BaseAddress = app.Address };
        var api = new Testing.Api(http, app.Key);
        (Head, Manager) = (await KeyOf(api, "head-of-sales"), await KeyOf(api, "sales-manager"));
    }

    /// <summary>Runs bash in the folder; both outputs together.</summary>
    public async Task<(int ExitCode, string Output)> Bash(params string[] arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the blocks are for bash with curl and jq");
        var start = new ProcessStartInfo("bash", arguments)
        {
            WorkingDirectory = folder.Path,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["CURL_HOME"] = folder.Path;
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var (output, errors) = (
            process.StandardOutput.ReadToEndAsync(limit.Token),
            process.StandardError.ReadToEndAsync(limit.Token)
        );
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>Runs a script with -e: it ends at the first request that is refused.</summary>
    public async Task<(int ExitCode, string Output)> BashOf(string script)
    {
        var file = folder.Below("script");
        await File.WriteAllTextAsync(file, script);
        return await Bash("-e", file);
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        folder.Dispose();
    }

    private static async Task<string> KeyOf(Testing.Api api, string role)
    {
        var user = (await api.Post("/users", new { name = role, roles = new[] { role } })).Must(201).Id;
        var key = new
        {
            name = role,
            scopes = new[] { "read", "write" },
            userId = user,
        };
        return (string)(await api.Post("/api-keys", key)).Must(201)["secret"]!;
    }
}
