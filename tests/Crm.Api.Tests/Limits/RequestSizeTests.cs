using System.Net.Http.Headers;
using System.Text;
using Crm.Api.Tests.Conventions;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Crm.Api.Tests.Limits;

/// <summary>What is too large is refused before it is understood.</summary>
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
        (kestrel.AddServerHeader, kestrel.Limits.MaxRequestHeadersTotalSize, kestrel.Limits.MaxRequestHeaderCount, kestrel.Limits.RequestHeadersTimeout)
            .Should().Be((false, 32 * 1024, 64, TimeSpan.FromSeconds(10)));
    }

    /// <summary>A stream that does not know its length: it goes out in chunks.</summary>
    private sealed class OneWay(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
