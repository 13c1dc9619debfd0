using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;

namespace Crm.Api.Bodies;

/// <summary>
/// A file that was received in whole: in memory up to 64 KiB, beyond that in a temporary file which is deleted with the
/// request. Never more than one piece of a large file is in memory.
/// </summary>
/// <param name="Bytes">Can be sought; disposed with the request.</param>
/// <param name="Hash">SHA-256 of the content, lower-case hex.</param>
/// <param name="Head">Its first bytes, at most <see cref="HeadBytes"/>.</param>
/// <param name="HasZero">It contains a zero byte, as no text does.</param>
public sealed record SpooledFile(Stream Bytes, long Length, string Hash, byte[] Head, bool HasZero)
{
    public const int HeadBytes = 1024;
    private const int Piece = 64 * 1024;

    /// <summary>Null when there is more than <paramref name="most"/> bytes; no more than that is ever read.</summary>
    public static async Task<SpooledFile?> Read(Stream body, int most, HttpContext http)
    {
        var spool = new FileBufferingReadStream(body, Piece, null, Path.GetTempPath);
        http.Response.RegisterForDisposeAsync(spool);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (piece, length, head, hasZero) = (new byte[Piece], 0L, new MemoryStream(HeadBytes), false);
        int read;
        while ((read = await spool.ReadAsync(piece, http.RequestAborted)) > 0)
        {
            length += read;
            if (length > most)
                return null;
            hash.AppendData(piece, 0, read);
            hasZero |= piece.AsSpan(0, read).Contains((byte)0);
            head.Write(piece, 0, (int)Math.Min(read, HeadBytes - head.Length));
        }

        return new(spool, length, Convert.ToHexStringLower(hash.GetHashAndReset()), head.ToArray(), hasZero);
    }
}
