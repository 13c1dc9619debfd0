using System.Security.Cryptography;
using System.Text;

namespace Crm.Api.Csv;

/// <summary>A file of comma- or semicolon-separated values as it came in: whole, in UTF-8, and no larger than is allowed.</summary>
/// <param name="Hash">Stands for the text where a command is compared with an earlier one.</param>
public sealed record CsvUpload(string Text, string Hash)
{
    public const string MediaType = "text/csv";

    /// <summary>The largest file that is read, in bytes.</summary>
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
            // An office program that saves in another code page: guessing it would write wrong names.
            throw new ProblemException(422, "import.not_utf8");
        }
    }
}

/// <summary>An operation that takes a file of separated values; the contract describes it so.</summary>
/// <param name="Columns">The columns that it knows.</param>
public sealed record CsvBody(IReadOnlyList<CsvColumn> Columns);
