using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Crm.Api.Tests.Telemetry;

/// <summary>A collector of OTLP over HTTP that keeps what it was sent. Names are plain UTF-8 in the messages.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentBag<(string Path, string Text)> received = [];

    private Collector(WebApplication app) => this.app = app;

    public string Address => app.Urls.Single();

    public static async Task<Collector> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = new Collector(builder.Build());
        collector.app.MapPost("/{**path}", collector.Receive);
        await collector.app.StartAsync();
        return collector;
    }

    public bool HasReceived(string path, string name) =>
        received.Any(message => message.Path == path && message.Text.Contains(name, StringComparison.Ordinal));

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task Receive(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        received.Add((http.Request.Path, Encoding.UTF8.GetString(body.ToArray())));
    }
}
