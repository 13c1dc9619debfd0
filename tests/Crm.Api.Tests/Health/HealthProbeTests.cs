using System.Net;
using Crm.Api.Configuration;
using Crm.Api.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Health;

/// <summary>What an orchestrator reads before the host has started, and while the database is away.</summary>
public sealed class HealthProbeTests : IAsyncLifetime
{
    private WebApplication app = null!;
    private HttpClient http = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddHealth();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new DatabaseConnection("Host=127.0.0.1;Port=1")); // Nothing listens there.
        app = builder.Build();
        app.MapHealth();
        await app.StartAsync();
        http = app.GetTestClient();
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task A_host_that_starts_is_alive_and_not_ready()
    {
        (await Get("/health/live")).Should().Be((HttpStatusCode.OK, "live"));
        (await Get("/health/ready")).Should().Be((HttpStatusCode.ServiceUnavailable, "starting"));
    }

    [Fact]
    public async Task A_host_without_its_database_is_alive_and_not_ready()
    {
        app.Services.GetRequiredService<Readiness>().Set();

        (await Get("/health/live")).Should().Be((HttpStatusCode.OK, "live"));
        (await Get("/health/ready")).Should().Be((HttpStatusCode.ServiceUnavailable, "database unavailable"));
    }

    [Fact]
    public async Task A_probe_is_a_GET_or_a_HEAD()
    {
        using var head = new HttpRequestMessage(HttpMethod.Head, new Uri("/health/live", UriKind.Relative));
        using var alive = await http.SendAsync(head);
        alive.StatusCode.Should().Be(HttpStatusCode.OK);
        using var answer = await http.PostAsync(new Uri("/health/live", UriKind.Relative), null);

        answer.StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
    }

    private async Task<(HttpStatusCode, string)> Get(string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        answer.Content.Headers.ContentType!.ToString().Should().Be("text/plain; charset=utf-8");
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
