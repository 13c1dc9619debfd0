using System.ComponentModel;
using System.Diagnostics;

namespace Crm.Api.DevDatabase;

/// <summary>What a program said and how it ended.</summary>
internal sealed record CommandResult(bool Succeeded, string Output, string Errors)
{
    internal string LastLine => (Errors.Trim() is { Length: > 0 } e ? e : Output).Trim().Split('\n')[^1].Trim();
}

/// <summary>Runs one of PostgreSQL's programs, or what prepares them, as the right user.</summary>
internal static class ServerCommand
{
    internal static async Task<CommandResult> Run(
        string? account,
        string program,
        IReadOnlyCollection<string> arguments,
        CancellationToken ct
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // The caller's working folder may be closed to the other user, and the server must not hold it.
            WorkingDirectory = Path.GetPathRoot(Path.GetFullPath(program)),
        };
        if (account is not null && !OperatingSystem.IsWindows())
            start.UserName = account;
        // PGPORT, PGDATA and their like belong to the person's own server, not to this one. LC_ALL: messages are read, and initdb
        // takes locales.
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
