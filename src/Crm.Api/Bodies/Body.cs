using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;

namespace Crm.Api.Bodies;

/// <summary>
/// Reads bodies strictly: parsed once as a document, checked against the shape of the operation's body, then bound.
/// Unknown members are refused, and all faults are reported at once with their pointers.
/// </summary>
public static class Body
{
    /// <summary>The largest body that is read, in bytes.</summary>
    public const int MaxBytes = 1024 * 1024;

    // The body check enforces the depth, so that a too deep body gets another problem than a malformed one.
    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = MaxBytes };

    private static readonly string[] JsonTypes = ["application/json"];

    /// <summary>Reads the body as a command.</summary>
    /// <param name="optional">An empty body is an empty object.</param>
    /// <param name="isPatch">A merge patch is accepted under its own media type too.</param>
    public static async Task<T> Read<T>(HttpContext http, bool optional = false, bool isPatch = false)
    {
        if (IsGiven(http))
            return Parse<T>(await Bytes(http, isPatch ? MergePatch.MediaTypes : JsonTypes));
        return optional ? Parse<T>("{}"u8.ToArray()) : throw new ProblemException(400, "body.required");
    }

    /// <summary>Reads a merge patch: the values, and the names of the members that were present.</summary>
    public static async Task<(T Patch, IReadOnlySet<string> Given)> ReadPatch<T>(HttpContext http)
    {
        if (!IsGiven(http))
            throw new ProblemException(400, "body.required");
        using var document = Document(await Bytes(http, MergePatch.MediaTypes));
        var patch = Bind<T>(document.RootElement);
        var given = document.RootElement.EnumerateObject().Select(member => member.Name);
        return (patch, given.ToHashSet(StringComparer.Ordinal));
    }

    public static T Parse<T>(ReadOnlyMemory<byte> json)
    {
        using var document = Document(json);
        return Bind<T>(document.RootElement);
    }

    public static bool IsBindingFault(Exception e) =>
        e is JsonException or InvalidOperationException or FormatException or ArgumentException;

    /// <summary>
    /// Reads the next segment of the body. If it does not arrive within the time limit of the request, the client is
    /// too slow (408); a disconnected client gets no answer.
    /// </summary>
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

    // HTTP/2 requires neither of the two headers that announce a body, but the server knows whether there is one.
    private static bool IsGiven(HttpContext http) =>
        http.Request.ContentLength is not 0
        && (
            http.Request.ContentLength is > 0
            || http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true
        );

    private static async Task<ReadOnlyMemory<byte>> Bytes(HttpContext http, string[] mediaTypes)
    {
        var type = http.Request.ContentType?.Split(';')[0].Trim();
        if (!mediaTypes.Contains(type, StringComparer.OrdinalIgnoreCase))
            throw new ProblemException(415, "body.media_type") { DetailArgument = string.Join(", ", mediaTypes) };
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

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    private static JsonDocument Document(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json, AnyDepth);
        }
        catch (JsonException e)
        {
            throw new ProblemException(400, "body.malformed")
            {
                Errors = [new("", null, "body.malformed", $"line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}")],
            };
        }
    }

    private static T Bind<T>(JsonElement body)
    {
        if (body.ValueKind == JsonValueKind.Null)
            throw ProblemException.Member("", "member.null", "an object");
        if (BodyCheck.FaultsOf(body, typeof(T)) is { Count: > 0 } faults)
            throw new ProblemException(422, "validation.failed") { Errors = faults };
        try
        {
            return body.Deserialize<T>(Wire.Json)!;
        }
        catch (Exception e) when (IsBindingFault(e))
        {
            throw ProblemException.Member("", "member.invalid", BodyCheck.Fitting);
        }
    }
}
