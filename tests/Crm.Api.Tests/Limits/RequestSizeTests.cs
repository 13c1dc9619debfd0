using System.Net.Http.Headers;
using System.Text;
using Crm.Api.Tests.Conventions;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Crm.Api.Tests.Limits;

/// <summary>Bodies that are too large are refused before they are parsed.</summary>
[Collection(HostCollection.Name)]
public sealed class RequestSizeTests(TestHost host)
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task A_body_above_the_limit_is_413_with_or_without_its_length(bool chunked)
    {
        var before = await Stored.Count(host.App);
        var bytes = Encoding.UTF8.GetBytes("{\"title\":\"" + new string('x', 1024 * 1024) + "\"}");
        using HttpContent content = chunked ? new StreamContent(new OneWay(bytes)) : new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var answer = (await host.Api.SendRaw(HttpMethod.Post, "/deals", content, [])).Must(413);
        answer.Code.Should().Be("body.too_large");
        answer.Headers["Content-Type"].Should().Be("application/problem+json");
        (await Stored.Count(host.App)).Should().Be(before);
    }

    [Fact]
    public void The_server_bounds_headers_and_does_not_name_itself()
    {
        var kestrel = host.App.Host.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value;
        (
            kestrel.AddServerHeader,
            kestrel.Limits.MaxRequestHeadersTotalSize,
            kestrel.Limits.MaxRequestHeaderCount,
            kestrel.Limits.RequestHeadersTimeout
        )
            .Should()
            .Be((false, 64 * 1024, 64, TimeSpan.FromSeconds(10)));
        kestrel.Limits.MaxRequestLineSize.Should().Be(16 * 1024);
    }

    [Fact]
    public async Task An_address_or_headers_beyond_their_bound_are_refused_with_a_problem()
    {
        (await host.Api.Get("/deals?q=" + new string('x', 3900) + "&number=" + new string('x', 3900))).Must(200);
        var line = (await host.Api.Get("/deals?q=" + new string('x', 9000))).Must(414);
        (line.Code, line.Headers["Content-Type"]).Should().Be(("request.line_too_long", "application/problem+json"));
        (await host.Api.Get("/deals", ("X-Much", new string('x', 30 * 1024)))).Must(200);
        (await host.Api.Get("/deals", ("X-Much", new string('x', 33 * 1024))))
            .Must(431)
            .Code.Should()
            .Be("request.headers_too_large");
    }

    /// <summary>A stream of unknown length: it is sent in chunks.</summary>
    private sealed class OneWay(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
