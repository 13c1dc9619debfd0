using System.Buffers.Text;
using System.Security.Cryptography;
using Crm.Api.Configuration;
using Crm.Api.DevDatabase;

namespace Crm.Api.Startup;

/// <summary>
/// The development key on disk: one line, readable by its owner only. The database stores its hash, never this text.
/// </summary>
/// <param name="Path">Path of the file.</param>
/// <param name="Key">The key, <c>crm_</c> and 32 random bytes in base64url.</param>
/// <param name="IsNew">True when this call created it, so that the database does not have its hash yet.</param>
public sealed record DevKeyFile(string Path, string Key, bool IsNew)
{
    private const string Prefix = "crm_";
    private const int RandomBytes = 32;

    /// <summary>Returns the key of the folder; creates it at the first call.</summary>
    public static DevKeyFile ReadOrCreate(HomeFolder home)
    {
        Directory.CreateDirectory(home.Path);
        if (Read(home.DevKey) is { } known)
            return new(home.DevKey, known, IsNew: false);

        var key = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        Write(home.DevKey, key);
        return new(home.DevKey, key, IsNew: true);
    }

    // A host killed while writing never leaves half a key (see Write), but the file may have been emptied by hand: then
    // a new key is created.
    private static string? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        PrivateFile.Restrict(path);
        var text = File.ReadAllText(path).Trim();
        return IsKey(text) ? text : null;
    }

    private static bool IsKey(string text) =>
        text.StartsWith(Prefix, StringComparison.Ordinal)
        && Base64Url.IsValid(text.AsSpan(Prefix.Length), out var length)
        && length == RandomBytes;

    // The mode is set at creation: with a later chmod, others could open the file in between. Written to a temporary
    // file and renamed, so that a reader finds the whole key or none.
    private static void Write(string path, string key)
    {
        var draft = $"{path}.{Environment.ProcessId}";
        File.Delete(draft);
        using (var file = new StreamWriter(draft, PrivateFile.CreateNew))
            file.Write(key + "\n");
        File.Move(draft, path, overwrite: true);
    }
}
