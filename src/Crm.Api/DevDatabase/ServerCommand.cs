using System.ComponentModel;
using System.Diagnostics;

namespace Crm.Api.DevDatabase;

/// <summary>Output and result of a program.</summary>
internal sealed record CommandResult(bool Succeeded, string Output, string Errors)
{
    internal string LastLine => (Errors.Trim() is { Length: > 0 } e ? e : Output).Trim().Split('\n')[^1].Trim();
}

/// <summary>
/// Runs PostgreSQL's programs, and those that prepare them, as the right user and in a session of their own: Ctrl+C in
/// the terminal reaches the host alone, which ends them in order.
/// </summary>
internal static class ServerCommand
{
    // Part of every Linux. Elsewhere only the server itself has a session of its own, by pg_ctl.
    private static readonly string? Setsid = new[] { "/usr/bin/setsid", "/bin/setsid" }.FirstOrDefault(path =>
        OperatingSystem.IsLinux() && File.Exists(path)
    );

    internal static async Task<CommandResult> Run(
        string? account,
        string program,
        IReadOnlyCollection<string> arguments,
        CancellationToken ct
    )
    {
        var start = new ProcessStartInfo(Setsid ?? program, Setsid is null ? arguments : [program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // The other user may have no access to the caller's working folder, and the server must not keep it in use.
            WorkingDirectory = Path.GetPathRoot(Path.GetFullPath(program)),
        };
        if (account is not null && !OperatingSystem.IsWindows())
            start.UserName = account;
        // PGPORT, PGDATA etc. belong to the user's own server. LC_ALL: messages are parsed, and initdb takes locales
        // from it.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C";

        using var process = Begin(start);
        if (process is null)
            return new(false, "", $"{program} cannot be run");
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
        try
        {
            await process.WaitForExitAsync(ct);
            return new(process.ExitCode == 0, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static Process? Begin(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception) // missing, not executable, or not reachable for that user
        {
            return null;
        }
    }
}
