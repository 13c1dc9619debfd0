using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Crm.Torture;

/// <summary>The host as a process of its own, to be killed at any moment.</summary>
internal sealed class HostProcess(string home, params (string Name, string Value)[] settings)
{
    private static readonly string Own = Path.Combine(
        Repository.Root,
        "src",
        "Crm.Api",
        "bin",
        Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!,
        "net10.0",
        "Crm.Api.dll"
    );
    private readonly ConcurrentQueue<string> said = new();
    private Process? process;

    /// <summary>The assembly of the host; that of this checkout, unless a test has another.</summary>
    public string Build { get; init; } = Own;

    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort()}");
    public string Key => File.ReadAllText(Path.Combine(home, "dev-key")).Trim();

    /// <summary>Starts and waits until it is ready; returns how long that took.</summary>
    public async Task<TimeSpan> Start(string connection)
    {
        var watch = Stopwatch.StartNew();
        var start = new ProcessStartInfo("dotnet", [Build, "--no-demo"])
        {
            WorkingDirectory = home,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (
            var (name, value) in new[]
            {
                ("ASPNETCORE_ENVIRONMENT", "Development"),
                ("DOTNET_ENVIRONMENT", "Development"),
                ("ConnectionStrings__Crm", connection),
                ("CRM_HOME", home),
                ("ASPNETCORE_URLS", Address.ToString()),
            }.Concat(settings)
        )
            start.Environment[name] = value;
        process = Process.Start(start)!;
        said.Clear();
        process.OutputDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(2) };
        while (watch.Elapsed < TimeSpan.FromMinutes(2))
        {
            if (process.HasExited)
                throw new InvalidOperationException(
                    $"the host ended by itself with code {process.ExitCode}: {string.Join('\n', said.TakeLast(40))}"
                );
            try
            {
                if ((await http.GetAsync(new Uri("/health/ready", UriKind.Relative))).StatusCode == HttpStatusCode.OK)
                    return watch.Elapsed;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // Not up yet.
            }

            await Task.Delay(50);
        }

        throw new TimeoutException("the host did not get ready");
    }

    /// <summary>Sends a signal, such as <c>STOP</c>, to the host.</summary>
    public void Signal(string name) => Signals.Send(process!.Id, name);

    public void Kill()
    {
        process!.Kill();
        process.WaitForExit();
    }

    public void KillIfRunning()
    {
        if (process is { HasExited: false })
            Kill();
    }

    /// <summary>Stops in order, as an orchestrator does.</summary>
    public async Task Stop()
    {
        Signal("TERM");
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await process!.WaitForExitAsync(limit.Token);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
