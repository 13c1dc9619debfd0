using System.Buffers.Text;
using System.Security.Cryptography;
using Crm.Api.Configuration;
using Crm.Api.DevDatabase;

namespace Crm.Api.Startup;

/// <summary>The development key on disk: one line, readable by its owner only. The database knows its hash, never this text.</summary>
/// <param name="Path">Where the file is.</param>
/// <param name="Key">The key, <c>crm_</c> and 32 random bytes in base64url.</param>
/// <param name="IsNew">True when this call made it, so that its hash is still unknown to the database.</param>
public sealed record DevKeyFile(string Path, string Key, bool IsNew)
{
    private const string Prefix = "crm_";
    private const int RandomBytes = 32;

    /// <summary>Gives the key of the folder, made at the first call.</summary>
    public static DevKeyFile ReadOrCreate(HomeFolder home)
    {
        Directory.CreateDirectory(home.Path);
        if (Read(home.DevKey) is { } known)
            return new(home.DevKey, known, IsNew: false);

        var key = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        Write(home.DevKey, key);
        return new(home.DevKey, key, IsNew: true);
    }

    // A host killed while writing never leaves half a key (see Write), but a hand may have emptied the file: then a new one is made.
    private static string? Read(string path) =>
        File.Exists(path) && File.ReadAllText(path).Trim() is var text && IsKey(text) ? text : null;

    private static bool IsKey(string text) =>
        text.StartsWith(Prefix, StringComparison.Ordinal)
        && Base64Url.IsValid(text.AsSpan(Prefix.Length), out var length)
        && length == RandomBytes;

    // The mode is given at creation: a chmod afterwards leaves a moment in which others can open the file.
    // Written beside and renamed, so that a reader finds the whole key or none.
    private static void Write(string path, string key)
    {
        var draft = $"{path}.{Environment.ProcessId}";
        File.Delete(draft);
        using (var file = new StreamWriter(draft, PrivateFile.CreateNew))
            file.Write(key + "\n");
        File.Move(draft, path, overwrite: true);
    }
}
