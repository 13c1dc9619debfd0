using Crm.Api.Batches;
using Crm.Api.Configuration;
using Crm.Api.Csv;
using Crm.Api.Health;
using Crm.Api.HostPages;
using Crm.Api.OpenApi;
using Crm.Api.Paging;
using Crm.Api.Resources;
using Crm.Api.Telemetry;
using Microsoft.Extensions.Configuration.Memory;

namespace Crm.Api.Startup;

/// <summary>
/// Composes the host: storage, technical capabilities, then the features listed in <see cref="Program"/>.
/// </summary>
public static class CrmHost
{
    public static void AddCrm(this WebApplicationBuilder builder, string connection)
    {
        AddDefaults(builder.Configuration);
        builder.Logging.MuteCommands();
        builder.AddStorage(connection);
        builder.AddTelemetry();
        builder
            .Services.AddRequestPipeline(builder.Configuration)
            .AddCommands()
            .AddAccess()
            .AddReferenceData()
            .AddResources()
            .AddBatches()
            .AddPaging()
            .AddCsv()
            .AddMigrations()
            .AddSingleton(new DatabaseConnection(connection))
            .AddSingleton<ReportUpgrade>()
            .AddSingleton<Preparation>()
            .AddContract()
            .AddHealth();
        foreach (var feature in Program.Features)
            feature.Add(builder);
    }

    public static void UseCrm(this WebApplication app)
    {
        app.UseRequestPipeline();
        app.MapHealth();
        app.MapContract();
        app.MapHostPages();
        app.MapGroup("/api/v1").MapFeatures();
        RouteCheck.Run(app);
    }

    /// <summary>Maps all routes of the contract.</summary>
    public static void MapFeatures(this RouteGroupBuilder api)
    {
        foreach (var feature in Program.Features)
            feature.Map(api);
        ((IEndpointConventionBuilder)api).Finally(AnswerHead);
    }

    /// <summary>HEAD wherever GET is: the server leaves the body out.</summary>
    private static void AnswerHead(EndpointBuilder endpoint)
    {
        for (var i = 0; i < endpoint.Metadata.Count; i++)
            if (endpoint.Metadata[i] is HttpMethodMetadata { HttpMethods: ["GET"] })
                endpoint.Metadata[i] = new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]);
    }

    /// <summary>
    /// Defaults in code, because the content root is the caller's folder and contains no settings file. Any other
    /// source overrides them.
    /// </summary>
    private static void AddDefaults(ConfigurationManager configuration) =>
        configuration.Sources.Insert(
            0,
            new MemoryConfigurationSource
            {
                InitialData = new Dictionary<string, string?>
                {
                    ["Logging:LogLevel:Default"] = "Information",
                    ["Logging:LogLevel:Microsoft"] = "Warning",
                    // A health check answers its caller; logging each of them many times a minute adds nothing.
                    ["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] = "Critical",
                    // A start that fails is told in one line (StartupFault); the host would log it with its trace before.
                    ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "Critical",
                    ["Logging:LogLevel:Marten"] = "Warning",
                    ["Logging:LogLevel:Npgsql"] = "Warning",
                    ["Logging:LogLevel:Wolverine"] = "Warning",
                    ["Logging:LogLevel:JasperFx"] = "Warning",
                    ["Logging:LogLevel:Weasel"] = "Warning",
                },
            }
        );
}
