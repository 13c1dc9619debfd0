using System.Security.Cryptography;

namespace Crm.Api.Csv;

/// <summary>An uploaded CSV file: complete, decoded, and within the size limit.</summary>
/// <param name="Hash">Represents the text in the digest of the command.</param>
public sealed record CsvUpload(string Text, string Hash)
{
    public const string MediaType = "text/csv";

    /// <summary>Size limit in bytes.</summary>
    public const int MaxBytes = 10 * 1024 * 1024;

    public static async Task<CsvUpload> Read(HttpContext http)
    {
        var given = http.Request.ContentType?.Split(';').Select(x => x.Trim()).ToArray() ?? [];
        var charset = given
            .Skip(1)
            .Where(x => x.StartsWith("charset=", StringComparison.OrdinalIgnoreCase))
            .Select(x => Known(x[8..].Trim('"').ToLowerInvariant()))
            .FirstOrDefault();
        if (given.Length == 0 || !given[0].Equals(MediaType, StringComparison.OrdinalIgnoreCase) || charset == "")
            throw new ProblemException(415, "body.media_type")
            {
                DetailArgument = $"{MediaType}; charset=utf-8, {MediaType}; charset={CsvText.Windows1251}",
            };
        var bytes = await WholeFile.Read(http, MaxBytes, "import.too_large");
        return new CsvUpload(CsvText.Decode(bytes, charset), Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    /// <summary>Empty: a character set that is not read.</summary>
    private static string Known(string charset) =>
        charset switch
        {
            "utf-8" or "utf8" => "utf-8",
            CsvText.Windows1251 or "cp1251" or "cp-1251" => CsvText.Windows1251,
            _ => "",
        };
}

/// <summary>Marks an operation that takes a CSV file, for the contract.</summary>
/// <param name="Columns">Accepted columns.</param>
public sealed record CsvBody(IReadOnlyList<CsvColumn> Columns) : ITakesFile;
