using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Crm.Api.Attachments;

/// <summary>A file as it came in, in whole: what is too large was refused while it was read.</summary>
/// <param name="Content">In memory while it is small, otherwise in a temporary file; disposed with the request.</param>
public sealed record Upload(
    string Name,
    string ContentType,
    Stream Content,
    string Hash,
    string? Comment,
    Guid? Id,
    DateTimeOffset? HappenedAt
)
{
    /// <summary>The texts beside the file; nobody sends more.</summary>
    private const int MostText = 64 * 1024;

    /// <summary>The parsed command, for keys: the hash stands for the bytes.</summary>
    public object Command =>
        new
        {
            Name,
            ContentType,
            Hash,
            Comment,
            Id,
            HappenedAt,
        };

    /// <summary>
    /// Reads multipart/form-data strictly: one part <c>file</c>, and beside it <c>name</c>, <c>comment</c>, <c>id</c>,
    /// <c>happenedAt</c>, each at most once.
    /// </summary>
    public static async Task<Upload> Read(HttpContext http, FileRules rules)
    {
        if (
            !MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var media)
            || !media.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(media.Boundary).Value is not { Length: > 0 and <= 200 } boundary
        )
            throw new ProblemException(415, "body.media_type") { DetailArgument = "multipart/form-data" };
        if (http.Request.ContentLength > rules.MaxBytes + 8L * MostText)
            throw TooLarge(rules);
        try
        {
            return await Parts(
                new MultipartReader(boundary, http.Request.Body)
                {
                    HeadersCountLimit = 16,
                    HeadersLengthLimit = 16 * 1024,
                },
                rules,
                http
            );
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new ProblemException(400, "upload.malformed", e);
        }
        catch (OperationCanceledException e) when (http.RequestAborted.IsCancellationRequested)
        {
            throw Body.TooSlow(e);
        }
    }

    private static async Task<Upload> Parts(MultipartReader reader, FileRules rules, HttpContext http)
    {
        var ct = http.RequestAborted;
        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        (SpooledFile Content, string? Type, string? Name)? file = null;
        while (await reader.ReadNextSectionAsync(ct) is { } section)
        {
            var about = section.GetContentDispositionHeader() ?? throw new ProblemException(400, "upload.malformed");
            var part = HeaderUtilities.RemoveQuotes(about.Name).Value ?? "";
            if (part is not ("file" or "name" or "comment" or "id" or "happenedAt"))
                throw ProblemException.Member(
                    "/" + part,
                    "member.unknown",
                    Phrase.Data("file, name, comment, id, happenedAt")
                );
            if (part == "file" ? file is not null : texts.ContainsKey(part))
                throw ProblemException.Member("/" + part, "member.twice", "each part once");
            if (part == "file")
                file = (
                    await SpooledFile.Read(section.Body, rules.MaxBytes, http) ?? throw TooLarge(rules),
                    section.ContentType,
                    HeaderUtilities
                        .RemoveQuotes(about.FileNameStar.HasValue ? about.FileNameStar : about.FileName)
                        .Value
                );
            else
                texts[part] = Text(
                    await All(section.Body, MostText, ct)
                        ?? throw ProblemException.Member("/" + part, "member.too_long", $"at most {MostText} bytes"),
                    part
                );
        }

        if (file is not { } found)
            throw ProblemException.Member("/file", "member.required", "a file");
        if (found.Content.Length == 0)
            throw ProblemException.Member("/file", "attachment.empty", "at least one byte");
        var name =
            TextValidation.Optional(Bare(texts.GetValueOrDefault("name")), "/name", TextValidation.Short)
            ?? TextValidation.Optional(Bare(found.Name), "/name", TextValidation.Short)
            ?? throw ProblemException.Member("/name", "member.required", "a name, here or as filename of the file");
        return new Upload(
            TextValidation.Sound(name, "/name", severalLines: false),
            rules.Checked(found.Type, name, found.Content),
            found.Content.Bytes,
            found.Content.Hash,
            TextValidation.Optional(texts.GetValueOrDefault("comment"), "/comment", TextValidation.Long),
            Id: texts.TryGetValue("id", out var id) ? IdOf(id) : null,
            HappenedAt: texts.TryGetValue("happenedAt", out var at) ? InstantOf(at) : null
        );
    }

    private static Guid IdOf(string text) =>
        Guid.TryParseExact(text, "D", out var id) && id != Guid.Empty
            ? id
            : throw ProblemException.Member("/id", "member.invalid", "a UUID");

    private static DateTimeOffset InstantOf(string text) =>
        InstantJson.TryParse(text, out var at)
            ? at
            : throw ProblemException.Member(
                "/happenedAt",
                "member.invalid",
                "an instant of RFC 3339, such as 2026-11-23T10:00:00Z"
            );

    /// <summary>Some browsers send a whole path, and some clients one that leads upwards: only the last step is a name.</summary>
    private static string? Bare(string? name) => name?[(name.LastIndexOfAny(['/', '\\']) + 1)..].TrimEnd('.', ' ');

    /// <summary>Null when there is more than is allowed; no more than that is ever read.</summary>
    private static async Task<byte[]?> All(Stream body, int most, CancellationToken ct)
    {
        using var buffer = new MemoryStream();
        var piece = new byte[64 * 1024];
        int read;
        while ((read = await body.ReadAsync(piece, ct)) > 0)
        {
            if (buffer.Length + read > most)
                return null;
            buffer.Write(piece, 0, read);
        }

        return buffer.ToArray();
    }

    private static string Text(byte[] bytes, string part)
    {
        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
            return TextValidation.Sound(text, "/" + part, severalLines: part == "comment");
        }
        catch (ArgumentException)
        {
            throw ProblemException.Member("/" + part, TextRule.Code, "UTF-8");
        }
    }

    private static ProblemException TooLarge(FileRules rules) =>
        new(413, "attachment.too_large")
        {
            DetailArgument = rules.MaxBytes.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
}
