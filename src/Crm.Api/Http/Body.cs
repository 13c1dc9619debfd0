using System.Buffers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Features;

namespace Crm.Api.Http;

/// <summary>Reads bodies strictly: what is not in the schema is refused with a pointer to it, and nothing is guessed.</summary>
public static partial class Body
{
    /// <summary>The largest body that is read, in bytes.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Reads the body as a command. <paramref name="optional"/>: an empty body is an empty object.</summary>
    public static async Task<T> Read<T>(HttpContext http, bool optional = false, string mediaType = "application/json")
    {
        var type = http.Request.ContentType?.Split(';')[0].Trim();
        // HTTP/2 needs neither of the two headers that tell of a body: the server knows.
        var given =
            http.Request.ContentLength is not 0
            && (
                http.Request.ContentLength is > 0
                || http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true
            );
        if (!given)
            return optional
                ? JsonSerializer.Deserialize<T>("{}", Wire.Json)!
                : throw new ProblemException(400, "body.required");
        if (!string.Equals(type, mediaType, StringComparison.OrdinalIgnoreCase))
            throw new ProblemException(415, "body.media_type") { DetailArgument = mediaType };
        if (http.Request.ContentLength > MaxBytes)
            throw new ProblemException(413, "body.too_large");

        using var buffer = new MemoryStream();
        var piece = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            int read;
            while ((read = await Piece(http, piece)) > 0)
            {
                buffer.Write(piece, 0, read);
                if (buffer.Length > MaxBytes)
                    throw new ProblemException(413, "body.too_large");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }

        return Parse<T>(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    /// <summary>The next piece of the body. One that does not come while the request has time came too slowly; for a client who has gone nobody answers.</summary>
    public static async ValueTask<int> Piece(HttpContext http, Memory<byte> piece)
    {
        try
        {
            return await http.Request.Body.ReadAsync(piece, http.RequestAborted);
        }
        catch (OperationCanceledException e) when (http.RequestAborted.IsCancellationRequested)
        {
            throw TooSlow(e);
        }
    }

    public static ProblemException TooSlow(Exception e) => new(408, "request.too_slow", e);

    /// <summary>Reads a merge patch: the members, and the names of those that were given at all.</summary>
    public static async Task<(T Patch, IReadOnlySet<string> Given)> ReadPatch<T>(HttpContext http)
    {
        var members = await Read<Dictionary<string, JsonElement>>(http, mediaType: "application/merge-patch+json");
        return (Parse<T>(JsonSerializer.SerializeToUtf8Bytes(members)), members.Keys.ToHashSet(StringComparer.Ordinal));
    }

    public static T Parse<T>(ReadOnlySpan<byte> json)
    {
        Inspect(json);
        try
        {
            return JsonSerializer.Deserialize<T>(json, Wire.Json)
                ?? throw ProblemException.Member("", "member.null", "an object");
        }
        catch (JsonException e)
        {
            throw Fault(e);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or ArgumentException)
        {
            throw ProblemException.Member("", "member.invalid", "a value that fits the schema");
        }
    }

    /// <summary>Well-formed, not too deep, and no text that the store cannot keep: before any schema is asked.</summary>
    private static void Inspect(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 2 * Wire.MaxDepth });
        string? member = null;
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth > Wire.MaxDepth)
                    throw ProblemException.Member("", "body.too_deep", $"at most {Wire.MaxDepth} levels");
                if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
                    continue;
                var text = Text(ref reader, member);
                if (reader.TokenType == JsonTokenType.PropertyName)
                    member = text;
            }
        }
        catch (JsonException e)
        {
            throw new ProblemException(400, "body.malformed")
            {
                Errors = [new("", null, "body.malformed", $"line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}")],
            };
        }
    }

    private static string Text(ref Utf8JsonReader reader, string? member)
    {
        try
        {
            var text = reader.GetString()!;
            if (!text.Any(x => x < ' ' && x is not ('\t' or '\n' or '\r')))
                return text;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate or bytes that are no UTF-8.
        }

        throw ProblemException.Member(
            member is null ? "" : "/" + member,
            "text.invalid_character",
            "text without control characters and lone surrogates"
        );
    }

    private static ProblemException Fault(JsonException e)
    {
        var path = Pointer(e.Path);
        if (Missing().Match(e.Message) is { Success: true } missing)
            return new ProblemException(422, "validation.failed")
            {
                Errors =
                [
                    .. Quoted()
                        .Matches(missing.Groups["names"].Value)
                        .Select(x => new ProblemError(
                            $"{path}/{x.Groups["name"].Value}",
                            null,
                            "member.required",
                            "this member"
                        )),
                ],
            };
        if (Unknown().Match(e.Message) is { Success: true } unknown)
            return ProblemException.Member(
                path.EndsWith("/" + unknown.Groups["name"].Value, StringComparison.Ordinal)
                    ? path
                    : $"{path}/{unknown.Groups["name"].Value}",
                "member.unknown",
                "only members of the schema"
            );
        if (e.Message.Contains("Duplicate", StringComparison.OrdinalIgnoreCase))
            return ProblemException.Member(path, "member.twice", "each member once");
        if (
            e.Message.Contains("doesn't allow null", StringComparison.Ordinal)
            || e.Message.Contains("allow setting null", StringComparison.Ordinal)
        )
            return ProblemException.Member(path, "member.null", "a value");
        var plain =
            e.Message.Contains("could not be converted", StringComparison.Ordinal) || e.InnerException is not null;
        return ProblemException.Member(
            path,
            "member.invalid",
            plain ? "a value that fits the schema" : e.Message.Split(" Path:")[0]
        );
    }

    /// <summary><c>$.lines[0].price</c> becomes <c>/lines/0/price</c>.</summary>
    private static string Pointer(string? path) =>
        path is null or "$" ? "" : Steps().Replace(path[1..], x => "/" + x.Groups["step"].Value);

    [GeneratedRegex(
        @"missing required (?:properties|constructor parameters)[^:]*: (?<names>.*)$",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        200
    )]
    private static partial Regex Missing();

    [GeneratedRegex("'(?<name>[^']+)'", RegexOptions.ExplicitCapture, 200)]
    private static partial Regex Quoted();

    [GeneratedRegex("The JSON property '(?<name>[^']+)' could not be mapped", RegexOptions.ExplicitCapture, 200)]
    private static partial Regex Unknown();

    [GeneratedRegex(@"\.(?<step>[^.\[\]]+)|\[(?<step>\d+)\]|\['(?<step>[^']+)'\]", RegexOptions.ExplicitCapture, 200)]
    private static partial Regex Steps();
}
