using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Crm.Api.OpenApi;

/// <summary>
/// The OpenAPI document and its page. Each file is made once and then served from memory. With <c>Docs:Public</c> false,
/// the default outside Development, the document needs a credential; the page without it is public and asks for one.
/// </summary>
public static class ContractPages
{
    public const string Name = "v1";

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static IServiceCollection AddContract(this IServiceCollection services) =>
        services.AddSingleton<ContractDocument>();

    public static void MapContract(this WebApplication app)
    {
        var isPublic = app.Configuration.GetValue("Docs:Public", app.Environment.IsDevelopment());
        var contract = new CachedFile(
            "application/json; charset=utf-8",
            isPublic ? "public, no-cache" : "private, no-cache",
            app.Services.GetRequiredService<ContractDocument>().Generate
        );
        var document = Map(app, $"/openapi/crm.{Name}.json", contract.Write);
        if (!isPublic)
            document.WithMetadata(new RequiredScope(Scope.Read));
        Map(app, "/docs", ToPage);
        foreach (var (name, file) in ContractPage.Files(asksForKey: !isPublic))
            Map(app, $"/docs/{name}", file.Write);
    }

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

    private static IEndpointConventionBuilder Map(IEndpointRouteBuilder routes, string path, RequestDelegate answer) =>
        routes.MapMethods(path, Reading, answer).ExcludeFromDescription();

    private static Task ToPage(HttpContext http)
    {
        http.Response.Redirect(http.Request.PathBase + "/docs/index.html");
        return Task.CompletedTask;
    }
}
