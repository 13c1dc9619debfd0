using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Crm.Api.Json;

/// <summary>
/// <c>"n-h"</c>: n is the number of events made by users or rules, h is a hash of what the reader sees. Without a version the tag is
/// weak and has no n: <c>W/"-h"</c>, so that <c>If-Match</c> never takes it. A tag is made of nothing that
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

    /// <summary>For an answer without a version: a list, a report.</summary>
    /// <param name="body">The bytes that are sent.</param>
    public static string OfBody(string language, IEnumerable<ReadOnlyMemory<byte>> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(language));
        foreach (var piece in body)
            hash.AppendData(piece.Span);
        return $"W/\"-{Short(hash.GetHashAndReset())}\"";
    }

    /// <summary>
    /// A body without the instant that it names, be it as a text or in a URL, and without its position: both move with every event of
    /// the company, and the numbers do not.
    /// </summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Without(
        DateTimeOffset instant,
        long? position,
        ReadOnlyMemory<byte> body
    )
    {
        var text = Wire.Text(instant);
        return Around(text, body)
            .SelectMany(piece => Around(Uri.EscapeDataString(text), piece))
            .SelectMany(piece =>
                position is { } at
                    ? Around(string.Create(CultureInfo.InvariantCulture, $"\"position\":{at}"), piece)
                    : [piece]
            );
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Around(string text, ReadOnlyMemory<byte> body)
    {
        var sought = Encoding.UTF8.GetBytes(text);
        for (int at; (at = body.Span.IndexOf(sought)) >= 0; body = body[(at + sought.Length)..])
            yield return body[..at];
        yield return body;
    }

    private static string Short(ReadOnlySpan<byte> hash) => Convert.ToHexStringLower(hash[..8]);

    private static string Of(long version, ReadOnlySpan<byte> hash) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{version}-{Short(hash)}\"");
}
