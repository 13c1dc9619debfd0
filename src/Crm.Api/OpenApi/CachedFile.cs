using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Crm.Api.OpenApi;

/// <summary>
/// A file that is made at the first request and compressed at the first request of each encoding, once per host, however
/// many requests arrive at the same time. The framework's compression would compress every response again.
/// </summary>
/// <param name="cacheControl">Who may store it; all revalidate it by its ETag.</param>
/// <param name="make">Makes the bytes; called again only after a failure.</param>
internal sealed class CachedFile(string mediaType, string cacheControl, Func<byte[]> make)
{
    private const string Identity = "identity";

    private readonly Dictionary<string, Once<Representation>> representations = Representations(make);

    /// <summary>Answers with the file, or with 304.</summary>
    public async Task Write(HttpContext http)
    {
        var encoding = Preferred(http.Request);
        var file = await representations[encoding].Get(http.RequestAborted);
        var (response, headers) = (http.Response, http.Response.Headers);
        headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        (headers.CacheControl, headers.ETag) = (cacheControl, file.ETag);
        if (ETags.NotModified(http, file.ETag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        (response.ContentType, response.ContentLength) = (mediaType, file.Bytes.Length);
        if (encoding != Identity)
            headers.ContentEncoding = encoding;
        if (!HttpMethods.IsHead(http.Request.Method))
            await response.Body.WriteAsync(file.Bytes, http.RequestAborted);
    }

    private static Dictionary<string, Once<Representation>> Representations(Func<byte[]> make)
    {
        var plain = new Once<Representation>(() => Task.FromResult(Representation.Of(make(), "")));
        Once<Representation> Encoded(string suffix, Func<Stream, Stream> encoder) =>
            new(async () => Representation.Of(Encode((await plain.Get(default)).Bytes, encoder), suffix));
        return new(StringComparer.Ordinal)
        {
            ["br"] = Encoded("-br", stream => new BrotliStream(stream, CompressionLevel.Optimal)),
            ["gzip"] = Encoded("-gzip", stream => new GZipStream(stream, CompressionLevel.Optimal)),
            [Identity] = plain,
        };
    }

    private static byte[] Encode(byte[] bytes, Func<Stream, Stream> encoder)
    {
        using var encoded = new MemoryStream();
        using (var stream = encoder(encoded))
            stream.Write(bytes);
        return encoded.ToArray();
    }

    /// <summary>The accepted encoding of the highest weight; of equal ones the smallest.</summary>
    private string Preferred(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        double? Weight(string name) =>
            accepted.FirstOrDefault(x => x.Value.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found
                ? found.Quality ?? 1
                : null;
        return representations
            .Keys.Select(name =>
                // Identity is acceptable unless excluded, but anything that is asked for goes before it.
                (Name: name, Weight: Weight(name) ?? (name == Identity ? double.Epsilon : Weight("*") ?? 0))
            )
            .Where(candidate => candidate.Weight > 0)
            .OrderByDescending(candidate => candidate.Weight)
            .Select(candidate => candidate.Name)
            .FirstOrDefault(Identity);
    }

    /// <summary>The bytes under one encoding. Each encoding has an ETag of its own, because the bytes differ.</summary>
    private sealed record Representation(byte[] Bytes, string ETag)
    {
        public static Representation Of(byte[] bytes, string suffix) =>
            new(bytes, $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16))}{suffix}\"");
    }
}
