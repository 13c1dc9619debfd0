using System.Security.Cryptography;
using System.Text;

namespace Crm.Api.Csv;

/// <summary>An uploaded CSV file: complete, in UTF-8, and within the size limit.</summary>
/// <param name="Hash">Represents the text in the digest of the command.</param>
public sealed record CsvUpload(string Text, string Hash)
{
    public const string MediaType = "text/csv";

    /// <summary>Size limit in bytes.</summary>
    public const int MaxBytes = 10 * 1024 * 1024;

    public static async Task<CsvUpload> Read(HttpContext http)
    {
        var given = http.Request.ContentType?.Split(';').Select(x => x.Trim()).ToArray() ?? [];
        var other = given
            .Skip(1)
            .FirstOrDefault(x =>
                x.StartsWith("charset=", StringComparison.OrdinalIgnoreCase)
                && !x[8..].Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            );
        if (given.Length == 0 || !given[0].Equals(MediaType, StringComparison.OrdinalIgnoreCase) || other is not null)
            throw new ProblemException(415, "body.media_type") { DetailArgument = MediaType + "; charset=utf-8" };
        var bytes = await WholeFile.Read(http, MaxBytes, "import.too_large");
        return new CsvUpload(TextOf(bytes), Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    private static string TextOf(byte[] bytes)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(
                bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsSpan(3) : bytes
            );
        }
        catch (ArgumentException)
        {
            // Saved in another code page: guessing it could store wrong names.
            throw new ProblemException(422, "import.not_utf8");
        }
    }
}

/// <summary>Marks an operation that takes a CSV file, for the contract.</summary>
/// <param name="Columns">Accepted columns.</param>
public sealed record CsvBody(IReadOnlyList<CsvColumn> Columns);
