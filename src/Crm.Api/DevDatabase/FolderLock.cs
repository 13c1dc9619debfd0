using Crm.Api.Configuration;

namespace Crm.Api.DevDatabase;

/// <summary>File locks that the operating system releases with the process: a killed host leaves none behind.</summary>
internal static class FolderLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan MaximumWait = TimeSpan.FromMinutes(2); // a first start with a slow initdb, or a long recovery

    /// <summary>Exclusive lock for starting and stopping, also between processes.</summary>
    /// <param name="progress">Told before it waits.</param>
    internal static async Task<IDisposable> AcquireExclusive(string path, Action<string> progress, CancellationToken ct)
    {
        for (var waited = TimeSpan.Zero; waited < MaximumWait; waited += Pause)
        {
            if (TryAcquireExclusive(path) is { } turn)
                return turn;
            if (waited == TimeSpan.Zero)
                progress("PostgreSQL: another host is starting or stopping it, waiting…");
            await Task.Delay(Pause, ct);
        }
        throw new StartupException(
            $"Another host has been starting or stopping the same database for {MaximumWait.TotalMinutes:0} minutes ({path}): end it first."
        );
    }

    /// <summary>Held by each process while it uses the server; any number at once.</summary>
    internal static IDisposable AcquireShared(string path) =>
        new FileStream(path, PrivateFile.Options(FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read));

    /// <summary>Null when any process holds the lock, shared or not.</summary>
    internal static IDisposable? TryAcquireExclusive(string path)
    {
        try
        {
            return new FileStream(
                path,
                PrivateFile.Options(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)
            );
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }
}
