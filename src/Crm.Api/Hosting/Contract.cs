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

    public static void MapContract(this WebApplication app)
    {
        app.UseSwagger(o =>
        {
            o.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            o.RouteTemplate = "openapi/crm.{documentName}.json";
        });
        app.UseSwaggerUI(o =>
        {
            o.RoutePrefix = "docs";
            o.DocumentTitle = "CRM API";
            o.SwaggerEndpoint($"/openapi/crm.{Name}.json", "CRM API v1");
            o.EnableTryItOutByDefault();
            o.EnableDeepLinking();
            o.DisplayOperationId();     // Fixes name operations by it.
        });
    }
}
