using System.Globalization;
using System.Text;
using Crm.Api.Tests.Conventions;
using Crm.Api.Tests.Leaks;
using Microsoft.Extensions.Logging;

namespace Crm.Api.Tests.Limits;

/// <summary>
/// Requests that are no HTTP, or have no address: the server closes the connection before there is a request, so no middleware can give
/// it a body (ADR 50). A request with invalid bytes in a header is refused with a problem document.
/// </summary>
public sealed class MalformedHttpTests(MalformedHttpTests.Served served) : IClassFixture<MalformedHttpTests.Served>
{
    /// <summary>A host whose log contains everything that its server reports about bad requests.</summary>
    public sealed class Served : IAsyncLifetime
    {
        public CapturedLog Log { get; } = new();
        public ServedApp App { get; private set; } = null!;

        public async ValueTask InitializeAsync() =>
            App = await ServedApp.Start(
                x => x.Logging.AddProvider(Log),
                ("Logging:LogLevel:Microsoft.AspNetCore", "Information"),
                ("Logging:LogLevel:Microsoft.AspNetCore.Server.Kestrel.BadRequests", "Debug")
            );

        public async ValueTask DisposeAsync()
        {
            await App.DisposeAsync();
            Log.Dispose();
        }
    }

    public static TheoryData<string> Malformed =>
        new(
            "GET /api/v1/deals/%00 HTTP/1.1\r\nHost: crm\r\nAuthorization: {key}\r\n\r\n",
            "POST /api/v1/deals%00 HTTP/1.1\r\nHost: crm\r\nAuthorization: "
                + "{key}\r\nContent-Type: application/json\r\nContent-Length: "
                + "13\r\n\r\n{\"title\":\"А\"}",
            "GET /api/v1/clients?q=поставка HTTP/1.1\r\nHost: crm\r\nAuthorization: {key}\r\n\r\n",
            "GET /api/v1/deals HTTP/1.1\r\nAuthorization: {key}\r\n\r\n",
            "GET /api/v1/deals HTTP/1.1\r\nHost: crm\r\nno colon\r\nAuthorization: {key}\r\n\r\n",
            "GET /api/v1/deals HTTP/1.1\r\nHost: crm\r\nX-Null: a\0b\r\nAuthorization: {key}\r\n\r\n",
            "POST /api/v1/deals HTTP/1.1\r\nHost: crm\r\nAuthorization: {key}\r\nContent-Length: -1\r\n\r\n",
            "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n",
            "nonsense\r\n\r\n"
        );

    [Theory, MemberData(nameof(Malformed))]
    public async Task It_is_a_bare_400_that_closes_writes_nothing_and_says_nothing_above_Debug(string request)
    {
        var before = await Stored.Count(served.App.ConnectionString);
        var logged = served.Log.Entries.Count;
        var answer = await served.App.Send(
            Encoding.UTF8.GetBytes(request.Replace("{key}", "Bearer " + served.App.Key, StringComparison.Ordinal))
        );
        answer
            .Should()
            .StartWith("HTTP/1.1 400 Bad Request\r\n")
            .And.Contain("\r\nConnection: close\r\n")
            .And.Contain("Content-Length: 0\r\n")
            .And.EndWith("\r\n\r\n")
            .And.NotContain("Server:");
        (await Stored.Count(served.App.ConnectionString)).Should().Be(before);
        // Only lines of the request path: background services log at any time.
        var log = served
            .Log.Entries.Skip(logged)
            .Where(x =>
                x.Line.StartsWith("Microsoft.", StringComparison.Ordinal)
                || x.Line.StartsWith("Crm.Api.RequestPipeline", StringComparison.Ordinal)
            )
            .ToArray();
        log.Should()
            .Contain(
                x =>
                    x.Level == LogLevel.Debug
                    && x.Line.StartsWith("Microsoft.AspNetCore.Server.Kestrel.BadRequests", StringComparison.Ordinal),
                "an operator who looks for it finds it"
            );
        log.Where(x => x.Level > LogLevel.Debug).Select(x => x.Line).Should().BeEmpty();
    }

    [Theory]
    [InlineData("Idempotency-Key", 400, "idempotency_key.invalid")]
    [InlineData("If-Match", 400, "header.invalid")]
    [InlineData("Content-Type", 415, "body.media_type")]
    [InlineData("Authorization", 401, "credentials.invalid")]
    public async Task Odd_bytes_in_a_header_that_is_read_are_refused_with_a_problem(
        string header,
        int status,
        string code
    )
    {
        var deal = (string)
            ServedApp.Json(await Sent("X-Anything", "A"u8.ToArray(), "/api/v1/deals", "{\"title\":\"A\"}"))["id"]!;
        foreach (
            var odd in (byte[][])
                [
                    [0xFF, 0xFE],
                    [0xC3, 0x28],
                    Encoding.UTF8.GetBytes("ключ"),
                ]
        )
        {
            var before = await Stored.Count(served.App.ConnectionString);
            var answer = await Sent(header, odd, $"/api/v1/deals/{deal}/comments", "{\"text\":\"A\"}");
            answer.Should().StartWith($"HTTP/1.1 {status} ").And.Contain("\r\nContent-Type: application/problem+json");
            ((string)ServedApp.Json(answer)["code"]!).Should().Be(code);
            (await Stored.Count(served.App.ConnectionString)).Should().Be(before);
        }
    }

    [Fact]
    public async Task Invalid_bytes_in_an_unread_header_are_ignored() =>
        (await Sent("X-Anything", [0xFF, 0xFE], "/api/v1/deals", "{\"title\":\"A\"}"))
            .Should()
            .StartWith("HTTP/1.1 201 ");

    private async Task<string> Sent(string header, byte[] value, string path, string body)
    {
        var headers = new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["Authorization"] = Bytes("Bearer " + served.App.Key),
            ["Content-Type"] = Bytes("application/json"),
            ["Content-Length"] = Bytes(body.Length.ToString(CultureInfo.InvariantCulture)),
            [header] = value,
        };
        if (header == "Authorization")
            headers[header] = [.. Bytes("Bearer "), .. value];
        byte[] request =
        [
            .. Bytes($"POST {path} HTTP/1.1\r\nHost: crm\r\nConnection: close\r\n"),
            .. headers.SelectMany(x => (byte[])[.. Bytes(x.Key + ": "), .. x.Value, .. "\r\n"u8]),
            .. Bytes("\r\n" + body),
        ];
        return await served.App.Send(request);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
