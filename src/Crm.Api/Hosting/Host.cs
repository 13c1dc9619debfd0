using System.Security.Cryptography;
using System.Text;
using Crm.Api.Attachments;
using Crm.Api.BankStatements;
using Crm.Api.Catalog;
using Crm.Api.Clients;
using Crm.Api.Csv;
using Crm.Api.Currencies;
using Crm.Api.CustomFields;
using Crm.Api.DealKinds;
using Crm.Api.Deals;
using Crm.Api.Health;
using Crm.Api.Interactions;
using Crm.Api.Limits;
using Crm.Api.Mail;
using Crm.Api.Printing;
using Crm.Api.Proposals;
using Crm.Api.Reports;
using Crm.Api.Settings;
using Crm.Api.Settlement;
using Crm.Api.Telemetry;
using Crm.Api.Timers;
using Crm.Projections.Reports;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Npgsql;

namespace Crm.Api.Hosting;

/// <summary>Puts the host together: services, then the order of what a request passes.</summary>
public static class CrmHost
{
    public static void AddCrm(this WebApplicationBuilder builder, string connection)
    {
        // Defaults in code: the content root is the caller's folder, where no file of ours lies. Any other source overrides them.
        builder.Configuration.Sources.Insert(
            0,
            new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource
            {
                InitialData = new Dictionary<string, string?>
                {
                    ["Logging:LogLevel:Default"] = "Information",
                    ["Logging:LogLevel:Microsoft"] = "Warning",
                    // Whoever asks is told; a line per question, many times a minute, would say nothing more.
                    ["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] = "Critical",
                    ["Logging:LogLevel:Marten"] = "Warning",
                    ["Logging:LogLevel:Npgsql"] = "Warning",
                    ["Logging:LogLevel:Wolverine"] = "Warning",
                    ["Logging:LogLevel:JasperFx"] = "Warning",
                    ["Logging:LogLevel:Weasel"] = "Warning",
                },
            }
        );
        builder.Logging.MuteCommands();
        var services = builder.Services;
        services.AddSingleton<TimeProvider>(new MicrosecondClock(TimeProvider.System));
        builder.AddStorage(connection);
        services.AddTokens(builder.Configuration);
        services
            .AddCommands()
            .AddAccess()
            .AddSettings()
            .AddDealKinds()
            .AddCustomFields()
            .AddCatalog()
            .AddCurrencies()
            .AddClients()
            .AddDeals()
            .AddInteractions()
            .AddAttachments()
            .AddProposals()
            .AddSettlement()
            .AddMail(builder.Configuration, builder.Environment)
            .AddBankStatements()
            .AddTimers();
        services.AddSingleton(sp => new CursorSeal(CursorSecret(sp)));
        services
            .AddSingleton<RouteBook>()
            .AddSingleton<Problems>()
            .AddSingleton<IRefusalRenderer>(sp => sp.GetRequiredService<Problems>())
            .AddSingleton<KeptAnswers>()
            .AddSingleton<DryRuns>()
            .AddSingleton<ImportPath>();
        services
            .AddSingleton<FunnelQuery>()
            .AddSingleton<LostReasonsQuery>()
            .AddSingleton<GrossProfitQuery>()
            .AddSingleton<ProfitByRate>()
            .AddSingleton<BehindNumbers>();
        services
            .AddSingleton<ReportTitles>()
            .AddSingleton<ReportFilters>()
            .AddSingleton<ProjectionPositions>()
            .AddSingleton(new Operations.Rebuilds(connection));
        services.AddSingleton<RateLimits>();
        services.AddPrinting();
        services.AddMigrations().AddSingleton<ReportUpgrade>().AddSingleton<Preparation>();
        services.AddHealth();
        builder.AddTelemetry();
        services.ConfigureHttpJsonOptions(o => Wire.Configure(o.SerializerOptions));
        services.Configure<KestrelServerOptions>(o =>
        {
            o.AddServerHeader = false;
            o.Limits.MaxRequestBodySize = null; // Body reads at most its own limit and answers 413 itself.
            // The host's own bounds answer with a problem document; the server's lie beyond them.
            o.Limits.MaxRequestLineSize = 2 * RequestBounds.Line;
            o.Limits.MaxRequestHeadersTotalSize = 2 * RequestBounds.Headers;
            o.Limits.MaxRequestHeaderCount = 64;
            // Any byte is a character: who reads the header refuses it with a problem, where the server would answer a bare 400 to
            // what is no UTF-8.
            o.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
            o.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10); // Whoever sends them byte by byte holds nothing for long.
        });
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.AddCors();
    }

    public static void UseCrm(this WebApplication app)
    {
        app.UseMiddleware<EdgeHeaders>();
        app.UseMiddleware<ProblemBoundary>();
        app.UseMiddleware<RequestBounds>();
        app.UseMiddleware<TimeLimit>();
        app.UseRouting();
        app.UseOrigins();
        app.UseMiddleware<Gate>();
        app.MapHealth();
        app.MapContract();
        var api = app.MapGroup("/api/v1");
        Routes.Map(api);
        DryRuns.Offer(api);
        RouteCheck.Run(app);
    }

    /// <summary>Cursors must open on every host of one database and survive a restart: the secret stands in the database.</summary>
    private static byte[] CursorSecret(IServiceProvider sp)
    {
        var secret = sp.GetRequiredService<HostSecrets>()
            .GetOrAdd("cursor", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        return SHA256.HashData(Encoding.UTF8.GetBytes(secret));
    }
}
