using System.Security.Cryptography;
using System.Text;
using Crm.Api.Configuration;

namespace Crm.Api.DevDatabase;

/// <summary>PostgreSQL refuses to run as root; root's server therefore runs as another user, who must be able to reach its files.</summary>
internal static class ServerAccount
{
    private static readonly string[] Preferred = ["postgres", "nobody"];

    // Open to all by custom, kept over a reboot.
    private const string OpenRoot = "/var/lib/crm-dev";

    /// <summary>Null when the server runs as ourselves. Data that exist are served by their owner: PostgreSQL insists on it.</summary>
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

    /// <summary>Hands a file or folder to the user of the server.</summary>
    internal static async Task Give(string? account, string path, CancellationToken ct)
    {
        if (account is null)
            return;
        var result = await ServerCommand.Run(null, "/bin/chown", [account, path], ct);
        if (!result.Succeeded)
            throw new StartupException($"{path} cannot be given to the user {account}: {result.LastLine}");
    }

    /// <summary>Where the data lie and whose they are: in the wished folder or, when the server's user cannot reach that (under
    /// /root, say), in a folder of its own that is noted beside the wished one. Noted, because one and the same path has to serve each
    /// start; random in part, because a removed CRM_HOME must not come back with old data.</summary>
    internal static async Task<(string Folder, string? Account)> Place(
        string wished,
        Action<string> progress,
        CancellationToken ct
    )
    {
        if (
            File.Exists(Note(wished)) && (await File.ReadAllTextAsync(Note(wished), ct)).Trim() is { Length: > 0 } noted
        )
            return (noted, await For(noted, ct));
        var account = await For(wished, ct);
        if (await CanReach(account, Path.GetDirectoryName(wished)!, ct))
            return (wished, account);

        var place = Path.Combine(
            OpenFolder($"{Key(wished)}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}"),
            "pg"
        );
        await File.WriteAllTextAsync(Note(wished), place + "\n", ct);
        progress(
            $"PostgreSQL: its user {account} cannot reach {Path.GetDirectoryName(wished)}, the data go to {place}"
        );
        return (place, account);
    }

    internal static string Note(string wished) => wished + ".location";

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
            // umask applies to the mode given at creation, so it is set again; nothing secret is in these two folders themselves.
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
