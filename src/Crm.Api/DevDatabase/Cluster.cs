using System.Globalization;
using System.Security.Cryptography;
using Crm.Api.Configuration;

namespace Crm.Api.DevDatabase;

/// <summary>A data folder created by initdb; the password of its only user is stored next to it.</summary>
internal sealed record Cluster(string DataFolder, string Password)
{
    internal const string User = "crm";

    internal string Log => Path.Combine(DataFolder, "server.log");

    internal static string PasswordFile(string dataFolder) => dataFolder + ".password";

    /// <summary>Major version of the data; null when there is none yet.</summary>
    internal static int? Major(string dataFolder)
    {
        var file = Path.Combine(dataFolder, "PG_VERSION");
        return File.Exists(file) ? int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture) : null;
    }

    internal static async Task<Cluster> OpenOrCreate(
        string dataFolder,
        PostgresBinaries binaries,
        string? account,
        bool durable,
        Action<string> progress,
        CancellationToken ct
    )
    {
        var password = PasswordFile(dataFolder);
        if (!Directory.Exists(dataFolder))
        {
            progress($"PostgreSQL {binaries.Version}: making a database in {dataFolder}…");
            await Create(dataFolder, password, binaries, account, durable, ct);
        }
        else if (!File.Exists(password))
        {
            throw new StartupException(
                $"{dataFolder} holds a database but its password ({password}) is gone: bring it back, or delete both to begin empty."
            );
        }
        return new(dataFolder, (await File.ReadAllTextAsync(password, ct)).Trim());
    }

    // Created under another name and renamed at the end: a start that is killed in between leaves nothing that looks
    // like a database.
    private static async Task Create(
        string dataFolder,
        string passwordFile,
        PostgresBinaries binaries,
        string? account,
        bool durable,
        CancellationToken ct
    )
    {
        var draft = dataFolder + ".new";
        if (Directory.Exists(draft))
            Directory.Delete(draft, recursive: true);
        File.Delete(passwordFile);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(draft);
        else
            Directory.CreateDirectory(draft, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using (var file = new StreamWriter(passwordFile, PrivateFile.CreateNew))
            await file.WriteLineAsync(RandomNumberGenerator.GetHexString(32, lowercase: true));
        await ServerAccount.Give(account, draft, ct);
        await ServerAccount.Give(account, passwordFile, ct);

        List<string> arguments =
        [
            "-D",
            draft,
            "-U",
            User,
            "-A",
            "scram-sha-256",
            "--pwfile",
            passwordFile,
            "-E",
            "UTF8",
            .. Locale(binaries.Major),
        ];
        if (!durable)
            arguments.Add("--no-sync");
        // Takes half a second and is not cancelled: an aborted initdb leaves child processes that continue to write.
        var made = await ServerCommand.Run(account, binaries.Program("initdb"), arguments, CancellationToken.None);
        ct.ThrowIfCancellationRequested();
        if (!made.Succeeded)
            throw new StartupException($"PostgreSQL could not make a database in {dataFolder}: {made.LastLine}");

        // Loopback only: a socket path is limited to 107 bytes, the path of the data folder is not.
        await File.AppendAllTextAsync(
            Path.Combine(draft, "postgresql.conf"),
            "\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\n",
            ct
        );
        Directory.Move(draft, dataFolder);
    }

    // The same on every machine: text sorts by code point, and case folding works beyond ASCII (search in Cyrillic).
    private static string[] Locale(int major) =>
        major >= 17 ? ["--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"]
        : OperatingSystem.IsLinux() ? ["--locale", "C", "--lc-ctype", "C.UTF-8"]
        : ["--locale", "C", "--locale-provider", "icu", "--icu-locale", "und"];
}
