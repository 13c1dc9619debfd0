namespace Crm.Api.DevDatabase;

/// <summary>Creates files with secrets with their final mode, so that they are never readable in between.</summary>
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
