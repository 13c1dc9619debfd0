using Crm.Api.Configuration;
using Crm.Api.Health;
using Crm.Api.Timers;
using JasperFx;
using JasperFx.CodeGeneration;
using Marten;
using Npgsql;
using Wolverine;
using Wolverine.ErrorHandling;
using Wolverine.Marten;
using Wolverine.Runtime;

namespace Crm.Api.Startup;

/// <summary>
/// Registers Marten, Wolverine and the connection pools: storage of events, read models and messages.
/// </summary>
public static class Storage
{
    /// <summary>
    /// Two such pools and the daemon's use at most 64 of the 100 connections that PostgreSQL allows by default. With
    /// few cores the pools are smaller: more connections would only move the waiting into the server, each with
    /// prepared statements on both sides (ADR 44).
    /// </summary>
    private static readonly int PerPool = Math.Min(4 + 4 * Environment.ProcessorCount, 24);

    /// <summary>
    /// For requests: statements are prepared after their second use, sessions are not reset (no statement of ours sets
    /// anything that outlives its transaction), and a row lock is awaited for at most 2 s (ADR 0003).
    /// </summary>
    public static string ForRequests(string connection) =>
        new NpgsqlConnectionStringBuilder(
            WithOption(connection, "-c lock_timeout=2s -c idle_in_transaction_session_timeout=60s")
        )
        {
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
            MaxPoolSize = PerPool,
            KeepAlive = 30,
            TcpKeepAlive = true,
            ApplicationName = "crm",
        }.ConnectionString;

    /// <summary>
    /// For the projection daemon, which reads short ranges at the end of growing tables: no prepared plans, and no
    /// plans that scan a table from its start because its statistics are outdated (ADR 41).
    /// </summary>
    public static string ForDaemon(string connection) =>
        new NpgsqlConnectionStringBuilder(
            WithOption(connection, "-c idle_in_transaction_session_timeout=60s -c enable_seqscan=off -c jit=off")
        )
        {
            MaxPoolSize = 16,
            ConnectionLifetime = 300, // A session that was opened while the database was read-only stays read-only.
            KeepAlive = 30,
            TcpKeepAlive = true,
            ApplicationName = "crm-daemon",
        }.ConnectionString;

    /// <summary>Adds to the existing options of the connection.</summary>
    public static string WithOption(string connection, string option)
    {
        var parts = new NpgsqlConnectionStringBuilder(connection);
        parts.Options = parts.Options is { Length: > 0 } before ? $"{before} {option}" : option;
        return parts.ConnectionString;
    }

    /// <summary>
    /// In Development the schema is applied at each start, which compares some sixty tables. <c>Hosting:ApplySchema</c> skips it for a
    /// host whose database was prepared by the same version.
    /// </summary>
    public static bool AppliesSchema(IHostEnvironment environment, IConfiguration configuration) =>
        environment.IsDevelopment() && configuration.GetValue("Hosting:ApplySchema", true);

    public static void AddStorage(this WebApplicationBuilder builder, string connection)
    {
        var requests = ForRequests(connection);
        // Reads have a pool of their own: a command that holds a row lock must get a connection to look up a name, or
        // all of them would wait for each other.
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(requests));
        builder.Services.AddQueries();
        builder.Services.AddSingleton<ProjectionNotifier>();
        builder.Services.AddSingleton(sp => new RequestStore(
            requests,
            sp.GetRequiredService<TimeProvider>(),
            sp.GetRequiredService<ProjectionNotifier>(),
            sp.GetRequiredService<IDealCards>()
        ));
        var applies = AppliesSchema(builder.Environment, builder.Configuration);
        builder.Services.AddHostedService(services => new SchemaMigration(
            services.GetRequiredService<IDocumentStore>(),
            services.GetRequiredService<IWolverineRuntime>(),
            services.GetRequiredService<DatabaseConnection>(),
            services.GetRequiredService<ILogger<SchemaMigration>>(),
            applies
        ));
        builder.Services.CritterStackDefaults(x =>
        {
            if (!applies)
                x.Development.ResourceAutoCreate = AutoCreate.None;
            x.Production.ResourceAutoCreate = AutoCreate.None;
            x.Production.GeneratedCodeMode = TypeLoadMode.Static;
            x.Production.AssertAllPreGeneratedTypesExist = true;
        });
        builder
            .Services.AddMarten(sp =>
            {
                // Tables are applied at the start or by a command, never at first use.
                var o = new StoreOptions { AutoCreateSchemaObjects = AutoCreate.None };
                CrmStore.Configure(o, ForDaemon(connection), sp.GetRequiredService<IDealCards>());
                o.Events.TimeProvider = sp.GetRequiredService<TimeProvider>();
                return o;
            })
            .UseLightweightSessions()
            .IntegrateWithWolverine(m =>
            {
                m.MessageStorageSchemaName = "wolverine";
                m.AutoCreate = applies ? AutoCreate.CreateOrUpdate : AutoCreate.None;
                m.UseWolverineManagedEventSubscriptionDistribution = true;
            });
        // Extensions are listed explicitly: Wolverine's discovery would load every assembly in the folder.
        builder.Host.UseWolverine(
            o => Messages(o, builder.Configuration.GetValue("Hosting:Alone", builder.Environment.IsDevelopment())),
            ExtensionDiscovery.ManualOnly
        );
        MessageTables.Register(builder.Services);
    }

    /// <param name="alone">
    /// The only host of its database, as in Development: it works immediately, without leader election. If two hosts
    /// assume this, one finds that the other advances the reports, stops its own permanently, and does not resume when
    /// the other ends.
    /// </param>
    private static void Messages(WolverineOptions o, bool alone)
    {
#if !STATIC_CODE
        o.UseRuntimeCompilation();
        // Hosts in one process (tests) compile the handler of a message once.
        o.CodeGeneration.ReuseCompiledAssemblies = true;
#endif
        o.ServiceName = "crm";
        o.ApplicationAssembly = typeof(Program).Assembly;
        o.Durability.Mode = alone ? DurabilityMode.Solo : DurabilityMode.Balanced;
        // Hosts distribute reports and timers: at once when one starts or stops regularly, within 20 s when one dies (a
        // pause of a busy machine is shorter). The default interval of 10 to 30 s would pause the reports for as long.
        o.Durability.FirstHealthCheckExecution = TimeSpan.Zero;
        o.Durability.HealthCheckPollingTime = TimeSpan.FromSeconds(1);
        o.Durability.CheckAssignmentPeriod = TimeSpan.FromSeconds(2);
        o.Durability.StaleNodeTimeout = ClockLimits.StaleNodeTimeout;
        o.EnvelopeIdGeneration = EnvelopeIdGeneration.GuidV7;
        o.MultipleHandlerBehavior = MultipleHandlerBehavior.Separated;
        o.Policies.OnException<Exception>(StoreFaults.MayExecuteAgain).RetryTimes(3);
        o.Policies.AutoApplyTransactions();
        o.Policies.UseDurableLocalQueues();
        o.Policies.UseDurableInboxOnAllListeners();
        o.Policies.UseDurableOutboxOnAllSendingEndpoints();
        o.Durability.DeadLetterQueueExpirationEnabled = true;
        o.Durability.DeadLetterQueueExpiration = TimeSpan.FromDays(30);
        o.ScheduleTimers();
    }
}
