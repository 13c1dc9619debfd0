using System.Net.Http.Headers;
using System.Text;
using Crm.Api.Tests.Conventions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Limits;

/// <summary>A body that does not arrive: 408 with its problem, and nothing is written.</summary>
public sealed class SlowBodyTests(SlowBodyTests.SevenSeconds host) : IClassFixture<SlowBodyTests.SevenSeconds>
{
    [Fact]
    public async Task A_body_slower_than_the_server_bears_is_408_with_a_problem()
    {
        // The server's own timer cannot be advanced: its limit is set to almost nothing.
        await using var app = await ServedApp.Start(x =>
            x.Services.Configure<KestrelServerOptions>(o =>
                o.Limits.MinRequestBodyDataRate = new MinDataRate(1_000_000, TimeSpan.FromSeconds(1.1))
            )
        );
        var before = await Stored.Count(app.ConnectionString);
        var answer = await app.Send(
            Encoding.UTF8.GetBytes(
                $"POST /api/v1/deals HTTP/1.1\r\nHost: crm\r\nAuthorization: Bearer {app.Key}\r\nContent-Type: "
                    + $"application/json\r\nContent-Length: 1000\r\nAccept-Language: en\r\n\r\n{{\"title\":"
            )
        );
        var (head, body) = (answer.Split("\r\n\r\n")[0], ServedApp.Json(answer));
        head.Should()
            .StartWith("HTTP/1.1 408 Request Timeout\r\n")
            .And.Contain("\r\nContent-Type: application/problem+json")
            .And.Contain("\r\nX-Content-Type-Options: nosniff");
        ((string)body["code"]!, (int)body["status"]!, (string)body["title"]!)
            .Should()
            .Be(("request.too_slow", 408, "The body comes too slowly"));
        (await Stored.Count(app.ConnectionString)).Should().Be(before);
    }

    [
        Theory,
        InlineData("/deals", "application/json"),
        InlineData("/products/import", "text/csv"),
        InlineData("/bank-statements", "text/plain"),
        InlineData("/deals/{deal}/attachments", "multipart/form-data; boundary=x")
    ]
    public async Task A_body_that_still_comes_when_the_time_is_up_is_408_with_a_problem(string path, string type)
    {
        var (app, api) = (host.App, host.Api);
        await using var body = host.NewBody();
        path = path.Replace("{deal}", (await Sale.Open(api)).Id, StringComparison.Ordinal);
        var before = await Stored.Count(app);
        using var content = new ByteArrayContent([0]);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        var asked = api.SendRaw(HttpMethod.Post, path, content, [("Endless", "true")]);
        await body.Waiting;
        app.Clock.Advance(TimeSpan.FromSeconds(8));
        var answer = (await asked).Must(408);
        (answer.Code, answer.Headers["Content-Type"]).Should().Be(("request.too_slow", "application/problem+json"));
        (await Stored.Count(app)).Should().Be(before);
    }

    /// <summary>A host with a limit of seven seconds per request, and a body that the test supplies.</summary>
    public sealed class SevenSeconds : IAsyncLifetime, IStartupFilter
    {
        private Stream body = Stream.Null;

        public CrmApp App { get; private set; } = null!;
        public Testing.Api Api { get; private set; } = null!;

        internal Endless NewBody()
        {
            var made = new Endless();
            body = made;
            return made;
        }

        public async ValueTask InitializeAsync()
        {
            App = await CrmApp.Start(null, x => x.Services.AddSingleton<IStartupFilter>(this), ("Limits:Seconds", "7"));
            Api = await App.As();
        }

        public ValueTask DisposeAsync() => App.DisposeAsync();

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
            app =>
            {
                app.Use(
                    (http, rest) =>
                    {
                        if (http.Request.Headers.ContainsKey("Endless"))
                            http.Request.Body = body;
                        return rest(http);
                    }
                );
                next(app);
            };
    }

    /// <summary>A body that starts, never ends, and signals when it is awaited.</summary>
    internal sealed class Endless : Stream
    {
        private readonly TaskCompletionSource waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool begun;

        public Task Waiting => waiting.Task;
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            if (begun)
            {
                waiting.TrySetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            begun = true;
            buffer.Span[0] = (byte)'{';
            return 1;
        }

        public override Task<int> ReadAsync(
            byte[] buffer,
            int offset,
            int count,
            CancellationToken cancellationToken
        ) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush() => throw new NotSupportedException();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
