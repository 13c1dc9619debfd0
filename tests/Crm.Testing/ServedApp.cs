using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Crm.Api.Health;
using Crm.Api.Startup;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Testing;

/// <summary>The real host behind its own server on a local port, for what is decided before there is a request.</summary>
public sealed class ServedApp : IAsyncDisposable
{
    private readonly WebApplication app;

    private ServedApp(WebApplication app, string key, string connectionString) =>
        (this.app, Key, ConnectionString) = (app, key, connectionString);

    public string Key { get; }
    public string ConnectionString { get; }

    public Uri Address => new(app.Urls.Single());

    public static async Task<ServedApp> Start(
        Action<WebApplicationBuilder>? configure = null,
        params (string Key, string Value)[] settings
    )
    {
        var connection = await CrmApp.PreparedDatabase();
        var (builder, clock) = CrmApp.Prepare("Development", connection, configure, [CrmApp.Prepared, .. settings]);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var built = builder.Build();
        built.UseCrm();
        await built.StartAsync();
        await built.Services.GetRequiredService<Preparation>().Run(null, CancellationToken.None);
        built.Services.GetRequiredService<Readiness>().Set();
        return new ServedApp(built, await CrmApp.NewKey(built.Services, clock, null, []), connection);
    }

    /// <summary>Sends raw bytes and returns everything received until the server closed the connection.</summary>
    public async Task<string> Send(byte[] bytes)
    {
        using var bound = new CancellationTokenSource(Polling.Limit);
        using var client = new TcpClient();
        await client.ConnectAsync(Address.Host, Address.Port, bound.Token);
        await client.GetStream().WriteAsync(bytes, bound.Token);
        using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        return await reader.ReadToEndAsync(bound.Token);
    }

    /// <summary>The object in the body of an answer, however it was framed.</summary>
    public static JsonNode Json(string answer) =>
        JsonNode.Parse(answer[answer.IndexOf('{', StringComparison.Ordinal)..(answer.LastIndexOf('}') + 1)])!;

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
