using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Crm.Domain.Kernel;

/// <summary>
/// Personal text in an event: names, phones, descriptions, comments, reasons. The digest is SHA-256(salt, text):
/// erasure sets text and salt to null in place, and the history still verifies.
/// </summary>
/// <param name="Text">The text; null once erased.</param>
/// <param name="Salt">Random, created at the edge; null once erased.</param>
/// <param name="Digest">Lower-case hex of SHA-256 over salt and text; never removed.</param>
public sealed record Personal(string? Text, string? Salt, string Digest)
{
    /// <summary>Seals a text with a salt.</summary>
    public static Personal Seal(string text, string salt) =>
        new(text, salt, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(salt + "\n" + text))));

    /// <summary>
    /// True when the digest matches the text, or the text was erased. Not serialized: it would be hashed on every
    /// write.
    /// </summary>
    [JsonIgnore]
    public bool Holds => Text is null ? Salt is null : Salt is not null && Seal(Text, Salt).Digest == Digest;

    /// <summary>Compares texts only: equal texts have different salts.</summary>
    public bool SameText(Personal? other) => other is not null && other.Text == Text;
}
