using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Crm.Api.Paging;

/// <summary>
/// The end of a page: the sort keys of its last item, signed together with the filters that it belongs to. Opaque to
/// clients; a cursor of other filters, or a forged one, is 400.
/// </summary>
public sealed class CursorSeal(byte[] secret)
{
    private const int MacBytes = 16;

    public string Seal(string query, IReadOnlyList<string> keys)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(keys);
        return Base64Url.EncodeToString([.. Mac(query, body), .. body]);
    }

    public string[] Open(string query, string cursor)
    {
        try
        {
            var bytes = Base64Url.DecodeFromChars(cursor);
            var body = bytes.AsSpan(MacBytes);
            if (CryptographicOperations.FixedTimeEquals(bytes.AsSpan(0, MacBytes), Mac(query, body)))
                return JsonSerializer.Deserialize<string[]>(body)!;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or JsonException)
        {
            // Not a cursor of ours: answered below.
        }

        throw ProblemException.Parameter("cursor", "cursor.invalid", "nextCursor of the page before");
    }

    private byte[] Mac(string query, ReadOnlySpan<byte> body) =>
        HMACSHA256.HashData(secret, (byte[])[.. Encoding.UTF8.GetBytes(query), 0, .. body])[..MacBytes];
}
