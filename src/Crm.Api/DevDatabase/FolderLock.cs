using Crm.Api.Configuration;

namespace Crm.Api.DevDatabase;

/// <summary>Locks that the operating system drops with the process: a killed host leaves none behind.</summary>
internal static class FolderLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2); // a first start with a slow initdb, or a long recovery

    /// <summary>One at a time: starting and stopping exclude each other, between processes too.</summary>
    internal static async Task<IDisposable> Turn(string path, CancellationToken ct)
    {
        for (var waited = TimeSpan.Zero; waited < Patience; waited += Pause)
        {
            if (Alone(path) is { } turn)
                return turn;
            await Task.Delay(Pause, ct);
        }
        throw new StartupException(
            $"Another host has been starting or stopping the same database for {Patience.TotalMinutes:0} minutes ({path}): end it first."
        );
    }

    /// <summary>Held by each process as long as it uses the server; any number at once.</summary>
    internal static IDisposable Shared(string path) =>
        new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read);

    /// <summary>Null when anybody holds the lock, shared or not.</summary>
    internal static IDisposable? Alone(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }
}
