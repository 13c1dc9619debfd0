namespace Crm.Api.DevDatabase;

/// <summary>
/// Files of a development host: readable by their owner only, because they hold secrets or data. They are created with
/// their final mode, so that they are never readable in between.
/// </summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    internal static FileStreamOptions CreateNew => Options(FileMode.CreateNew, FileAccess.Write, FileShare.None);

    internal static FileStreamOptions Options(FileMode mode, FileAccess access, FileShare share)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = access,
            Share = share,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return options;
    }

    /// <summary>For a file that a user or an earlier release may have left readable by others.</summary>
    internal static void Restrict(string path)
    {
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(path) != OwnerOnly)
            File.SetUnixFileMode(path, OwnerOnly);
    }
}
