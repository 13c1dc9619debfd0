using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Crm.Api.Json;

/// <summary>
/// <c>"n-h"</c>: n is the number of events made by users or rules, h is a hash of what the reader sees. A tag is made of nothing that
/// the reader does not see: a hash over a hidden value reveals it to those who guess. Readers who see different fields have different
/// tags.
/// </summary>
public static class EntityTag
{
    /// <summary>For an answer that all its readers see alike.</summary>
    /// <param name="elsewhere">What its body takes from other sources: names, language.</param>
    public static string Of(long version, IReadOnlyList<string?> elsewhere) =>
        Of(version, SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(elsewhere)));

    /// <summary>For an answer whose fields depend on its reader.</summary>
    /// <param name="body">The bytes that are sent.</param>
    public static string OfSeen(long version, string language, ReadOnlySpan<byte> body) =>
        Of(version, SHA256.HashData([.. Encoding.UTF8.GetBytes(language), .. body]));

    private static string Of(long version, ReadOnlySpan<byte> hash) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{version}-{Convert.ToHexStringLower(hash[..8])}\"");
}
