using System.Globalization;
using System.Net;
using System.Text;

namespace Crm.Bench.Http;

/// <summary>The host under measurement: its address, the key, and the bytes of a request to it.</summary>
internal sealed class Target
{
    private readonly string _common;

    public Target(Uri url, string key)
    {
        if (url.Scheme != Uri.UriSchemeHttp)
            throw new BenchException($"{url}: only http can be measured, TLS would be measured along with it.");
        Url = url;
        Address = new IPEndPoint(Dns.GetHostAddresses(url.Host)[0], url.Port);
        _common = $" HTTP/1.1\r\nHost: {url.Authority}\r\nAuthorization: Bearer {key}\r\nAccept: application/json\r\n";
    }

    public Uri Url { get; }

    public IPEndPoint Address { get; }

    public string Get(string path, long? minPosition = null) =>
        $"GET /api/v1{path}{_common}{(minPosition is { } position ? MinPosition(position) : "")}\r\n";

    private static string MinPosition(long position) =>
        string.Create(CultureInfo.InvariantCulture, $"Crm-Min-Position: {position}\r\n");

    /// <summary>Slots already have their final width, so the length is right before they are filled.</summary>
    public string Post(string path, string body) =>
        $"POST /api/v1{path}{_common}Idempotency-Key: {Template.Key}\r\nContent-Type: application/json\r\n"
        + string.Create(
            CultureInfo.InvariantCulture,
            $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"
        );
}
