using System.Security.Cryptography;
using System.Text;
using Crm.Api.Configuration;

namespace Crm.Api.DevDatabase;

/// <summary>
/// PostgreSQL refuses to run as root, so root's server runs as another user, who needs access to its files.
/// </summary>
internal static class ServerAccount
{
    private static readonly string[] Preferred = ["postgres", "nobody"];

    // Accessible to all users by convention, and persistent.
    private const string OpenRoot = "/var/lib/crm-dev";

    /// <summary>
    /// Null: the server runs as the current user. Existing data must be served by their owner, as PostgreSQL requires.
    /// </summary>
    private static async Task<string?> For(string dataFolder, CancellationToken ct)
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
            return null;
        if (Directory.Exists(dataFolder))
        {
            string[] owner = OperatingSystem.IsMacOS() ? ["-f", "%Su", dataFolder] : ["-c", "%U", dataFolder];
            if (
                (await ServerCommand.Run(null, "/usr/bin/stat", owner, ct)).Output.Trim()
                is { Length: > 0 } name
                    and not "root"
            )
                return name;
        }
        foreach (var name in Preferred)
            if ((await ServerCommand.Run(null, "/usr/bin/id", ["-u", name], ct)).Succeeded)
                return name;
        throw new StartupException(
            "PostgreSQL does not run as root, and this machine has neither a user postgres nor nobody: start the host as an ordinary user."
        );
    }

    internal static async Task<bool> CanReach(string? account, string folder, CancellationToken ct) =>
        account is null
        || (await ServerCommand.Run(account, "/bin/sh", ["-c", "cd \"$1\"", "sh", folder], ct)).Succeeded;

    /// <summary>Makes the server's user the owner of a file or folder.</summary>
    internal static async Task Give(string? account, string path, CancellationToken ct)
    {
        if (account is null)
            return;
        var result = await ServerCommand.Run(null, "/bin/chown", [account, path], ct);
        if (!result.Succeeded)
            throw new StartupException($"{path} cannot be given to the user {account}: {result.LastLine}");
    }

    /// <summary>
    /// Location and owner of the data: the requested folder or, if the server's user has no access to it (for example
    /// under /root), a separate folder whose path is recorded next to the requested one. Recorded, because every start
    /// with the same path must find the same data; partly random, because after CRM_HOME was deleted old data must not
    /// come back.
    /// </summary>
    internal static async Task<(string Folder, string? Account)> Place(
        string requested,
        Action<string> progress,
        CancellationToken ct
    )
    {
        if (
            File.Exists(LocationFile(requested))
            && (await File.ReadAllTextAsync(LocationFile(requested), ct)).Trim() is { Length: > 0 } recorded
        )
            return (recorded, await For(recorded, ct));
        var account = await For(requested, ct);
        if (await CanReach(account, Path.GetDirectoryName(requested)!, ct))
            return (requested, account);

        var place = Path.Combine(
            OpenFolder($"{Key(requested)}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}"),
            "pg"
        );
        var location = PrivateFile.Options(FileMode.Create, FileAccess.Write, FileShare.None);
        await using (var file = new StreamWriter(LocationFile(requested), location))
            await file.WriteAsync(place + "\n");
        progress(
            $"PostgreSQL: its user {account} cannot reach {Path.GetDirectoryName(requested)}, the data go to {place}"
        );
        return (place, account);
    }

    internal static string LocationFile(string requested) => requested + ".location";

    internal static string OpenFolder(string name)
    {
        try
        {
            const UnixFileMode passable =
                UnixFileMode.UserRead
                | UnixFileMode.UserWrite
                | UnixFileMode.UserExecute
                | UnixFileMode.GroupExecute
                | UnixFileMode.OtherExecute;
            if (OperatingSystem.IsWindows())
                throw new PlatformNotSupportedException();
            // umask limits the mode at creation, so it is set again; these two folders contain no secrets themselves.
            foreach (var folder in new[] { OpenRoot, Path.Combine(OpenRoot, name) })
                File.SetUnixFileMode(Directory.CreateDirectory(folder).FullName, passable);
            return Path.Combine(OpenRoot, name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                $"PostgreSQL does not run as root, and its user cannot reach CRM_HOME nor could {OpenRoot} "
                    + "be made: set CRM_HOME to a folder that all may pass, or start as an ordinary user.",
                e
            );
        }
    }

    private static string Key(string path) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..12];
}
