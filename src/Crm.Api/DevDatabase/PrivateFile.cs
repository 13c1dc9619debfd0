namespace Crm.Api.DevDatabase;

/// <summary>How a file with a secret is created: with its mode, not given it later.</summary>
internal static class PrivateFile
{
    internal static FileStreamOptions CreateNew
    {
        get
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Share = FileShare.None,
            };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            return options;
        }
    }
}
