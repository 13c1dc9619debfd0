using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Crm.Api.BankStatements;

/// <summary>A statement as it came in: the bare file, in whole.</summary>
internal sealed record StatementUpload(byte[] Bytes, string Hash)
{
    public const int MaxBytes = 5 * 1024 * 1024;
    public static readonly string[] Types = ["text/plain", "text/csv", "application/octet-stream"];

    /// <param name="account">Belongs to what the file means: another account is another statement.</param>
    public static async Task<StatementUpload> Read(HttpContext http, string? account)
    {
        var type = http.Request.ContentType?.Split(';')[0].Trim().ToLowerInvariant();
        if (!Types.Contains(type)) throw new ProblemException(415, "body.media_type") { DetailArgument = string.Join(", ", Types) };
        if (http.Request.ContentLength > MaxBytes) throw TooLarge();
        using var buffer = new MemoryStream();
        var piece = new byte[64 * 1024];
        int read;
        while ((read = await Body.Piece(http, piece)) > 0)
        {
            if (buffer.Length + read > MaxBytes) throw TooLarge();
            buffer.Write(piece, 0, read);
        }

        if (buffer.Length == 0) throw new ProblemException(400, "body.required");
        var bytes = buffer.ToArray();
        return new(bytes, Convert.ToHexStringLower(SHA256.HashData(account is null ? bytes : [.. bytes, 0, .. Encoding.UTF8.GetBytes(account)])));
    }

    private static ProblemException TooLarge() => new(413, "bank_statement.too_large") { DetailArgument = MaxBytes.ToString(CultureInfo.InvariantCulture) };
}

/// <summary>An operation that takes a bare file of one of these types; the contract describes it so.</summary>
public sealed record FileBody(IReadOnlyList<string> Types, string Example);
