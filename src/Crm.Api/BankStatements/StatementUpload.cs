using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Crm.Domain.BankStatements;
using Crm.Domain.Settings;

namespace Crm.Api.BankStatements;

/// <summary>A statement as it came in: the bare file, in whole.</summary>
internal sealed record StatementUpload(byte[] Bytes, string Hash)
{
    public const int MaxBytes = 5 * 1024 * 1024;
    public static readonly string[] Types = ["text/plain", "text/csv", "application/octet-stream"];

    /// <param name="account">Belongs to what the file means: another account is another statement.</param>
    /// <param name="format">So does another format.</param>
    public static async Task<StatementUpload> Read(HttpContext http, string? account, StatementColumns? format)
    {
        var type = http.Request.ContentType?.Split(';')[0].Trim().ToLowerInvariant();
        if (!Types.Contains(type))
            throw new ProblemException(415, "body.media_type") { DetailArgument = string.Join(", ", Types) };
        var bytes = await WholeFile.Read(http, MaxBytes, "bank_statement.too_large");
        if (bytes.Length == 0)
            throw new ProblemException(400, "body.required");
        return new(
            bytes,
            Convert.ToHexStringLower(
                SHA256.HashData(
                    account is null && format is null
                        ? bytes
                        :
                        [
                            .. bytes,
                            0,
                            .. Encoding.UTF8.GetBytes(account ?? ""),
                            .. format is null ? [] : JsonSerializer.SerializeToUtf8Bytes(format, Wire.Json),
                        ]
                )
            )
        );
    }
}

/// <summary>An operation that takes a bare file of one of these types; the contract describes it so.</summary>
public sealed record FileBody(IReadOnlyList<string> Types, string Example) : ITakesFile;
