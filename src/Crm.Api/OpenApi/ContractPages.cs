using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace Crm.Api.OpenApi;

/// <summary>
/// The OpenAPI document and its page. They have a service provider of their own, built at the first request: the
/// generator and the XML comments take megabytes that a host without readers never loads (ADR 43).
/// </summary>
public static class ContractPages
{
    public const string Name = "v1";

    public static void MapContract(this WebApplication app) =>
        ((IApplicationBuilder)app).Use(next =>
        {
            var pages = new Lazy<RequestDelegate>(() => Pages(ServicesOf(app.Services), next));
            return http => Begins(http, "/openapi") || Begins(http, "/docs") ? pages.Value(http) : next(http);
        });

    /// <summary>
    /// Services of the generator. What it needs from the host (routes, which handler parameters are services, JSON
    /// options, problems) comes from the host's services.
    /// </summary>
    public static ServiceProvider ServicesOf(IServiceProvider host)
    {
        var services = new ServiceCollection();
        services.AddLogging().AddRouting().AddEndpointsApiExplorer().AddSwaggerGen(ContractShape.Configure);
        services
            .AddSingleton(host.GetRequiredService<IOptions<JsonOptions>>())
            .AddSingleton(host.GetRequiredService<ProblemRenderer>());
        services
            .AddSingleton(host.GetRequiredService<IWebHostEnvironment>())
            .AddSingleton(host.GetRequiredService<IHostEnvironment>())
            .AddSingleton(host.GetRequiredService<ILoggerFactory>());
        var routes = services.Single(x => x.ServiceType == typeof(IApiDescriptionProvider)).ImplementationType!;
        services.Replace(
            ServiceDescriptor.Transient(_ => (IApiDescriptionProvider)ActivatorUtilities.CreateInstance(host, routes))
        );
        return services.BuildServiceProvider();
    }

    private static bool Begins(HttpContext http, string path) =>
        http.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase);

    private static RequestDelegate Pages(ServiceProvider services, RequestDelegate next)
    {
        var pages = new ApplicationBuilder(services);
        pages.Use(
            async (http, page) =>
            {
                await using var scope = services.CreateAsyncScope();
                (http.Items[typeof(ContractPages)], http.RequestServices) = (
                    http.RequestServices,
                    scope.ServiceProvider
                );
                await page(http);
            }
        );
        pages.UseSwagger(o =>
        {
            o.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            o.RouteTemplate = "openapi/crm.{documentName}.json";
        });
        pages.UseSwaggerUI(o =>
        {
            o.RoutePrefix = "docs";
            o.DocumentTitle = "CRM API";
            o.SwaggerEndpoint($"/openapi/crm.{Name}.json", "CRM API v1");
            o.EnableTryItOutByDefault();
            o.EnableDeepLinking();
            o.DisplayOperationId(); // Fixes name operations by it.
        });
        // Not handled by the page: the host answers with its own services.
        pages.Run(http =>
        {
            http.RequestServices = (IServiceProvider)http.Items[typeof(ContractPages)]!;
            return next(http);
        });
        return pages.Build();
    }
}
