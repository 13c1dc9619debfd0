using Alba;
using Crm.Api.ApiKeys;
using Crm.Api.Commands;
using Crm.Api.Health;
using Crm.Api.Startup;
using Crm.Domain.Access;
using Crm.Domain.Kernel;
using Crm.Projections.ReadModels.Access;
using JasperFx;
using JasperFx.CodeGeneration;
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
    /// <summary>
    /// An empty database after a host has prepared it: schema and shipped data. Applying the schema takes longer than many tests.
    /// </summary>
    private static readonly Lazy<Task<string>> Template = new(async () =>
    {
        var database = await Cluster.NewDatabase();
        await using (await Start(database)) { }
        await Cluster.Seal(database);
        return database;
    });

    private CrmApp(IAlbaHost host, FakeTimeProvider clock, string connectionString) =>
        (Host, Clock, ConnectionString) = (host, clock, connectionString);

    public IAlbaHost Host { get; }
    public FakeTimeProvider Clock { get; }
    public string ConnectionString { get; }

    /// <summary>A key of the given scopes; all of them when none is named.</summary>
    public async Task<Api> As(params Scope[] scopes) =>
        new(Host.Server.CreateClient(), await NewKey(Host.Services, Clock, null, scopes));

    /// <summary>A user's key.</summary>
    public async Task<Api> AsUser(Guid user, params Scope[] scopes) =>
        new(Host.Server.CreateClient(), await NewKey(Host.Services, Clock, new UserId(user), scopes));

    public Api Anonymous() => new(Host.Server.CreateClient(), null);

    /// <summary>A database as a host has prepared it, for another host.</summary>
    public static async Task<string> PreparedDatabase() => await Cluster.Copy(await Template.Value);

    /// <summary>For the first host on a prepared database: it can skip the check for completeness.</summary>
    internal static readonly (string Key, string Value) Prepared = ("Hosting:ApplySchema", "false");

    /// <param name="connection">A database of the test's own, empty or with what it needs; a prepared one when there is none.</param>
    public static Task<CrmApp> Start(
        string? connection = null,
        Action<WebApplicationBuilder>? configure = null,
        params (string Key, string Value)[] settings
    ) => Start("Development", connection, configure, settings);

    /// <summary>
    /// The host outside Development, on a database that already has the schema. Its code is generated at run time, because the tests
    /// have no pre-generated code.
    /// </summary>
    public static Task<CrmApp> InProduction(string connection) =>
        Start(
            "Production",
            connection,
            builder =>
                builder.Services.CritterStackDefaults(x =>
                {
                    x.Production.GeneratedCodeMode = TypeLoadMode.Dynamic;
                    x.Production.AssertAllPreGeneratedTypesExist = false;
                }),
            []
        );

    private static async Task<CrmApp> Start(
        string environment,
        string? connection,
        Action<WebApplicationBuilder>? configure,
        (string Key, string Value)[] settings
    )
    {
        if (connection is null)
            (connection, settings) = (await PreparedDatabase(), [Prepared, .. settings]);
        var (builder, clock) = Prepare(environment, connection, configure, settings);
        var host = await AlbaHost.For(builder, app => app.UseCrm());
        await host.Services.GetRequiredService<Preparation>().Run(null, CancellationToken.None);
        host.Services.GetRequiredService<Readiness>().Set();
        return new CrmApp(host, clock, connection);
    }

    internal static (WebApplicationBuilder Builder, FakeTimeProvider Clock) Prepare(
        string environment,
        string connection,
        Action<WebApplicationBuilder>? configure,
        (string Key, string Value)[] settings
    )
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        // Mails of a host without a mail server go there, and not into the folder of the user who runs the tests.
        builder.Configuration.AddInMemoryCollection([
            new("CRM_HOME", Path.Combine(Path.GetTempPath(), "crm-tests-home")),
        ]);
        builder.Configuration.AddInMemoryCollection(settings.Select(x => KeyValuePair.Create(x.Key, (string?)x.Value)));
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.AddCrm(connection);
        // Advances a little at every read, like a real clock: two commands never share an instant by accident.
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero))
        {
            AutoAdvanceAmount = TimeSpan.FromMilliseconds(1),
        };
        builder.Services.AddSingleton<TimeProvider>(new Crm.Api.RequestPipeline.MicrosecondClock(clock));
        configure?.Invoke(builder);
        return (builder, clock);
    }

    public async ValueTask DisposeAsync() => await Host.DisposeAsync();

    internal static async Task<string> NewKey(
        IServiceProvider services,
        TimeProvider clock,
        UserId? user,
        Scope[] scopes
    )
    {
        await using var session = services.GetRequiredService<IDocumentStore>().LightweightSession();
        var now = clock.GetUtcNow();
        var (made, secret) = ApiKeyFactory.Make(
            "test",
            user,
            [.. scopes.Length == 0 ? [Scope.Read, Scope.Write, Scope.Admin] : scopes],
            null,
            now
        );
        session.Events.StartStream<ApiKeyDocument>(made.Key.Id.Value, RequestStore.Recorded(session, made, now));
        await session.SaveChangesAsync();
        return secret;
    }
}
