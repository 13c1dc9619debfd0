using Swashbuckle.AspNetCore.SwaggerGen;

namespace Crm.Api.Hosting;

/// <summary>How the document is generated.</summary>
internal static class ContractShape
{
    public static void Configure(SwaggerGenOptions o)
    {
        o.SwaggerDoc(Contract.Name, new() { Title = "CRM API", Version = "1.0.0", Description = "An event-sourced deal engine for sales teams." });
        o.IncludeXmlComments(Path.Combine(AppContext.BaseDirectory, "Crm.Api.xml"));
        o.SupportNonNullableReferenceTypes();
    }
}
