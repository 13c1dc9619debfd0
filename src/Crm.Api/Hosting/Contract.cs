using Microsoft.OpenApi;

namespace Crm.Api.Hosting;

/// <summary>The OpenAPI document and its page.</summary>
public static class Contract
{
    public const string Name = "v1";

    public static void AddContract(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        services.AddSwaggerGen(o => ContractShape.Configure(o));
    }

    /// <summary>
    /// Apart from the requests of the API: the document's generator is put together with what the source says of itself (megabytes of it), and only for those who ask.
    /// </summary>
    public static void MapContract(this WebApplication app) => ((IApplicationBuilder)app).Use(next =>
    {
        var pages = new Lazy<RequestDelegate>(() => Pages(((IApplicationBuilder)app).New(), next));
        return http => Begins(http, "/openapi") || Begins(http, "/docs") ? pages.Value(http) : next(http);
    });

    private static bool Begins(HttpContext http, string path) => http.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase);

    private static RequestDelegate Pages(IApplicationBuilder pages, RequestDelegate next)
    {
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
            o.DisplayOperationId();     // Fixes name operations by it.
        });
        pages.Run(next);
        return pages.Build();
    }
}
