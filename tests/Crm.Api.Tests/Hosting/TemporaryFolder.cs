namespace Crm.Api.Tests.Hosting;

/// <summary>A folder of one test, open to the user that root's PostgreSQL runs as.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder()
    {
        Path = Directory.CreateTempSubdirectory("crm-hosting-").FullName;
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(
                Path,
                File.GetUnixFileMode(Path) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute
            );
    }

    public string Path { get; }

    public string Below(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
