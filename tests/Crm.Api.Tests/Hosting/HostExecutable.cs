using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Crm.Api.Tests.Hosting;

/// <summary>
/// The host as an operator starts it: the built program in a process group of its own, which gets signals as from a terminal. Its output
/// is kept line by line.
/// </summary>
internal sealed class HostExecutable : IAsyncDisposable
{
    private static readonly string Program = Path.Combine(
        Repository.Root,
        "src",
        "Crm.Api",
        "bin",
        Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)))!,
        "net10.0",
        "Crm.Api.dll"
    );

    private readonly ConcurrentQueue<string> output = new();
    private readonly ConcurrentQueue<string> errors = new();
    private readonly Process process;

    private HostExecutable(ProcessStartInfo start)
    {
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Keep(output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(errors, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it printed so far, without empty lines.</summary>
    public IReadOnlyList<string> Output => [.. output];

    public IReadOnlyList<string> Errors => [.. errors];

    /// <summary>Id of the process and of its group.</summary>
    public int Id => process.Id;

    public static HostExecutable Start(
        TemporaryFolder folder,
        string arguments,
        params (string Name, string Value)[] settings
    )
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "process groups and signals");
        // A runner in the background has SIGINT ignored, and its children inherit that.
        var start = new ProcessStartInfo(
            "env",
            ["--default-signal=INT,QUIT", "setsid", "dotnet", Program, .. Words(arguments)]
        )
        {
            WorkingDirectory = folder.Path,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsSetting).ToArray())
            start.Environment.Remove(name);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        start.Environment["CRM_HOME"] = folder.Path;
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        return new HostExecutable(start);
    }

    /// <summary>The first line that contains the text, when it has been printed.</summary>
    public async Task<string> Line(string text)
    {
        string? line = null;
        await Polling.Until(() =>
            Task.FromResult(
                (line = output.FirstOrDefault(one => one.Contains(text, StringComparison.Ordinal))) is not null
                    || process.HasExited
            )
        );
        return line
            ?? throw new InvalidOperationException(
                $"it ended without '{text}': {string.Join('\n', output.Concat(errors))}"
            );
    }

    /// <summary>Ctrl+C: the terminal signals the whole group.</summary>
    public void Interrupt()
    {
        using var kill = Process.Start("kill", ["-INT", "--", "-" + process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>The exit code, when it has ended and everything it printed is read.</summary>
    public async Task<int> Ended()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            Interrupt();
            await Ended();
        }

        process.Dispose();
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (!string.IsNullOrWhiteSpace(line))
            lines.Enqueue(line);
    }

    private static bool IsSetting(string name) =>
        ((string[])["ASPNETCORE_", "DOTNET_ENVIRONMENT", "ConnectionStrings__", "CRM_", "Hosting__"]).Any(prefix =>
            name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
        );

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
