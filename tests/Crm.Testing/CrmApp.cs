using Alba;
using Crm.Api.Access;
using Crm.Api.Hosting;
using Crm.Domain.Access;
using Crm.Domain.Kernel;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Crm.Testing;

/// <summary>The real host on a real PostgreSQL, with a clock that a test moves.</summary>
public sealed class CrmApp : IAsyncDisposable
{
    private CrmApp(IAlbaHost host, FakeTimeProvider clock, string connectionString) => (Host, Clock, ConnectionString) = (host, clock, connectionString);

    public IAlbaHost Host { get; }
    public FakeTimeProvider Clock { get; }
    public string ConnectionString { get; }

    /// <summary>A key of the given scopes; all of them when none is named.</summary>
    public async Task<Api> As(params Scope[] scopes) => new(Host.Server.CreateClient(), await NewKey(null, scopes));

    /// <summary>A user's key.</summary>
    public async Task<Api> AsUser(Guid user, params Scope[] scopes) => new(Host.Server.CreateClient(), await NewKey(new UserId(user), scopes));

    public Api Anonymous() => new(Host.Server.CreateClient(), null);

    public static async Task<CrmApp> Start(string? connection = null, Action<WebApplicationBuilder>? configure = null, params (string Key, string Value)[] settings)
    {
        connection ??= await Cluster.NewDatabase();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        // Letters of a host without a mail server go there, and not into the folder of whoever runs the tests.
        builder.Configuration.AddInMemoryCollection([new("CRM_HOME", Path.Combine(Path.GetTempPath(), "crm-tests-home"))]);
        builder.Configuration.AddInMemoryCollection(settings.Select(x => KeyValuePair.Create(x.Key, (string?)x.Value)));
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.AddCrm(connection);
        // Moves a little at every look, as a clock does: two commands never happen at the same instant by accident.
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero)) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };
        builder.Services.AddSingleton<TimeProvider>(new Crm.Api.Http.MicrosecondClock(clock));
        configure?.Invoke(builder);
        var host = await AlbaHost.For(builder, app => app.UseCrm());
        await host.Services.GetRequiredService<Preparation>().Run(null, CancellationToken.None);
        host.Services.GetRequiredService<Readiness>().Set();
        return new CrmApp(host, clock, connection);
    }

    public async ValueTask DisposeAsync() => await Host.DisposeAsync();

    private async Task<string> NewKey(UserId? user, Scope[] scopes)
    {
        await using var session = Host.Services.GetRequiredService<IDocumentStore>().LightweightSession();
        var (_, secret) = ApiKeys.Make(session, "test", user, [.. scopes.Length == 0 ? [Scope.Read, Scope.Write, Scope.Admin] : scopes], null, Clock.GetUtcNow());
        await session.SaveChangesAsync();
        return secret;
    }
}
