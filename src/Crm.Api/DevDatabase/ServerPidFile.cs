using System.Diagnostics;
using System.Globalization;

namespace Crm.Api.DevDatabase;

/// <summary>PostgreSQL's <c>postmaster.pid</c>: process id and port of the server of a data folder.</summary>
internal sealed record ServerPidFile(string Path, int Process, int Port)
{
    internal static ServerPidFile? Read(string dataFolder)
    {
        var path = System.IO.Path.Combine(dataFolder, "postmaster.pid");
        try
        {
            var lines = File.ReadAllLines(path);
            return lines.Length > 3 && Number(lines[0]) is { } process && Number(lines[3]) is { } port
                ? new(path, process, port)
                : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null; // also when a stopping server takes it away at this moment
        }
    }

    /// <summary>
    /// Deletes the file when its process id now belongs to another program. PostgreSQL cannot tell, because it only
    /// checks that the id exists. In all other cases the file stays: it also protects against child processes of a
    /// killed server that still write, and PostgreSQL removes it itself.
    /// </summary>
    internal bool DropIfForeign()
    {
        if (!IsForeign())
            return false;
        File.Delete(Path);
        return true;
    }

    private bool IsForeign()
    {
        try
        {
            using var living = System.Diagnostics.Process.GetProcessById(Process);
            if (living.ProcessName != "postgres")
                return true;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false; // dead
        }
        // A PostgreSQL of another folder? The working folder of a server is its data folder, whatever path it was
        // started with.
        return OperatingSystem.IsLinux()
            && WorkingFolder() is { } folder
            && folder != RealPath.Of(System.IO.Path.GetDirectoryName(Path)!);
    }

    private string? WorkingFolder()
    {
        try
        {
            return new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/{Process}/cwd")).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // somebody else's, or gone
        }
    }

    private static int? Number(string line) =>
        int.TryParse(line, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;
}
